// Which times are offered, and what a call takes: pure, with the time as an argument.
//
// Calls of one window start at its beginning and then after as many quarter hours as a call touches with its
// buffers, so that two calls of a window never take the same quarter. A buffer may lie outside the window.
// Nothing is offered that touches the local hour from two to three: there the clock is put forward and back.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "protocol/messages/appointment.hpp"
#include "protocol/messages/availability.hpp"
#include "server/appointment/local_time.hpp"

namespace kiezel::appointment {

using std::chrono::sys_seconds;

// A call at a time; `end` is not part of it.
struct Slot {
  sys_seconds start;
  sys_seconds end;

  friend bool operator==(const Slot&, const Slot&) = default;
};

// Instants from `from` on and before `until`.
struct Period {
  sys_seconds from;
  sys_seconds until;
};

inline constexpr std::int64_t quarter_s = 900;
inline constexpr std::int64_t quarters_a_day = 96;

// Quarter hours of UTC, counted from 1970: what is claimed, so that two calls never touch the same one.
struct QuarterSpan {
  std::int64_t first = 0;
  std::int64_t count = 0;

  friend bool operator==(const QuarterSpan&, const QuarterSpan&) = default;
};

// What contradicts itself or breaks a rule, in our own words; nothing when the availability is sound. The
// decoder has checked the ranges of the single numbers.
[[nodiscard]] std::optional<std::string_view> fault_of(const protocol::Availability& availability);

// An advisor who never said when: no windows, and what the form begins with.
[[nodiscard]] protocol::Availability no_availability();

// The times that the rules offer at `now` and that start within the period, earliest first. A call starts no
// earlier than notice_min from now and no later than the local day that is horizon_days after today.
[[nodiscard]] std::vector<Slot> expand(const protocol::Availability& availability, const LocalTime& local,
                                       Period period, sys_seconds now);

// From the first instant that may be offered to the last, whatever the windows say.
[[nodiscard]] Period bookable(const protocol::Availability& availability, const LocalTime& local,
                              sys_seconds now);

// Every quarter that the call touches, buffers included.
[[nodiscard]] QuarterSpan span_of(const Slot& slot, const protocol::Availability& availability);

// At most `count` slots, those whose start is nearest to `wanted`, in the order of time.
[[nodiscard]] std::vector<Slot> nearest(std::vector<Slot> slots, sys_seconds wanted, std::size_t count);

}  // namespace kiezel::appointment
