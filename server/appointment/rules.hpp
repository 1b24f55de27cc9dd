// Which times are offered, and what an appointment takes: pure, with the time as an argument.
//
// Appointments of one kind in one window start at its beginning and then after as many quarter hours as one
// touches with its buffers and the way there and back, so that two of them never take the same quarter. What
// lies around one may lie outside the window. Nothing is offered that touches the local hour from two to
// three: there the clock is put forward and back.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "protocol/messages/appointment.hpp"
#include "protocol/messages/availability.hpp"
#include "server/appointment/local_time.hpp"
#include "server/appointment/quarters.hpp"

namespace kiezel::appointment {

// `end` is not part of it.
struct Slot {
  sys_seconds start;
  sys_seconds end;

  friend auto operator<=>(const Slot&, const Slot&) = default;
};

// What an appointment of a kind takes when it is at this time.
struct KindSpan {
  protocol::Kind kind;
  QuarterSpan span;

  friend bool operator==(const KindSpan&, const KindSpan&) = default;
};

// A time, and each kind that it is offered for.
struct Offer {
  Slot slot;
  std::vector<KindSpan> spans;

  friend bool operator==(const Offer&, const Offer&) = default;
};

// All that decides what an advisor offers, appointments and holds aside. The version grows whenever the
// availability or the blocks change: what is computed from them may be claimed only while it is the same.
struct Rules {
  protocol::Availability availability;
  // Of all regions.
  std::vector<protocol::Holiday> holidays{};
  // The advisor's own blocks that are not over.
  std::vector<Period> busy{};
  std::int64_t version = 0;
};

// What contradicts itself or breaks a rule, in our own words; nothing when the availability is sound. The
// decoder has checked the ranges of the single numbers.
[[nodiscard]] std::optional<std::string_view> fault_of(const protocol::Availability& availability);

// An advisor who never said when: calls, no windows.
[[nodiscard]] protocol::Availability no_availability();

// The times that the rules offer at `now` and that start within the period, earliest first, of those that
// start together the shorter first. A kind's start no earlier than its notice_min from now, and none later
// than the local day that is horizon_days after today.
[[nodiscard]] std::vector<Offer> expand(const Rules& rules, const LocalTime& local, Period period,
                                        sys_seconds now);

// From the first instant that may be offered to the last, whatever the windows say.
[[nodiscard]] Period bookable(const protocol::Availability& availability, const LocalTime& local,
                              sys_seconds now);

// What the appointment takes with all that its kind keeps free around it.
[[nodiscard]] Period with_room(const Slot& slot, const protocol::KindRules& kind);

// The quarters of the local day on which the instant lies.
[[nodiscard]] QuarterSpan local_day(const LocalTime& local, sys_seconds instant);

// At most `count` offers, those whose start is nearest to `wanted`, in the order of time.
[[nodiscard]] std::vector<Offer> nearest(std::vector<Offer> offers, sys_seconds wanted, std::size_t count);

// The day of a text YYYY-MM-DD, when there is such a day.
[[nodiscard]] std::optional<std::chrono::local_days> parse_date(std::string_view text);

}  // namespace kiezel::appointment
