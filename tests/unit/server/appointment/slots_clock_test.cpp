// Offered times in winter and summer, and on the days on which the clock changes.
#include <catch2/catch.hpp>

#include "tests/unit/server/appointment/offered_hours.hpp"

namespace {

using kiezel::appointment::Period;
using kiezel::appointment::sys_seconds;
using kiezel::protocol::Availability;
using kiezel::support::day_of;
using kiezel::support::every_day;
using kiezel::support::local;
using kiezel::support::starts;
using kiezel::support::utc;
using namespace std::chrono_literals;

}  // namespace

TEST_CASE("slots: a window in winter is an hour later in UTC than in summer", "[appointment]") {
  const Availability nine_to_ten = every_day(540, 600);

  CHECK(starts(nine_to_ten, day_of(2026, 12, 1), utc(2026, 11, 20)) ==
        std::vector{utc(2026, 12, 1, 8), utc(2026, 12, 1, 8, 30)});
  CHECK(starts(nine_to_ten, day_of(2026, 7, 1), utc(2026, 6, 20)) ==
        std::vector{utc(2026, 7, 1, 7), utc(2026, 7, 1, 7, 30)});
}

TEST_CASE("slots: around the clock's change the wall time stays", "[appointment]") {
  const Availability nine_to_half_past = every_day(540, 570);
  const auto three_days = [&](sys_seconds middle) {
    return starts(nine_to_half_past, {.from = middle - 24h, .until = middle + 48h}, middle - 72h);
  };

  CHECK(three_days(utc(2026, 10, 25)) ==
        std::vector{utc(2026, 10, 24, 7), utc(2026, 10, 25, 8), utc(2026, 10, 26, 8)});
  CHECK(three_days(utc(2027, 3, 28)) ==
        std::vector{utc(2027, 3, 27, 8), utc(2027, 3, 28, 7), utc(2027, 3, 29, 7)});
}

TEST_CASE("slots: nothing touches the hour from two to three, on any day", "[appointment]") {
  const Availability night = every_day(60, 240);
  const auto wall_times = [&](Period day) {
    std::vector<int> minutes;
    for (const sys_seconds start : starts(night, day, day.from - 72h)) {
      const auto midnight = local.to_utc(local.local_date(start), 0min);
      minutes.push_back(static_cast<int>((start - *midnight).count() / 60));
    }
    return minutes;
  };

  // Elapsed minutes since local midnight: the day of October has an hour more, that of March one less.
  CHECK(wall_times(day_of(2026, 12, 1)) == std::vector{60, 90, 180, 210});
  CHECK(wall_times(day_of(2026, 10, 25)) == std::vector{60, 90, 240, 270});
  CHECK(wall_times(day_of(2027, 3, 28)) == std::vector{60, 90, 120, 150});
}

TEST_CASE("slots: a call that only begins or ends in the hour from two to three is not offered",
          "[appointment]") {
  Availability night = every_day(105, 195);
  night.kinds[0].duration_min = 15;

  const auto found = starts(night, day_of(2026, 12, 1), utc(2026, 11, 20));

  // 01:45 to 02:00 and 03:00 to 03:15 of winter time.
  CHECK(found == std::vector{utc(2026, 12, 1, 0, 45), utc(2026, 12, 1, 2)});
}

TEST_CASE("slots: a local day of 25 hours is offered whole and once", "[appointment]") {
  const auto found = starts(
      every_day(0, 1440), {.from = utc(2026, 10, 24, 22), .until = utc(2026, 10, 25, 23)}, utc(2026, 10, 20));

  CHECK(found.size() == 46);
  CHECK(std::ranges::adjacent_find(found) == found.end());
  CHECK(found.front() == utc(2026, 10, 24, 22));
  CHECK(found.back() == utc(2026, 10, 25, 22, 30));
}
