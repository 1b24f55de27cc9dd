// Which times the hours of an advisor make on a plain day.
#include <catch2/catch.hpp>

#include "tests/unit/server/appointment/offered_hours.hpp"

namespace {

using kiezel::appointment::expand;
using kiezel::appointment::fault_of;
using kiezel::appointment::Offer;
using kiezel::appointment::Period;
using kiezel::appointment::Rules;
using kiezel::appointment::Slot;
using kiezel::appointment::sys_seconds;
using kiezel::protocol::Availability;
using kiezel::protocol::Kind;
using kiezel::support::day_of;
using kiezel::support::every_day;
using kiezel::support::local;
using kiezel::support::slots_of;
using kiezel::support::span_of;
using kiezel::support::starts;
using kiezel::support::utc;
using namespace std::chrono_literals;

}  // namespace

TEST_CASE("slots: two calls of a window never touch the same quarter", "[appointment]") {
  for (std::int64_t duration = 15; duration <= 120; duration += 5) {
    for (const std::int64_t before : {0, 5, 20}) {
      for (const std::int64_t after : {0, 10, 15}) {
        for (const std::int64_t from : {480, 485, 490}) {
          Availability availability = every_day(from, 1080);
          availability.kinds[0].duration_min = duration;
          availability.kinds[0].buffer_before_min = before;
          availability.kinds[0].buffer_after_min = after;

          const auto slots = slots_of(availability, day_of(2026, 12, 1), utc(2026, 11, 20));

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
  availability.kinds[0].buffer_before_min = 30;
  availability.kinds[0].buffer_after_min = 30;

  const auto slots = slots_of(availability, day_of(2026, 12, 1), utc(2026, 11, 20));

  REQUIRE(slots.size() == 1);
  CHECK(slots[0] == Slot{utc(2026, 12, 1, 8), utc(2026, 12, 1, 8, 30)});
  CHECK(span_of(slots[0], availability).count == 6);
}

TEST_CASE("slots: a span takes every quarter it touches, across midnight too", "[appointment]") {
  Availability availability = every_day(0, 1440);
  availability.kinds[0].buffer_after_min = 5;

  const auto span = span_of({utc(2026, 12, 1, 23, 50), utc(2026, 12, 2, 0, 20)}, availability);

  CHECK(span.first == utc(2026, 12, 1, 23, 45).time_since_epoch() / 15min);
  CHECK(span.count == 3);
}

TEST_CASE("slots: notice and horizon bound what is offered", "[appointment]") {
  Availability availability = every_day(540, 600);
  const sys_seconds now = utc(2026, 12, 1, 7, 0);
  const Period always{.from = utc(2026, 1, 1), .until = utc(2028, 1, 1)};

  availability.kinds[0].notice_min = 60;
  availability.horizon_days = 1;
  CHECK(starts(availability, always, now) == std::vector{utc(2026, 12, 1, 8), utc(2026, 12, 1, 8, 30),
                                                         utc(2026, 12, 2, 8), utc(2026, 12, 2, 8, 30)});

  availability.kinds[0].notice_min = 61;
  CHECK(starts(availability, always, now).front() == utc(2026, 12, 1, 8, 30));

  availability.horizon_days = 90;
  CHECK(starts(availability, always, now).back() == utc(2027, 3, 1, 8, 30));
}

TEST_CASE("slots: days of absence and other weekdays offer nothing", "[appointment]") {
  const Availability mondays{
      .kinds = {{.kind = Kind::call, .duration_min = 30}},
      .weekly = {{.weekday = 1, .from_min = 540, .until_min = 570, .kinds = {Kind::call}}},
      .absences = {{.from = "2026-12-07", .until = "2026-12-07"}},
      .horizon_days = 21};
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
  std::vector<Offer> slots;
  for (const int hour : {8, 10, 11, 15, 20})
    slots.push_back({.slot = {utc(2026, 12, 1, hour), utc(2026, 12, 1, hour, 30)}, .spans = {}});

  const auto few = kiezel::appointment::nearest(slots, utc(2026, 12, 1, 12), 3);

  REQUIRE(few.size() == 3);
  CHECK(few[0].slot.start == utc(2026, 12, 1, 10));
  CHECK(few[1].slot.start == utc(2026, 12, 1, 11));
  CHECK(few[2].slot.start == utc(2026, 12, 1, 15));
  CHECK(kiezel::appointment::nearest({}, utc(2026, 12, 1), 3).empty());
}

TEST_CASE("slots: what one day has of its own takes the place of its weekly windows", "[appointment]") {
  Availability availability = every_day(540, 600);
  availability.dated = {{.date = "2026-12-02", .from_min = 1140, .until_min = 1170, .kinds = {Kind::call}}};

  CHECK(starts(availability, {.from = utc(2026, 12, 1), .until = utc(2026, 12, 3)}, utc(2026, 11, 20)) ==
        std::vector{utc(2026, 12, 1, 8), utc(2026, 12, 1, 8, 30), utc(2026, 12, 2, 18)});
}

TEST_CASE("slots: school holidays of the advisor's region offer nothing, those of others do",
          "[appointment]") {
  using kiezel::protocol::Region;
  Rules rules{.availability = every_day(540, 570)};
  rules.holidays = {{.region = Region::north, .name = "Kerst", .from = "2026-12-02", .until = "2026-12-03"},
                    {.region = Region::south, .name = "Kerst", .from = "2026-12-04", .until = "2026-12-04"}};
  const auto days = [&](Region region) {
    rules.availability.holiday_region = region;
    std::vector<sys_seconds> result;
    const Period period{.from = utc(2026, 12, 1), .until = utc(2026, 12, 5)};
    for (const Offer& offer : expand(rules, local, period, utc(2026, 11, 20)))
      result.push_back(std::chrono::floor<std::chrono::days>(offer.slot.start));
    return result;
  };

  CHECK(days(Region::north) == std::vector<sys_seconds>{utc(2026, 12, 1), utc(2026, 12, 4)});
  CHECK(days(Region::south) ==
        std::vector<sys_seconds>{utc(2026, 12, 1), utc(2026, 12, 2), utc(2026, 12, 3)});
  CHECK(days(Region::middle).size() == 4);
  CHECK(days(Region::none).size() == 4);
}

TEST_CASE("slots: a block of the advisor's calendar hides what it or the room around it touches",
          "[appointment]") {
  Rules rules{.availability = every_day(540, 660)};
  rules.availability.kinds[0].buffer_after_min = 15;
  rules.availability.kinds[0].travel_min = 15;
  const auto found = [&](std::vector<Period> busy) {
    rules.busy = std::move(busy);
    std::vector<sys_seconds> result;
    for (const Offer& offer : expand(rules, local, day_of(2026, 12, 1), utc(2026, 11, 20)))
      result.push_back(offer.slot.start);
    return result;
  };
  // 08:45 to 10:00 for the first with all around it, then 10:00 to 11:15.
  const std::vector both{utc(2026, 12, 1, 8), utc(2026, 12, 1, 9, 15)};

  CHECK(found({}) == both);
  CHECK(found({{.from = utc(2026, 12, 1, 7), .until = utc(2026, 12, 1, 7, 45)}}) == both);
  CHECK(found({{.from = utc(2026, 12, 1, 7), .until = utc(2026, 12, 1, 7, 46)}}) == std::vector{both[1]});
  CHECK(found({{.from = utc(2026, 12, 1, 10, 14), .until = utc(2026, 12, 1, 12)}}) == std::vector{both[0]});
  CHECK(found({{.from = utc(2026, 12, 1, 10, 15), .until = utc(2026, 12, 1, 12)}}) == both);
}

TEST_CASE("slots: a time that several kinds can have is offered once, each kind with its own room and notice",
          "[appointment]") {
  Rules rules{.availability = every_day(540, 570)};
  rules.availability.kinds.push_back(
      {.kind = Kind::in_person, .duration_min = 30, .travel_min = 30, .notice_min = 24 * 60});
  rules.availability.kinds.push_back({.kind = Kind::with_school, .duration_min = 60});
  for (auto& window : rules.availability.weekly) {
    window.until_min = 600;
    window.kinds = {Kind::in_person, Kind::call, Kind::with_school};
  }
  const auto at = [&](sys_seconds now) {
    return expand(rules, local, {.from = utc(2026, 12, 1), .until = utc(2026, 12, 1, 8, 15)}, now);
  };

  const auto offers = at(utc(2026, 11, 20));
  REQUIRE(offers.size() == 2);
  CHECK(offers[0].slot == Slot{utc(2026, 12, 1, 8), utc(2026, 12, 1, 8, 30)});
  REQUIRE(offers[0].spans.size() == 2);
  CHECK(offers[0].spans[0].kind == Kind::call);
  CHECK(offers[0].spans[0].span.count == 2);
  CHECK(offers[0].spans[1].kind == Kind::in_person);
  CHECK(offers[0].spans[1].span.count == 6);
  CHECK(offers[1].slot == Slot{utc(2026, 12, 1, 8), utc(2026, 12, 1, 9)});

  const auto late = at(utc(2026, 11, 30, 12));
  REQUIRE(late.size() == 2);
  CHECK(late[0].spans.size() == 1);
}
