// Offered times, on plain days and on the days on which the clock changes.
#include <catch2/catch.hpp>

#include "server/appointment/rules.hpp"

namespace {

using kiezel::appointment::expand;
using kiezel::appointment::fault_of;
using kiezel::appointment::LocalTime;
using kiezel::appointment::Period;
using kiezel::appointment::Slot;
using kiezel::appointment::span_of;
using kiezel::appointment::sys_seconds;
using kiezel::protocol::Availability;
using namespace std::chrono_literals;
using std::chrono::sys_days;

const LocalTime local;

sys_seconds utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  return sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)) +
         std::chrono::hours(hour) + std::chrono::minutes(minute);
}

// Every day from one minute of the clock to another, half an hour a call, no buffers, no notice.
Availability every_day(std::int64_t from_min, std::int64_t until_min) {
  Availability availability{.duration_min = 30, .horizon_days = 90};
  for (std::int64_t weekday = 1; weekday <= 7; ++weekday) {
    availability.weekly.push_back({.weekday = weekday, .from_min = from_min, .until_min = until_min});
  }
  return availability;
}

std::vector<sys_seconds> starts(const Availability& availability, Period period, sys_seconds now) {
  std::vector<sys_seconds> result;
  for (const Slot& slot : expand(availability, local, period, now)) result.push_back(slot.start);
  return result;
}

Period day_of(int year, unsigned month, unsigned day) {
  return {.from = utc(year, month, day) - 3h, .until = utc(year, month, day) + 21h};
}

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
  night.duration_min = 15;

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

TEST_CASE("slots: two calls of a window never touch the same quarter", "[appointment]") {
  for (std::int64_t duration = 15; duration <= 120; duration += 5) {
    for (const std::int64_t before : {0, 5, 20}) {
      for (const std::int64_t after : {0, 10, 15}) {
        for (const std::int64_t from : {480, 485, 490}) {
          Availability availability = every_day(from, 1080);
          availability.duration_min = duration;
          availability.buffer_before_min = before;
          availability.buffer_after_min = after;

          const auto slots = expand(availability, local, day_of(2026, 12, 1), utc(2026, 11, 20));

          REQUIRE(slots.size() > 1);
          for (std::size_t i = 1; i < slots.size(); ++i) {
            const auto earlier = span_of(slots[i - 1], availability);
            CHECK(earlier.first + earlier.count == span_of(slots[i], availability).first);
          }
        }
      }
    }
  }
}

TEST_CASE("slots: a call lies within its window, buffers need not", "[appointment]") {
  Availability availability = every_day(540, 585);
  availability.buffer_before_min = 30;
  availability.buffer_after_min = 30;

  const auto slots = expand(availability, local, day_of(2026, 12, 1), utc(2026, 11, 20));

  REQUIRE(slots.size() == 1);
  CHECK(slots[0] == Slot{utc(2026, 12, 1, 8), utc(2026, 12, 1, 8, 30)});
  CHECK(span_of(slots[0], availability).count == 6);
}

TEST_CASE("slots: a span takes every quarter it touches, across midnight too", "[appointment]") {
  Availability availability = every_day(0, 1440);
  availability.buffer_after_min = 5;

  const auto span = span_of({utc(2026, 12, 1, 23, 50), utc(2026, 12, 2, 0, 20)}, availability);

  CHECK(span.first == utc(2026, 12, 1, 23, 45).time_since_epoch() / 15min);
  CHECK(span.count == 3);
}

TEST_CASE("slots: notice and horizon bound what is offered", "[appointment]") {
  Availability availability = every_day(540, 600);
  const sys_seconds now = utc(2026, 12, 1, 7, 0);
  const Period always{.from = utc(2026, 1, 1), .until = utc(2028, 1, 1)};

  availability.notice_min = 60;
  availability.horizon_days = 1;
  CHECK(starts(availability, always, now) == std::vector{utc(2026, 12, 1, 8), utc(2026, 12, 1, 8, 30),
                                                         utc(2026, 12, 2, 8), utc(2026, 12, 2, 8, 30)});

  availability.notice_min = 61;
  CHECK(starts(availability, always, now).front() == utc(2026, 12, 1, 8, 30));

  availability.horizon_days = 90;
  CHECK(starts(availability, always, now).back() == utc(2027, 3, 1, 8, 30));
}

