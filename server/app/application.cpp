#include "server/app/application.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <utility>

#include "server/redis/command.hpp"
#include "server/redis/durability.hpp"

namespace kiezel::app {
namespace {

constexpr std::size_t background_max = 64;
constexpr std::size_t operations_connections_max = 64;

constexpr std::chrono::seconds redis_deadline{10};
constexpr std::chrono::seconds shards_deadline{30};
constexpr std::chrono::seconds watch_every{2};
constexpr std::chrono::seconds background_deadline{30};

// Shards bound their own end by shutdown_deadline_s and what follows a cut; this is the net under them.
constexpr std::chrono::seconds shards_end_margin{60};

std::string text_of(const redis::Address& address) {
  if (const auto* const socket = std::get_if<redis::UnixAddress>(&address.place)) return socket->path;
  const auto& place = std::get<redis::TcpAddress>(address.place);
  return place.host + ":" + std::to_string(place.port);
}

}  // namespace

Application::Application(Prepared prepared, const core::Log& log)
    : prepared_(std::move(prepared)),
      log_(log),
      keys_(prepared_.organisation.tag),
      life_(loop_.get_executor(), log, 1),
      background_(loop_.get_executor(), log, background_max),
      connections_(loop_.get_executor(), log, operations_connections_max),
      changed_(loop_.get_executor()),
      watcher_(loop_.get_executor()),
      stop_(loop_.get_executor()),
      signals_(loop_.get_executor(), SIGTERM, SIGINT),
      http_metrics_(metrics_),
      directory_expires_in_(
          metrics_.gauge({"kiezel_directory_expires_in_seconds",
                          "Until the signed directory expires; 0 without one, negative after."})),
      http_context_{.door = net::Door::operations,
                    .site = prepared_.site,
                    .live = *this,
                    .metrics = http_metrics_,
                    .origins = prepared_.config.origins},
      listener_(loop_.get_executor(), log, metrics_, operations_connections_max) {
  // A reader of our output that went away must not end the server.
  std::signal(SIGPIPE, SIG_IGN);
}

Application::~Application() = default;

std::expected<void, Sentence> Application::run() {
  static_cast<void>(life_.spawn("application", live()));
  loop_.run();
  return outcome_;
}

core::Task<void> Application::live() {
  static_cast<void>(background_.spawn("signals", watch_signals()));
  outcome_ = co_await start();
  if (outcome_ && !stopping_) {
    health_.accepting = true;
    say_ready();
    while (!stopping_) co_await stop_.wait_until(core::Deadline::max());
  }
  co_await end();
}

core::Task<Application::Started> Application::start() {
  Started redis = co_await start_redis();
  if (!redis || stopping_) co_return redis;
  static_cast<void>(background_.spawn("redis", watch_redis()));
  if (Started opened = listener_.open(prepared_.operations_endpoint); !opened) co_return opened;
  static_cast<void>(background_.spawn("operations", listener_.run(http_context_, connections_)));
  if (Started started = start_shards(); !started) co_return started;
  const core::Deadline deadline = core::deadline_in(shards_deadline);
  while (serving_ < shards_.size() && !stopping_) {
    if (!co_await changed_.wait_until(deadline))
      co_return std::unexpected("The shards did not start in time.");
  }
  co_return Started{};
}

core::Task<Application::Started> Application::start_redis() {
  if (!prepared_.redis.log) {
    embedded_.emplace(loop_.get_executor(),
                      redis::EmbeddedSettings{.folder = prepared_.folder.path() / "redis",
                                              .program = prepared_.config.redis_program},
                      log_, metrics_);
    Started started = co_await embedded_->start();
    if (!started) co_return started;
    static_cast<void>(background_.spawn("embedded_redis", embedded_->supervise()));
    prepared_.redis.log = embedded_->address();
  }
  redis::ClientSettings settings;
  settings.address = *prepared_.redis.log;
  settings.name = "monitor";
  settings.links = 1;
  link_.emplace(loop_.get_executor(), std::move(settings), log_, metrics_);
  link_->start(background_);
  const bool connected = co_await link_->wait_connected(core::deadline_in(redis_deadline));
  if (!connected) {
    co_return std::unexpected("Redis at " + text_of(*prepared_.redis.log) +
                              " does not answer. Start it, or leave `redis` empty to use a private one.");
  }
  const auto durability = co_await redis::check_durability(*link_);
  health_.durability = durability.value_or(redis::Durability::unknown);
  redis::report(health_.durability, "log", log_);
  health_.redis_answers = true;
  co_return Started{};
}

Application::Started Application::start_shards() {
  net::Endpoint endpoint = prepared_.endpoint;
  std::vector<std::unique_ptr<Shard>> shards;
  for (std::size_t i = 0; i < prepared_.shards; ++i) {
    auto shard = std::make_unique<Shard>(static_cast<Shard::Owner&>(*this),
                                         ShardParts{.prepared = prepared_,
                                                    .log_address = *prepared_.redis.log,
                                                    .vault_address = prepared_.redis.vault,
                                                    .keys = keys_,
                                                    .log = log_,
                                                    .health = health_,
                                                    .disk = disk_,
                                                    .connection_numbers = connection_numbers_});
    if (Started opened = shard->listen(endpoint); !opened) return opened;
    // When the system chose the port, the other shards take the same.
    endpoint = shard->endpoint();
    shards.push_back(std::move(shard));
  }
  shards_ = std::move(shards);
  for (const auto& shard : shards_) shard->start();
  return {};
}

core::Task<void> Application::end() {
  stopping_ = true;
  health_.accepting = false;
  log_.info("stopping");
  for (const auto& shard : shards_) cut_ ? shard->cut() : shard->stop();
  const core::Deadline deadline =
      core::deadline_in(std::chrono::seconds(prepared_.config.shutdown_deadline_s) + shards_end_margin);
  while (ended_ < shards_.size()) {
    if (!co_await changed_.wait_until(deadline)) break;
  }
  for (const auto& shard : shards_) shard->join();
  listener_.close();
  connections_.cancel();
  static_cast<void>(co_await connections_.wait_until(core::deadline_in(background_deadline)));
  watcher_.notify();
  if (link_) link_->stop();
  if (embedded_) co_await embedded_->stop();
  boost::system::error_code ignored;
  signals_.cancel(ignored);
  background_.stop();
  if (!co_await background_.wait_until(core::deadline_in(background_deadline))) background_.cancel();
  log_.info("stopped");
}

core::Task<void> Application::watch_signals() {
  for (;;) {
    const auto [failure, number] = co_await signals_.async_wait(core::use_tuple);
    if (failure) co_return;
    log_.info("signal", {{"number", number}});
    if (std::exchange(stopping_, true)) {
      // Whoever asks twice does not want to wait for slow clients.
      cut_ = true;
      for (const auto& shard : shards_) shard->cut();
    }
    stop_.notify();
    changed_.notify();
  }
}

core::Task<void> Application::watch_redis() {
  while (!stopping_) {
    const core::Result<redis::Reply> pong =
        co_await link_->execute(redis::Affinity{}, redis::Command{"PING"});
    const bool answered_before = health_.redis_answers.exchange(pong.has_value());
    if (answered_before && !pong) log_.warning("redis_lost", {{"code", pong.error().code}});
    if (!answered_before && pong) {
      // It may be another Redis than before, or one whose settings were changed.
      const auto durability = co_await redis::check_durability(*link_);
      health_.durability = durability.value_or(redis::Durability::unknown);
      redis::report(health_.durability, "log", log_);
    }
    co_await watcher_.wait_until(core::deadline_in(watch_every));
  }
}

void Application::say_ready() const {
  const std::string main = net::to_text(shards_.front()->endpoint());
  const std::string operations = net::to_text(listener_.endpoint());
  // The one line on standard output: scripts wait for it.
  std::printf("kiezel-server ready: http://%s (operations http://%s, data %s)\n", main.c_str(),
              operations.c_str(), prepared_.folder.path().c_str());
  std::fflush(stdout);
}

void Application::shard_serves() {
  boost::asio::post(loop_, [this] {
    ++serving_;
    changed_.notify();
  });
}

void Application::shard_ended() {
  boost::asio::post(loop_, [this] {
    ++ended_;
    // A shard that ended by itself takes the others along: a server that limps would go unnoticed.
    if (!std::exchange(stopping_, true))
      outcome_ = std::unexpected("A shard ended by itself; the log says why.");
    stop_.notify();
    changed_.notify();
  });
}

std::uint64_t Application::now_s() const {
  return static_cast<std::uint64_t>(clock_.now().time_since_epoch().count());
}

net::Readiness Application::readiness() const {
  return {health_.ready(), health_.report(now_s())};
}

std::string Application::metrics() const {
  const std::uint64_t expires_s = health_.directory_expires_s;
  const auto left_s = static_cast<std::int64_t>(expires_s) - static_cast<std::int64_t>(now_s());
  directory_expires_in_.set(expires_s == 0 ? 0 : left_s);
  std::vector<const core::Metrics*> all{&metrics_};
  for (const auto& shard : shards_) all.push_back(&shard->measured());
  return core::Metrics::render(all);
}

}  // namespace kiezel::app
