// Quarter hours of UTC, counted from 1970: what is claimed, so that two appointments never touch the same
// one.
#pragma once

#include <chrono>
#include <cstdint>

namespace kiezel::appointment {

using std::chrono::sys_seconds;

inline constexpr std::int64_t quarter_s = 900;
inline constexpr std::int64_t quarters_a_day = 96;

struct QuarterSpan {
  std::int64_t first = 0;
  std::int64_t count = 0;

  [[nodiscard]] constexpr std::int64_t end() const { return first + count; }

  friend bool operator==(const QuarterSpan&, const QuarterSpan&) = default;
};

// Instants from `from` on and before `until`.
struct Period {
  sys_seconds from;
  sys_seconds until;

  friend bool operator==(const Period&, const Period&) = default;
};

[[nodiscard]] constexpr bool overlap(const Period& a, const Period& b) {
  return a.from < b.until && b.from < a.until;
}

// Every quarter that the period touches.
[[nodiscard]] constexpr QuarterSpan quarters_of(const Period& period) {
  using Quarters = std::chrono::duration<std::int64_t, std::ratio<quarter_s>>;
  const auto first = std::chrono::floor<Quarters>(period.from.time_since_epoch()).count();
  return {.first = first,
          .count = std::chrono::ceil<Quarters>(period.until.time_since_epoch()).count() - first};
}

[[nodiscard]] constexpr Period period_of(const QuarterSpan& span) {
  return {.from = sys_seconds(std::chrono::seconds(span.first * quarter_s)),
          .until = sys_seconds(std::chrono::seconds(span.end() * quarter_s))};
}

// Days since 1970 in UTC.
[[nodiscard]] constexpr std::int64_t day_of(std::int64_t quarter) {
  return quarter / quarters_a_day;
}

}  // namespace kiezel::appointment
