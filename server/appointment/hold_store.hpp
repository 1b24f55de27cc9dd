// Holds in Redis: a time kept for somebody for a while. Each call is one command or one script, one atomic
// step.
#pragma once

#include <optional>

#include "protocol/messages/appointment.hpp"
#include "server/appointment/stored.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"
#include "server/redis/keys.hpp"
#include "server/redis/script.hpp"

namespace kiezel::appointment {

struct HoldWish {
  core::HoldId id;
  core::AdvisorId advisor;
  // As the rules of `rules_version` offer it.
  Offer offer;
  std::int64_t rules_version = 0;
  // The local day, and how many appointments may begin on it; 0 is no bound.
  QuarterSpan day;
  std::int64_t per_day_max = 0;
  std::chrono::seconds life{};
  // Ends in the same step.
  std::optional<Hold> earlier;
};

// `changed`: the rules are no longer those of the version, or the advisor is no longer approved.
enum class HoldStep : std::uint8_t { held, taken, changed };

// Span and end are there when it is held.
struct Held {
  HoldStep step = HoldStep::taken;
  QuarterSpan span{};
  sys_seconds expires_at{};
};

struct Extended {
  protocol::ExtendOutcome outcome = protocol::ExtendOutcome::expired;
  // When the hold ends, unless it has.
  sys_seconds expires_at{};
};

class HoldStore {
 public:
  // The references must outlive the store.
  HoldStore(redis::Client& log_link, const redis::KeySpace& keys);

  // Of the kinds that the time is offered for, those that fit decide how much is claimed.
  [[nodiscard]] core::Task<core::Result<Held>> hold(HoldWish wish);
  [[nodiscard]] core::Task<core::Result<std::optional<StoredHold>>> held(core::HoldId id);
  [[nodiscard]] core::Task<core::Result<Extended>> extend(Hold hold, std::chrono::seconds life);
  [[nodiscard]] core::Task<core::Result<void>> release(Hold hold);

 private:
  redis::Client& log_;
  const redis::KeySpace& keys_;
  redis::Script hold_;
  redis::Script extend_;
  redis::Script release_;
};

}  // namespace kiezel::appointment
