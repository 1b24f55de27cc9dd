#include "server/app/shard.hpp"

#include <boost/asio/post.hpp>
#include <chrono>
#include <exception>
#include <typeinfo>
#include <utility>

#include "server/app/shard_settings.hpp"

namespace kiezel::app {
namespace {

// The links, the subscriber, the ticker, the refresher and the listener, with room to spare.
constexpr std::size_t background_max = 256;

// Every conversation that somebody on this shard has open, and every advisor who is logged in.
constexpr std::size_t channels_max = 200'000;

constexpr std::chrono::seconds tick_every{1};

// Redis answered the main thread a moment ago. If it does not now, clients hear `unavailable`, which is
// clearer than a port that nobody listens on.
constexpr std::chrono::seconds first_connection_deadline{5};

// After its socket is closed a connection waits for handlers still under way, which wait for Redis.
constexpr std::chrono::seconds after_cut_deadline{25};
constexpr std::chrono::seconds background_deadline{10};

}  // namespace

Shard::Shard(Owner& owner, ShardParts parts)
    : owner_(owner),
      parts_(std::move(parts)),
      life_(loop_.get_executor(), parts_.log, 1),
      background_(loop_.get_executor(), parts_.log, background_max),
      connections_(loop_.get_executor(), parts_.log, parts_.prepared.connections_max),
      stop_(loop_.get_executor()),
      ticker_(loop_.get_executor()),
      refresher_(loop_.get_executor()),
      log_link_(loop_.get_executor(), link_settings(parts_.prepared.config, parts_.log_address, "log"),
                parts_.log, metrics_),
      own_vault_link_(parts_.vault_address
                          ? std::make_unique<redis::Client>(
                                loop_.get_executor(),
                                link_settings(parts_.prepared.config, *parts_.vault_address, "vault"),
                                parts_.log, metrics_)
                          : nullptr),
      vault_link_(own_vault_link_ ? *own_vault_link_ : log_link_),
      subscriber_(loop_.get_executor(), parts_.log_address, parts_.log, metrics_, channels_max),
      bus_(subscriber_, parts_.keys, metrics_),
      directory_({.log_link = log_link_,
                  .keys = parts_.keys,
                  .clock = clock_,
                  .pinned_roots = parts_.prepared.organisation.root_keys}),
      accounts_({.log_link = log_link_,
                 .vault_link = vault_link_,
                 .keys = parts_.keys,
                 .advisors = directory_,
                 .clock = clock_,
                 .random = random_}),
      factors_({.vault_link = vault_link_,
                .keys = parts_.keys,
                .gate = accounts_,
                .clock = clock_,
                .random = random_,
                .sealing_key = parts_.prepared.factor_key,
                .rp_id = parts_.prepared.rp_id}),
      devices_({.log_link = log_link_,
                .vault_link = vault_link_,
                .keys = parts_.keys,
                .advisors = directory_,
                .clock = clock_,
                .random = random_}),
      recovery_({.log_link = log_link_,
                 .vault_link = vault_link_,
                 .keys = parts_.keys,
                 .advisors = directory_,
                 .clock = clock_,
                 .random = random_}),
      conversations_({.log_link = log_link_,
                      .vault_link = vault_link_,
                      .keys = parts_.keys,
                      .advisors = directory_,
                      .clock = clock_,
                      .random = random_,
                      .retention = std::chrono::days(parts_.prepared.config.retention_days),
                      .idle = std::chrono::days(parts_.prepared.config.idle_days),
                      .belongings = {&blobs_, &appointments_},
                      .share_deleted = [this] { erasure_sweep_.wake(); }}),
      appointments_({.log_link = log_link_, .vault_link = vault_link_, .keys = parts_.keys, .clock = clock_}),
      blobs_({.folder = parts_.prepared.blobs,
              .disk = parts_.disk,
              .clock = clock_,
              .metrics = metrics_,
              .bounds = blob_bounds(parts_.prepared.config)}),
      blob_sweep_(loop_.get_executor(), blobs_, conversations_, parts_.log),
      erasure_sweep_(loop_.get_executor(), conversations_, vault_link_, metrics_, parts_.log),
      waiting_sweep_(loop_.get_executor(), appointments_, metrics_, parts_.log),
      reminders_({.log_link = log_link_,
                  .vault_link = vault_link_,
                  .keys = parts_.keys,
                  .clock = clock_,
                  .random = random_,
                  .sealing_key = parts_.prepared.factor_key,
                  .available = !parts_.prepared.config.smtp_url.empty()}),
      reminder_sweep_(
          loop_.get_executor(),
          {.reminders = reminders_,
           .bus = bus_,
           .patient = parts_.disk,
           .clock = clock_,
           .random = random_,
           .relay = {.url = parts_.prepared.config.smtp_url, .from = parts_.prepared.config.mail_from},
           .inbox = inbox_address(parts_.prepared.config)},
          metrics_, parts_.log),
      logins_(login_limits(parts_.prepared.config, parts_.prepared.shards), random_),
      holds_(hold_budget(parts_.prepared.config), random_),
      services_{.domains = {conversations_, appointments_, directory_, accounts_, factors_, devices_,
                            recovery_, blobs_, reminders_},
                .logins = logins_,
                .holds = holds_,
                .clock = clock_,
                .random = random_,
                .log = parts_.log},
      dispatcher_(services_, metrics_),
      flusher_(loop_.get_executor()),
      registry_(loop_.get_executor(), metrics_),
      outbox_metrics_(metrics_),
      feed_metrics_(metrics_),
      http_metrics_(metrics_),
      socket_context_{.log = parts_.log,
                      .dispatcher = dispatcher_,
                      .bus = bus_,
                      .flusher = flusher_,
                      .registry = registry_,
                      .outbox_metrics = outbox_metrics_,
                      .feed_metrics = feed_metrics_,
                      .frames_in = metrics_.counter({"kiezel_frames_received_total", "Messages received."}),
                      .limits = socket_limits(parts_.prepared.config),
                      .numbers = parts_.connection_numbers},
      http_context_{.door = net::Door::main,
                    .site = parts_.prepared.site,
                    .live = *this,
                    .metrics = http_metrics_,
                    .blobs = &blobs_,
                    .appointments = &appointments_,
                    .deadline = std::chrono::seconds(parts_.prepared.config.http_deadline_s),
                    .origins = parts_.prepared.config.origins,
                    .trust_forwarded_for = parts_.prepared.config.trust_forwarded_for,
                    .sockets = &socket_context_},
      listener_(loop_.get_executor(), parts_.log, metrics_,
                parts_.prepared.connections_max / parts_.prepared.shards) {}

Shard::~Shard() {
  join();
  // For a shard that was never started; otherwise done.
  subscriber_.stop();
  log_link_.stop();
  if (own_vault_link_) own_vault_link_->stop();
}

std::expected<void, Sentence> Shard::listen(const net::Endpoint& endpoint) {
  return listener_.open(endpoint);
}

void Shard::start() {
  static_cast<void>(life_.spawn("shard", live()));
  thread_ = std::thread([this] { run_thread(); });
}

void Shard::stop() {
  boost::asio::post(loop_, [this] {
    stopping_ = true;
    stop_.notify();
  });
}

void Shard::cut() {
  boost::asio::post(loop_, [this] {
    cut_ = true;
    registry_.cut_all();
  });
  stop();
}

void Shard::join() {
  if (thread_.joinable()) thread_.join();
}

void Shard::run_thread() {
  try {
    loop_.run();
  } catch (const std::exception& reason) {
    // Tasks catch what is theirs; this is a handler of our own that must not throw.
    parts_.log.error("shard_failed", {{"exception", core::own_words(typeid(reason).name())}});
  }
  owner_.shard_ended();
}

core::Task<void> Shard::live() {
  log_link_.start(background_);
  if (own_vault_link_) own_vault_link_->start(background_);
  subscriber_.start(background_);
  static_cast<void>(co_await log_link_.wait_connected(core::deadline_in(first_connection_deadline)));
  static_cast<void>(co_await directory_.refresh());
  tell_directory_health();
  static_cast<void>(background_.spawn("ticker", tick()));
  static_cast<void>(background_.spawn("directory", refresh_directory()));
  static_cast<void>(background_.spawn("blob_sweep", blob_sweep_.run()));
  static_cast<void>(background_.spawn("erasure_sweep", erasure_sweep_.run()));
  static_cast<void>(background_.spawn("waiting_sweep", waiting_sweep_.run()));
  static_cast<void>(background_.spawn("reminder_sweep", reminder_sweep_.run()));
  static_cast<void>(background_.spawn("listener", listener_.run(http_context_, connections_)));
  owner_.shard_serves();
  while (!stopping_) co_await stop_.wait_until(core::Deadline::max());
  co_await end();
}

core::Task<void> Shard::end() {
  listener_.close();
  registry_.close_all(session::CloseReason::restart);
  if (cut_) registry_.cut_all();
  const auto deadline = core::deadline_in(std::chrono::seconds(parts_.prepared.config.shutdown_deadline_s));
  const bool all_left = co_await registry_.wait_empty(deadline);
  if (!all_left) {
    parts_.log.warning("connections_cut", {{"sockets", registry_.count()}});
    registry_.cut_all();
    static_cast<void>(co_await registry_.wait_empty(core::deadline_in(after_cut_deadline)));
  }
  // What is left are browsers' idle HTTP connections.
  connections_.cancel();
  static_cast<void>(co_await connections_.wait_until(core::deadline_in(after_cut_deadline)));
  ticker_.notify();
  refresher_.notify();
  blob_sweep_.stop();
  erasure_sweep_.stop();
  waiting_sweep_.stop();
  reminder_sweep_.stop();
  subscriber_.stop();
  log_link_.stop();
  if (own_vault_link_) own_vault_link_->stop();
  background_.stop();
  const bool ended = co_await background_.wait_until(core::deadline_in(background_deadline));
  if (!ended) background_.cancel();
}

core::Task<void> Shard::tick() {
  while (!stopping_ || !connections_.empty()) {
    co_await ticker_.wait_until(core::deadline_in(tick_every));
    registry_.tick(std::chrono::steady_clock::now());
  }
}

// On a hint at once; now and then anyway, because a directory also expires without anybody saying so.
core::Task<void> Shard::refresh_directory() {
  const core::Result<void> followed = bus_.follow(event::DirectoryTopic{}, *this);
  while (!stopping_) {
    co_await refresher_.wait_until(core::deadline_in(std::chrono::seconds(directory::refresh_s)));
    if (stopping_) break;
    static_cast<void>(co_await directory_.refresh());
    tell_directory_health();
  }
  if (followed) bus_.unfollow(event::DirectoryTopic{}, *this);
}

void Shard::tell_directory_health() {
  const auto snapshot = directory_.snapshot();
  parts_.health.directory = directory_.health();
  parts_.health.directory_expires_s = snapshot ? snapshot->header().expires_s : 0;
  // Of all shards one warns: the first to see it that day.
  if (const auto left_s = directory_.expires_in_s(); left_s && parts_.health.expiry_warning.is_due(*left_s)) {
    parts_.log.warning("directory_expires", {{"in_s", *left_s}});
  }
}

void Shard::woken(const event::Topic&) {
  refresher_.notify();
}

std::optional<net::SharedBody> Shard::directory() const {
  const auto snapshot = directory_.snapshot();
  if (!snapshot) return std::nullopt;
  return net::SharedBody{snapshot, crypto::as_text(snapshot->file()), snapshot->etag()};
}

net::SharedBody Shard::directory_heads(std::uint64_t from_version) const {
  const auto history = directory_.history();
  return {.owner = history, .bytes = crypto::as_text(history->page(from_version)), .etag = {}};
}

net::Readiness Shard::readiness() const {
  return {parts_.health.ready(), {}};
}

}  // namespace kiezel::app
