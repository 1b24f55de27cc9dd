// What the whole process knows about itself, for /readyz: written by the monitor and by shards, read by all.
// Atomic, because it is the one thing that threads share.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <string>

#include "server/directory/service.hpp"
#include "server/redis/durability.hpp"

namespace kiezel::app {

// Says when somebody should be told that the directory is running out: at most once a day for the whole
// process.
class ExpiryWarning {
 public:
  // From any thread. `left_s`: seconds until the directory expires, negative when it has.
  [[nodiscard]] bool is_due(std::int64_t left_s);

 private:
  // Whole days left at the last warning, so that the count going down is what makes it due again.
  std::atomic<std::int64_t> days_left_{no_warning};
  static constexpr std::int64_t no_warning = std::numeric_limits<std::int64_t>::max();
};

struct Health {
  // Between "every shard serves" and the signal to stop.
  std::atomic<bool> accepting{false};
  std::atomic<bool> redis_answers{false};
  std::atomic<redis::Durability> durability{redis::Durability::unknown};
  std::atomic<directory::Health> directory{directory::Health::absent};
  // Unix seconds; 0 when there is no directory.
  std::atomic<std::uint64_t> directory_expires_s{0};
  ExpiryWarning expiry_warning;

  // Whether new clients should be sent here. A weak Redis or an old directory is a warning: the service still
  // works, and taking it away would help nobody.
  [[nodiscard]] bool ready() const { return accepting && redis_answers; }
  // JSON, one object: what is up, and a warning for everything that is weaker than it should be.
  // `now_s`: unix seconds.
  [[nodiscard]] std::string report(std::uint64_t now_s) const;
};

}  // namespace kiezel::app
