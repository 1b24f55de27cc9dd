#include "server/appointment/rules.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace kiezel::appointment {
namespace {

using protocol::Availability;
using protocol::WeeklyWindow;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::year_month_day;

// What the form works in; finer times help nobody.
constexpr std::int64_t step_min = 5;
constexpr std::int64_t quarter_min = 15;
constexpr std::int64_t changing_hour_from_min = 120;
constexpr std::int64_t changing_hour_until_min = 180;

bool in_steps(std::int64_t value_min) {
  return value_min % step_min == 0;
}

// The decoder has checked the form YYYY-MM-DD; this asks whether there is such a day.
std::optional<local_days> parse_day(std::string_view text) {
  const auto number = [text](std::size_t at, std::size_t length) {
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + length, value);
    return value;
  };
  const year_month_day day{std::chrono::year(number(0, 4)),
                           std::chrono::month(static_cast<unsigned>(number(5, 2))),
                           std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  if (text.size() != 10 || !day.ok()) return std::nullopt;
  return local_days(day);
}

bool overlap(const WeeklyWindow& a, const WeeklyWindow& b) {
  return a.weekday == b.weekday && a.from_min < b.until_min && b.from_min < a.until_min;
}

std::vector<local_days> closed_days_of(const Availability& availability) {
  std::vector<local_days> closed;
  for (const std::string& text : availability.closed_days) {
    if (const auto day = parse_day(text)) closed.push_back(*day);
  }
  return closed;
}

QuarterSpan quarters(std::int64_t from_s, std::int64_t until_s) {
  const std::int64_t first = std::chrono::floor<std::chrono::duration<std::int64_t, std::ratio<quarter_s>>>(
                                 std::chrono::seconds(from_s))
                                 .count();
  const std::int64_t last = std::chrono::ceil<std::chrono::duration<std::int64_t, std::ratio<quarter_s>>>(
                                std::chrono::seconds(until_s))
                                .count();
  return {.first = first, .count = last - first};
}

// From one start to the next in a window that begins at this minute.
std::int64_t stride_min(const Availability& availability, std::int64_t from_min) {
  const std::int64_t before_min = from_min - availability.buffer_before_min;
  const std::int64_t after_min = from_min + availability.duration_min + availability.buffer_after_min;
  return quarters(before_min * 60, after_min * 60).count * quarter_min;
}

void expand_window(const Availability& availability, const LocalTime& local, local_days day,
                   const WeeklyWindow& window, std::vector<Slot>& slots) {
  const std::int64_t stride = stride_min(availability, window.from_min);
  const minutes duration(availability.duration_min);
  for (std::int64_t at = window.from_min; at + availability.duration_min <= window.until_min; at += stride) {
    const bool touches_changing_hour =
        at < changing_hour_until_min && at + availability.duration_min > changing_hour_from_min;
    if (touches_changing_hour) continue;
    if (const auto start = local.to_utc(day, minutes(at))) slots.push_back({*start, *start + duration});
  }
}

}  // namespace

std::optional<std::string_view> fault_of(const Availability& availability) {
  for (const WeeklyWindow& window : availability.weekly) {
    if (window.from_min >= window.until_min) return "a window ends before it begins";
    if (!in_steps(window.from_min) || !in_steps(window.until_min)) return "a window is not in steps";
    const auto touching = std::ranges::count_if(
        availability.weekly, [&window](const WeeklyWindow& other) { return overlap(window, other); });
    if (touching > 1) return "two windows overlap";
  }
  const bool lengths_in_steps = in_steps(availability.duration_min) &&
                                in_steps(availability.buffer_before_min) &&
                                in_steps(availability.buffer_after_min);
  if (!lengths_in_steps) return "a length is not in steps";
  std::vector<local_days> closed = closed_days_of(availability);
  if (closed.size() != availability.closed_days.size()) return "a closed day does not exist";
  std::ranges::sort(closed);
  if (std::ranges::adjacent_find(closed) != closed.end()) return "a closed day stands twice";
  return std::nullopt;
}

Availability no_availability() {
  return {.duration_min = 30, .buffer_after_min = 15, .notice_min = 24 * 60, .horizon_days = 28};
}

Period bookable(const Availability& availability, const LocalTime& local, sys_seconds now) {
  const local_days last = local.local_date(now) + days(availability.horizon_days);
  // Midnight is never skipped or doubled in Amsterdam, so the value is always there.
  const auto end = local.to_utc(last + days(1), minutes(0));
  return {.from = now + minutes(availability.notice_min), .until = end.value_or(now)};
}

std::vector<Slot> expand(const Availability& availability, const LocalTime& local, Period period,
                         sys_seconds now) {
  const Period allowed = bookable(availability, local, now);
  const Period within{.from = std::max(period.from, allowed.from),
                      .until = std::min(period.until, allowed.until)};
  std::vector<Slot> slots;
  if (within.from >= within.until) return slots;
  const std::vector<local_days> closed = closed_days_of(availability);
  const local_days last = local.local_date(within.until - std::chrono::seconds(1));
  for (local_days day = local.local_date(within.from); day <= last; day += days(1)) {
    if (std::ranges::find(closed, day) != closed.end()) continue;
    const auto weekday = static_cast<std::int64_t>(std::chrono::weekday(day).iso_encoding());
    for (const WeeklyWindow& window : availability.weekly) {
      if (window.weekday == weekday) expand_window(availability, local, day, window, slots);
    }
  }
  std::erase_if(
      slots, [&within](const Slot& slot) { return slot.start < within.from || slot.start >= within.until; });
  std::ranges::sort(slots, {}, &Slot::start);
  return slots;
}

QuarterSpan span_of(const Slot& slot, const Availability& availability) {
  const sys_seconds from = slot.start - minutes(availability.buffer_before_min);
  const sys_seconds until = slot.end + minutes(availability.buffer_after_min);
  return quarters(from.time_since_epoch().count(), until.time_since_epoch().count());
}

std::vector<Slot> nearest(std::vector<Slot> slots, sys_seconds wanted, std::size_t count) {
  // Of two that are equally near, the earlier comes first.
  const auto distance = [wanted](const Slot& slot) {
    return std::pair(std::chrono::abs(slot.start - wanted), slot.start);
  };
  std::ranges::sort(slots, {}, distance);
  slots.resize(std::min(slots.size(), count));
  std::ranges::sort(slots, {}, &Slot::start);
  return slots;
}

}  // namespace kiezel::appointment
