// Hints from Redis's publish and subscribe, over a link of its own. A hint says "something is new, read
// from your cursor" (architecture A4). Redis may lose one, never the subscriber: each time Redis
// confirms a subscription, the first time and after every reconnection, the channel gets a hint, so
// nothing that came before is missed.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
#include "server/core/result.hpp"
#include "server/core/task_group.hpp"
#include "server/core/wakeup.hpp"
#include "server/redis/address.hpp"
#include "server/redis/connection.hpp"

namespace kiezel::redis {

class Subscriber final : private ConnectionOwner {
 public:
  // Runs on the loop, must not throw, may subscribe and unsubscribe. The channel is one that was asked for.
  using OnHint = std::function<void(std::string_view channel)>;

  // `channels_max` bounds the channels at once. The references must outlive the subscriber.
  Subscriber(core::Executor executor, Address address, const core::Log& log, core::Metrics& metrics,
             std::size_t channels_max);
  ~Subscriber() override;

  // Set once, before start(). Runs two tasks in `tasks` until stop().
  void on_hint(OnHint callback) { hint_ = std::move(callback); }
  void start(core::TaskGroup& tasks);
  void stop();

  // Counted: a channel is left when it was unsubscribed as often as it was subscribed. Subscribe first, then
  // read. Works while disconnected. Error: `busy` when there are `channels_max` channels.
  [[nodiscard]] core::Result<void> subscribe(const std::string& channel);
  void unsubscribe(const std::string& channel);

  [[nodiscard]] bool connected() const { return connection_.connected(); }
  [[nodiscard]] std::size_t channels() const { return channels_.size(); }

 private:
  void on_connected() override;
  void on_reply(Reply&& reply) override;
  void on_lost() override;

  void tell(const Command& command);
  [[nodiscard]] core::Task<void> ping();

  Connection connection_;
  core::Wakeup pinger_;
  bool stopping_ = false;
  bool heard_ = false;  // Anything since the last sign of life was asked for.
  std::size_t channels_max_;
  std::unordered_map<std::string, std::size_t> channels_;  // How often each is subscribed.
  OnHint hint_;
  core::Counter& hints_;
  core::Counter& lost_;
  core::Gauge& channels_gauge_;
};

}  // namespace kiezel::redis
