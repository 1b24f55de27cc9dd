// What the whole process knows about itself, for /readyz: written by the monitor and by shards, read by all.
// Atomic, because it is the one thing that threads share.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "server/directory/service.hpp"
#include "server/redis/durability.hpp"

namespace kiezel::app {

struct Health {
  // Between "every shard serves" and the signal to stop.
  std::atomic<bool> accepting{false};
  std::atomic<bool> redis_answers{false};
  std::atomic<redis::Durability> durability{redis::Durability::unknown};
  std::atomic<directory::Health> directory{directory::Health::absent};
  // Unix seconds; 0 when there is no directory.
  std::atomic<std::uint64_t> directory_expires_s{0};

  // Whether new clients should be sent here. A weak Redis or an old directory is a warning: the service still
  // works, and taking it away would help nobody.
  [[nodiscard]] bool ready() const { return accepting && redis_answers; }
  // JSON, one object: what is up, and a warning for everything that is weaker than it should be.
  [[nodiscard]] std::string report() const;
};

}  // namespace kiezel::app