TEST_CASE("slots: closed days and other weekdays offer nothing", "[appointment]") {
  Availability mondays{.weekly = {{.weekday = 1, .from_min = 540, .until_min = 570}},
                       .duration_min = 30,
                       .horizon_days = 21,
                       .closed_days = {"2026-12-07"}};
  const Period december{.from = utc(2026, 12, 1), .until = utc(2027, 1, 1)};

  CHECK(starts(mondays, december, utc(2026, 12, 1)) ==
        std::vector{utc(2026, 12, 14, 8), utc(2026, 12, 21, 8)});
}

TEST_CASE("slots: the period is half open", "[appointment]") {
  const Availability availability = every_day(540, 600);
  const Period just_one{.from = utc(2026, 12, 1, 8), .until = utc(2026, 12, 1, 8, 30)};

  CHECK(starts(availability, just_one, utc(2026, 11, 20)) == std::vector{utc(2026, 12, 1, 8)});
  CHECK(starts(availability, {.from = just_one.from, .until = just_one.from}, utc(2026, 11, 20)).empty());
  CHECK(starts(availability, {.from = just_one.until, .until = just_one.from}, utc(2026, 11, 20)).empty());
}

TEST_CASE("slots: nothing is offered without windows", "[appointment]") {
  const Period always{.from = utc(2026, 1, 1), .until = utc(2028, 1, 1)};

  CHECK(starts(kiezel::appointment::no_availability(), always, utc(2026, 11, 20)).empty());
  CHECK_FALSE(fault_of(kiezel::appointment::no_availability()));
}

TEST_CASE("slots: the nearest few come in the order of time", "[appointment]") {
  std::vector<Slot> slots;
  for (const int hour : {8, 10, 11, 15, 20})
    slots.push_back({utc(2026, 12, 1, hour), utc(2026, 12, 1, hour, 30)});

  const auto few = kiezel::appointment::nearest(slots, utc(2026, 12, 1, 12), 3);

  REQUIRE(few.size() == 3);
  CHECK(few[0].start == utc(2026, 12, 1, 10));
  CHECK(few[1].start == utc(2026, 12, 1, 11));
  CHECK(few[2].start == utc(2026, 12, 1, 15));
  CHECK(kiezel::appointment::nearest({}, utc(2026, 12, 1), 3).empty());
}

TEST_CASE("availability: what contradicts itself is refused", "[appointment]") {
  const Availability sound = every_day(540, 720);
  REQUIRE_FALSE(fault_of(sound));
  const auto faulty = [&sound](auto change) {
    Availability availability = sound;
    change(availability);
    return fault_of(availability).has_value();
  };

  CHECK(faulty([](Availability& a) { a.weekly[0].until_min = 540; }));
  CHECK(faulty([](Availability& a) { a.weekly[0].until_min = 500; }));
  CHECK(faulty([](Availability& a) { a.weekly[0].from_min = 541; }));
  CHECK(faulty([](Availability& a) { a.weekly.push_back(a.weekly[0]); }));
  CHECK(
      faulty([](Availability& a) { a.weekly.push_back({.weekday = 1, .from_min = 715, .until_min = 800}); }));
  CHECK(faulty([](Availability& a) { a.duration_min = 32; }));
  CHECK(faulty([](Availability& a) { a.buffer_before_min = 7; }));
  CHECK(faulty([](Availability& a) { a.buffer_after_min = 1; }));
  CHECK(faulty([](Availability& a) { a.closed_days = {"2026-02-29"}; }));
  CHECK(faulty([](Availability& a) { a.closed_days = {"2026-13-01"}; }));
  CHECK(faulty([](Availability& a) { a.closed_days = {"2026-12-25", "2026-12-25"}; }));
  CHECK_FALSE(
      faulty([](Availability& a) { a.weekly.push_back({.weekday = 1, .from_min = 720, .until_min = 800}); }));
  CHECK_FALSE(faulty([](Availability& a) { a.closed_days = {"2028-02-29"}; }));
}
