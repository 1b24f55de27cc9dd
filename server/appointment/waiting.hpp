// Who waits for a time that suits: what is wished for, what is offered. Pure but for its name.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/messages/waiting.hpp"
#include "server/appointment/local_time.hpp"
#include "server/appointment/rules.hpp"
#include "server/core/ids.hpp"

namespace kiezel::appointment {

// Parts of a week, three a day from Monday morning on.
using Wishes = std::bitset<21>;

[[nodiscard]] Wishes wishes_of(const std::vector<protocol::Wish>& wishes);
[[nodiscard]] std::vector<protocol::Wish> on_wire(const Wishes& wishes);
// The part of the week in which the instant lies.
[[nodiscard]] std::size_t part_of(sys_seconds instant, const LocalTime& local);

// A time that is kept for somebody who waits.
struct WaitingOffer {
  core::HoldId hold;
  Slot slot;
  std::vector<protocol::Kind> kinds;
  sys_seconds expires_at;
};

struct Waiting {
  core::ConversationId conversation;
  core::AdvisorId advisor;
  Wishes wishes;
  sys_seconds made_at;
  std::optional<WaitingOffer> offer;
  // Starts of what was offered before and let go.
  std::vector<std::int64_t> missed;
};

// Whether the time is one that this conversation waits for and has not let go before.
[[nodiscard]] bool suits(const Waiting& waiting, const Offer& offer, const LocalTime& local);

}  // namespace kiezel::appointment
