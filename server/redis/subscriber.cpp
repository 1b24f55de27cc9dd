#include "server/redis/subscriber.hpp"

#include <boost/asio/post.hpp>
#include <utility>

namespace kiezel::redis {
namespace {

// A silent link is asked for a sign of life this often, and given up when none came before the next time.
constexpr std::chrono::seconds ping_s{10};

}  // namespace

Subscriber::Subscriber(core::Executor executor, Address address, const core::Log& log, core::Metrics& metrics,
                       std::size_t channels_max)
    : connection_(executor, std::move(address), "hints", ConnectionLimits{}, *this, log),
      pinger_(executor),
      channels_max_(channels_max),
      hints_(metrics.counter({"kiezel_hints_total", "Hints received from Redis."})),
      lost_(metrics.counter({"kiezel_hint_links_lost_total", "Times the link for hints was lost."})),
      channels_gauge_(metrics.gauge({"kiezel_hint_channels", "Channels subscribed to."})) {}

Subscriber::~Subscriber() = default;

void Subscriber::start(core::TaskGroup& tasks) {
  if (!tasks.spawn("redis hints", connection_.run()) || !tasks.spawn("redis hints ping", ping())) {
    throw std::logic_error("no room for the link for hints");
  }
}

void Subscriber::stop() {
  stopping_ = true;
  connection_.stop();
  pinger_.notify();
}

core::Result<void> Subscriber::subscribe(const std::string& channel) {
  if (const auto known = channels_.find(channel); known != channels_.end()) {
    ++known->second;
    return {};
  }
  if (channels_.size() >= channels_max_) return core::fail(core::ErrorCode::busy, "too many channels");
  channels_.emplace(channel, 1);
  channels_gauge_.set(static_cast<std::int64_t>(channels_.size()));
  tell(Command{"SUBSCRIBE", channel});
  return {};
}

void Subscriber::unsubscribe(const std::string& channel) {
  const auto known = channels_.find(channel);
  if (known == channels_.end() || --known->second > 0) return;
  channels_.erase(known);
  channels_gauge_.set(static_cast<std::int64_t>(channels_.size()));
  tell(Command{"UNSUBSCRIBE", channel});
}

void Subscriber::tell(const Command& command) {
  // Not connected: everything is subscribed on connection. Full: start over, rather than miss hints silently.
  if (connection_.connected() && !connection_.send(command)) connection_.drop();
}

void Subscriber::on_connected() {
  heard_ = true;
  Command all{"SUBSCRIBE"};
  for (const auto& [channel, users] : channels_) all.add(channel);
  if (!channels_.empty()) tell(all);
}

void Subscriber::on_reply(Reply&& reply) {
  heard_ = true;
  // [message, channel, payload], [subscribe, channel, count], [unsubscribe, channel, count] or [pong, text].
  if (!reply.is_array() || reply.elements.size() != 3) return;
  const std::string& what = reply.elements[0].text;
  if (what != "message" && what != "subscribe") return;
  hints_.add();
  const std::string& channel = reply.elements[1].text;
  if (hint_ && channels_.contains(channel)) hint_(channel);
}

void Subscriber::on_lost() {
  lost_.add();
}

core::Task<void> Subscriber::ping() {
  while (!stopping_) {
    if (co_await pinger_.wait_until(core::deadline_in(ping_s))) continue;
    if (!connection_.connected()) continue;
    if (!std::exchange(heard_, false)) {
      connection_.drop();
    } else {
      tell(Command{"PING"});
    }
  }
}

}  // namespace kiezel::redis
