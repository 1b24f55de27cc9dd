// Which hold a connection has, so that its next one releases it. Memory of one shard; the truth about a hold
// is in Redis, where it ends by itself.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "server/appointment/quarters.hpp"
#include "server/core/ids.hpp"

namespace kiezel::appointment {

struct Hold {
  core::HoldId id;
  core::AdvisorId advisor;
  QuarterSpan span;

  friend bool operator==(const Hold&, const Hold&) = default;
};

class LiveHolds {
 public:
  // More than one shard's connections can make in the five minutes that a hold lives.
  static constexpr std::size_t holds_max = 16'384;

  // False when so many holds live at `now` that one more cannot be remembered: make none.
  [[nodiscard]] bool has_room(sys_seconds now);

  [[nodiscard]] std::optional<Hold> of(std::uint64_t connection, sys_seconds now) const;

  // Returns the one that it takes the place of.
  std::optional<Hold> remember(std::uint64_t connection, const Hold& hold, sys_seconds expires_at);

  // Of the connection's hold, if it is this one.
  void prolong(std::uint64_t connection, core::HoldId id, sys_seconds expires_at);

  // Forgets the connection's hold if it is this one.
  void forget(std::uint64_t connection, core::HoldId id);

 private:
  struct Entry {
    Hold hold;
    sys_seconds expires_at;
  };

  std::unordered_map<std::uint64_t, Entry> entries_;
};

}  // namespace kiezel::appointment
