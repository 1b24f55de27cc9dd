// What Redis keeps of holds and appointments, and how it is read back.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "protocol/messages/appointment.hpp"
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

// The taken quarters of a run of UTC days.
class Taken {
 public:
  explicit Taken(std::int64_t first_day) : first_day_(first_day) {}

  // The next day, as taken.lua writes it.
  void add_day(std::string_view day);

  // Days outside the run count as taken.
  [[nodiscard]] bool touches(QuarterSpan span) const;
  // How many claims begin within the span.
  [[nodiscard]] std::int64_t begun(QuarterSpan span) const;

 private:
  struct Day {
    std::bitset<quarters_a_day> taken;
    std::bitset<quarters_a_day> begun;
  };

  [[nodiscard]] const Day* day(std::int64_t quarter) const;

  std::int64_t first_day_;
  std::vector<Day> days_;
};

struct StoredHold {
  Hold hold;
  Slot slot;
};

// Another time that the advisor proposes.
struct ProposedMove {
  Slot slot;
  QuarterSpan span;
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
  // Of the booking or the proposal that made it.
  core::RequestId request;
  std::int64_t revision = 0;
  protocol::Role proposed_by = protocol::Role::client;
  std::optional<ProposedMove> move;
};

// Ids follow from what made them, so that a repeat finds the first one without a lookup by request. The
// mailbox is all zeros for a caller who is nobody yet; then it is the request's 16 random bytes alone that
// tell two people apart.
[[nodiscard]] core::HoldId hold_id(const core::Caller& caller, core::AdvisorId advisor, const Slot& slot,
                                   core::RequestId request);
[[nodiscard]] core::AppointmentId appointment_id(core::HoldId hold);
// Of one that an advisor proposes.
[[nodiscard]] core::AppointmentId appointment_id(core::AdvisorId advisor, core::ConversationId conversation,
                                                 core::RequestId request);

// Replies to HMGET advisor, start, end, quarter, count, and to read.lua. Nothing for what is not there or
// malformed.
[[nodiscard]] std::optional<StoredHold> parse_hold(core::HoldId id, const redis::Reply& reply);
[[nodiscard]] std::optional<StoredAppointment> parse_appointment(core::AppointmentId id,
                                                                 const redis::Reply& reply);

[[nodiscard]] std::optional<std::int64_t> integer_at(const redis::Reply& reply, std::size_t i);

template <class Id>
[[nodiscard]] std::optional<Id> id_at(const redis::Reply& reply, std::size_t i) {
  if (!reply.is_array() || i >= reply.elements.size()) return std::nullopt;
  return Id::from(reply.elements[i].bytes());
}

}  // namespace kiezel::appointment
