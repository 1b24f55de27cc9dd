// What a sound availability is.
#include <algorithm>
#include <charconv>
#include <span>

#include "server/appointment/rules.hpp"

namespace kiezel::appointment {
namespace {

using protocol::Availability;
using protocol::Kind;
using protocol::KindRules;
using std::chrono::local_days;
using std::chrono::year_month_day;

using Fault = std::optional<std::string_view>;

// What the form works in; finer times help nobody.
constexpr std::int64_t step_min = 5;

bool in_steps(std::int64_t value_min) {
  return value_min % step_min == 0;
}

bool shares_a_kind(const std::vector<Kind>& a, const std::vector<Kind>& b) {
  return std::ranges::find_first_of(a, b) != a.end();
}

bool names_twice(std::vector<Kind> kinds) {
  std::ranges::sort(kinds);
  return std::ranges::adjacent_find(kinds) != kinds.end();
}

Fault fault_of_kinds(const std::vector<KindRules>& kinds) {
  std::vector<Kind> named;
  for (const KindRules& rules : kinds) {
    named.push_back(rules.kind);
    const bool sound = in_steps(rules.duration_min) && in_steps(rules.buffer_before_min) &&
                       in_steps(rules.buffer_after_min) && in_steps(rules.travel_min);
    if (!sound) return "a length is not in steps";
  }
  if (names_twice(std::move(named))) return "a kind stands twice";
  return std::nullopt;
}

// Of the windows of a week as of those of single days; `same_day` says whether two are on the same day.
template <class Window, class SameDay>
Fault fault_of_windows(const Availability& availability, const std::vector<Window>& windows,
                       SameDay same_day) {
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const Window& window = windows[i];
    if (window.from_min >= window.until_min) return "a window ends before it begins";
    if (!in_steps(window.from_min) || !in_steps(window.until_min)) return "a window is not in steps";
    if (names_twice(window.kinds)) return "a window names a kind twice";
    for (const Kind kind : window.kinds) {
      if (std::ranges::find(availability.kinds, kind, &KindRules::kind) == availability.kinds.end())
        return "a window names a kind without rules";
    }
    for (const Window& other : std::span(windows).first(i)) {
      const bool crosses =
          same_day(window, other) && window.from_min < other.until_min && other.from_min < window.until_min;
      if (crosses && shares_a_kind(window.kinds, other.kinds)) return "two windows of a kind overlap";
    }
  }
  return std::nullopt;
}

Fault fault_of_days(const Availability& availability) {
  for (const protocol::DatedWindow& window : availability.dated) {
    if (!parse_date(window.date)) return "a day does not exist";
  }
  for (const protocol::Absence& absence : availability.absences) {
    const auto from = parse_date(absence.from);
    const auto until = parse_date(absence.until);
    if (!from || !until) return "a day does not exist";
    if (*until < *from) return "an absence ends before it begins";
  }
  return std::nullopt;
}

}  // namespace

std::optional<local_days> parse_date(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  const auto number = [text](std::size_t at, std::size_t length) {
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + length, value);
    return value;
  };
  const year_month_day day{std::chrono::year(number(0, 4)),
                           std::chrono::month(static_cast<unsigned>(number(5, 2))),
                           std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  if (!day.ok()) return std::nullopt;
  return local_days(day);
}

Fault fault_of(const Availability& availability) {
  if (const Fault fault = fault_of_kinds(availability.kinds)) return fault;
  if (const Fault fault = fault_of_days(availability)) return fault;
  const Fault weekly = fault_of_windows(availability, availability.weekly,
                                        [](const auto& a, const auto& b) { return a.weekday == b.weekday; });
  if (weekly) return weekly;
  return fault_of_windows(availability, availability.dated,
                          [](const auto& a, const auto& b) { return a.date == b.date; });
}

Availability no_availability() {
  return {.kinds = {{.kind = Kind::call, .duration_min = 30, .buffer_after_min = 15, .notice_min = 24 * 60}},
          .horizon_days = 28};
}

}  // namespace kiezel::appointment
