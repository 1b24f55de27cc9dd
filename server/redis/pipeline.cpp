#include "server/redis/pipeline.hpp"

#include <boost/asio/post.hpp>
#include <utility>
#include <vector>

namespace kiezel::redis {
namespace {

namespace asio = boost::asio;

// How late a deadline may be noticed. Commands of one client share one deadline, so that one coarse tick for
// the whole link replaces a timer for each command.
constexpr std::chrono::milliseconds tick_ms{50};

std::string label(std::string_view name) {
  return "redis=\"" + std::string(name) + '"';
}

ConnectionLimits limits_of(const ClientSettings& settings) {
  return {.unsent_bytes_max = settings.unsent_bytes_max};
}

}  // namespace

LinkMetrics::LinkMetrics(core::Metrics& metrics, std::string_view name)
    : commands(metrics.counter({"kiezel_redis_commands_total", "Commands sent to Redis.", label(name)})),
      refused(metrics.counter(
          {"kiezel_redis_refused_total", "Commands not sent: no link, or full.", label(name)})),
      deadlines(metrics.counter(
          {"kiezel_redis_deadlines_total", "Commands without a timely answer.", label(name)})),
      lost(metrics.counter({"kiezel_redis_links_lost_total", "Links to Redis that were lost.", label(name)})),
      in_flight(metrics.gauge({"kiezel_redis_in_flight", "Commands that wait for an answer.", label(name)})),
      seconds(metrics.histogram({"kiezel_redis_answer_seconds", "From command to answer.", label(name)})) {}

Pipeline::Pipeline(core::Executor executor, const ClientSettings& settings, const core::Log& log,
                   LinkMetrics& metrics, core::Wakeup& connected)
    : executor_(executor),
      settings_(settings),
      metrics_(metrics),
      connected_(connected),
      connection_(executor, settings.address, settings.name, limits_of(settings), *this, log),
      tick_(executor) {}

Pipeline::~Pipeline() = default;

core::Task<void> Pipeline::run() {
  co_await connection_.run();
  while (ticking_) {
    tick_.cancel();
    co_await asio::post(executor_, core::use_task);
  }
}

void Pipeline::stop() {
  connection_.stop();
}

core::Result<void> Pipeline::send(const Command& command) {
  // Also counts commands whose deadline has passed: their answers are still on the way.
  const bool full = in_flight_.size() >= settings_.in_flight_max;
  core::Result<void> sent = full ? core::fail(core::ErrorCode::busy, "too many commands wait for Redis")
                                 : connection_.send(command);
  if (!sent) {
    metrics_.refused.add();
    return sent;
  }
  in_flight_.push_back({.deadline = core::deadline_in(settings_.deadline)});
  metrics_.commands.add();
  metrics_.in_flight.add(1);
  watch_deadlines();
  return {};
}

core::Task<core::Result<Reply>> Pipeline::answer() {
  return asio::async_initiate<const asio::use_awaitable_t<core::Executor>, void(core::Result<Reply>)>(
      [this](Handler handler) { in_flight_.back().handler.emplace(std::move(handler)); }, core::use_task);
}

void Pipeline::on_connected() {
  connected_.notify();
}

void Pipeline::on_reply(Reply&& reply) {
  if (in_flight_.empty()) return connection_.drop();  // Nobody asked: this is not Redis, or we lost count.
  InFlight answered = std::move(in_flight_.front());
  in_flight_.pop_front();
  metrics_.in_flight.add(-1);
  const auto waited = std::chrono::steady_clock::now() - (answered.deadline - settings_.deadline);
  metrics_.seconds.record(std::chrono::duration<double>(waited).count());
  if (answered.handler) std::move (*answered.handler)(core::Result<Reply>(std::move(reply)));
}

void Pipeline::on_lost() {
  metrics_.lost.add();
  metrics_.in_flight.add(-static_cast<std::int64_t>(in_flight_.size()));
  // Those who are resumed may send again at once: they must find an empty, closed link.
  std::deque<InFlight> lost = std::exchange(in_flight_, {});
  for (InFlight& command : lost) {
    if (!command.handler) continue;
    std::move (*command.handler)(
        core::fail(core::ErrorCode::unavailable, "Redis was lost before it answered"));
  }
}

void Pipeline::watch_deadlines() {
  if (ticking_) return;
  ticking_ = true;
  tick_.expires_after(tick_ms);
  tick_.async_wait([this](boost::system::error_code) {
    ticking_ = false;
    expire(std::chrono::steady_clock::now());
    if (!in_flight_.empty()) watch_deadlines();
  });
}

void Pipeline::expire(core::Deadline now) {
  // A link that stays silent for twice the deadline is dead although nobody told us, as after a cut cable.
  if (!in_flight_.empty() && in_flight_.front().deadline + settings_.deadline < now)
    return connection_.drop();
  std::vector<Handler> late;
  for (InFlight& command : in_flight_) {
    if (command.deadline > now) break;
    if (!command.handler) continue;
    late.push_back(std::move(*command.handler));
    command.handler.reset();
  }
  metrics_.deadlines.add(late.size());
  for (Handler& handler : late) {
    std::move(handler)(core::fail(core::ErrorCode::deadline_exceeded, "Redis did not answer in time"));
  }
}

}  // namespace kiezel::redis
