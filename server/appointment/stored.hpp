// What Redis keeps of holds and appointments, and how it is read back.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/messages/appointment.hpp"
#include "protocol/messages/availability.hpp"
#include "server/appointment/live_holds.hpp"
#include "server/appointment/rules.hpp"
#include "server/core/caller.hpp"
#include "server/core/ids.hpp"
#include "server/redis/reply.hpp"

namespace kiezel::appointment {

[[nodiscard]] constexpr std::int64_t seconds(sys_seconds instant) {
  return instant.time_since_epoch().count();
}
[[nodiscard]] constexpr sys_seconds instant(std::int64_t seconds_since_1970) {
  return sys_seconds(std::chrono::seconds(seconds_since_1970));
}

// Days since 1970 in UTC.
[[nodiscard]] constexpr std::int64_t day_of(std::int64_t quarter) {
  return quarter / quarters_a_day;
}

// The taken quarters of a run of UTC days.
class Taken {
 public:
  Taken(std::int64_t first_day, std::vector<std::bitset<quarters_a_day>> days)
      : first_day_(first_day), days_(std::move(days)) {}

  // Days outside the run count as taken.
  [[nodiscard]] bool touches(QuarterSpan span) const;

 private:
  std::int64_t first_day_;
  std::vector<std::bitset<quarters_a_day>> days_;
};

// An advisor's availability, and the number that grows whenever it is set: what is computed from the one may
// be claimed only while the other is still the same.
struct Rules {
  protocol::Availability availability;
  std::int64_t version = 0;
};

struct StoredHold {
  Hold hold;
  Slot slot;
};

struct StoredAppointment {
  core::AppointmentId id;
  core::AdvisorId advisor;
  core::ConversationId conversation;
  // The one that the conversation lies in now.
  core::MailboxId mailbox;
  Slot slot;
  QuarterSpan span;
  protocol::AppointmentState state = protocol::AppointmentState::booked;
  // Of the booking that made it.
  core::RequestId request;
};

// Both follow from what made them, so that a repeat finds the first one without a lookup by request. The
// mailbox is all zeros for a caller who is nobody yet; then it is the request's 16 random bytes alone that
// tell two people apart.
[[nodiscard]] core::HoldId hold_id(const core::Caller& caller, core::AdvisorId advisor, std::int64_t start,
                                   core::RequestId request);
[[nodiscard]] core::AppointmentId appointment_id(core::HoldId hold);

// Replies to HMGET advisor, start, end, quarter, count; to read.lua; and one day of taken.lua. Nothing for
// what is not there or malformed.
[[nodiscard]] std::optional<StoredHold> parse_hold(core::HoldId id, const redis::Reply& reply);
[[nodiscard]] std::optional<StoredAppointment> parse_appointment(core::AppointmentId id,
                                                                 const redis::Reply& reply);
[[nodiscard]] std::bitset<quarters_a_day> parse_taken(std::string_view day);

[[nodiscard]] std::optional<std::int64_t> integer_at(const redis::Reply& reply, std::size_t i);

template <class Id>
[[nodiscard]] std::optional<Id> id_at(const redis::Reply& reply, std::size_t i) {
  if (!reply.is_array() || i >= reply.elements.size()) return std::nullopt;
  return Id::from(reply.elements[i].bytes());
}

}  // namespace kiezel::appointment
