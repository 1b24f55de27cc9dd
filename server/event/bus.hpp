// Wakes what waits for news on this shard. One Redis subscription per topic however many follow it; a lost
// hint is repaired by waking everybody, because every follower reads from its own cursor.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/core/metrics.hpp"
#include "server/core/result.hpp"
#include "server/event/topic.hpp"
#include "server/redis/subscriber.hpp"

namespace kiezel::event {

class Follower {
 public:
  virtual ~Follower() = default;
  // There may be news in the topic. Must not follow, unfollow or suspend: it marks, and acts later.
  virtual void woken(const Topic& topic) = 0;
};

class Bus {
 public:
  // Takes over the subscriber's callback. All must outlive the bus.
  Bus(redis::Subscriber& subscriber, const redis::KeySpace& keys, core::Metrics& metrics);
  ~Bus();  // Asserts that nobody follows.
  Bus(const Bus&) = delete;
  Bus& operator=(const Bus&) = delete;

  // Wakes the follower at every hint, and once the subscription has taken effect: so whoever follows first
  // and reads then misses nothing. `busy` when the shard follows too much. The follower unfollows before it
  // dies.
  [[nodiscard]] core::Result<void> follow(const Topic& topic, Follower& follower);
  void unfollow(const Topic& topic, Follower& follower);
  // Whether somebody on this shard follows it.
  [[nodiscard]] bool is_followed(const Topic& topic) const;

 private:
  struct Followed {
    Topic topic;
    std::vector<Follower*> followers;
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  void wake(std::string_view channel);

  redis::Subscriber& subscriber_;
  const redis::KeySpace& keys_;
  core::Counter& wakes_;
  std::unordered_map<std::string, Followed, TextHash, std::equal_to<>> channels_;
};

}  // namespace kiezel::event
