// Offered times, on plain days and on the days on which the clock changes.
#include <catch2/catch.hpp>

#include "server/appointment/rules.hpp"

namespace {

using kiezel::appointment::expand;
using kiezel::appointment::fault_of;
using kiezel::appointment::LocalTime;
using kiezel::appointment::Offer;
using kiezel::appointment::Period;
using kiezel::appointment::quarters_of;
using kiezel::appointment::QuarterSpan;
using kiezel::appointment::Rules;
using kiezel::appointment::Slot;
using kiezel::appointment::sys_seconds;
using kiezel::appointment::with_room;
using kiezel::protocol::Availability;
using kiezel::protocol::Kind;
using namespace std::chrono_literals;
using std::chrono::sys_days;

const LocalTime local;

sys_seconds utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  return sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)) +
         std::chrono::hours(hour) + std::chrono::minutes(minute);
}

// Every day from one minute of the clock to another, half an hour a call, no buffers, no notice.
Availability every_day(std::int64_t from_min, std::int64_t until_min) {
  Availability availability{.kinds = {{.kind = Kind::call, .duration_min = 30}}, .horizon_days = 90};
  for (std::int64_t weekday = 1; weekday <= 7; ++weekday) {
    availability.weekly.push_back(
        {.weekday = weekday, .from_min = from_min, .until_min = until_min, .kinds = {Kind::call}});
  }
  return availability;
}

std::vector<Slot> slots_of(const Availability& availability, Period period, sys_seconds now) {
  std::vector<Slot> slots;
  for (const Offer& offer : expand({.availability = availability}, local, period, now))
    slots.push_back(offer.slot);
  return slots;
}

QuarterSpan span_of(const Slot& slot, const Availability& availability) {
  return quarters_of(with_room(slot, availability.kinds[0]));
}

std::vector<sys_seconds> starts(const Availability& availability, Period period, sys_seconds now) {
  std::vector<sys_seconds> result;
  for (const Slot& slot : slots_of(availability, period, now)) result.push_back(slot.start);
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
  const auto window = [](std::int64_t from_min, std::vector<Kind> kinds) {
    return kiezel::protocol::WeeklyWindow{
        .weekday = 1, .from_min = from_min, .until_min = 800, .kinds = std::move(kinds)};
  };
  CHECK(faulty([&](Availability& a) { a.weekly.push_back(window(715, {Kind::call})); }));
  CHECK_FALSE(faulty([&](Availability& a) { a.weekly.push_back(window(720, {Kind::call})); }));
  CHECK(faulty([&](Availability& a) { a.weekly.push_back(window(720, {Kind::in_person})); }));
  CHECK(faulty([&](Availability& a) { a.weekly.push_back(window(720, {Kind::call, Kind::call})); }));
  CHECK_FALSE(faulty([&](Availability& a) {
    a.kinds.push_back({.kind = Kind::in_person, .duration_min = 60});
    a.weekly.push_back(window(715, {Kind::in_person}));
  }));
  CHECK(faulty([](Availability& a) { a.kinds.push_back(a.kinds[0]); }));
  CHECK(faulty([](Availability& a) { a.kinds[0].duration_min = 32; }));
  CHECK(faulty([](Availability& a) { a.kinds[0].buffer_before_min = 7; }));
  CHECK(faulty([](Availability& a) { a.kinds[0].buffer_after_min = 1; }));
  CHECK(faulty([](Availability& a) { a.kinds[0].travel_min = 1; }));
}

TEST_CASE("availability: days that do not exist and absences that end before they begin are refused",
          "[appointment]") {
  const auto faulty_absence = [](std::string from, std::string until) {
    Availability availability = every_day(540, 720);
    availability.absences = {{.from = std::move(from), .until = std::move(until)}};
    return fault_of(availability).has_value();
  };
  const auto faulty_day = [](std::string date, std::int64_t from_min = 540) {
    Availability availability = every_day(540, 720);
    availability.dated = {
        {.date = std::move(date), .from_min = from_min, .until_min = 600, .kinds = {Kind::call}}};
    return fault_of(availability).has_value();
  };

  CHECK(faulty_absence("2026-02-29", "2026-03-01"));
  CHECK(faulty_absence("2026-12-01", "2026-13-01"));
  CHECK(faulty_absence("2026-12-02", "2026-12-01"));
  CHECK_FALSE(faulty_absence("2028-02-29", "2028-02-29"));
  CHECK(faulty_day("2027-02-29"));
  CHECK(faulty_day("2027-02-28", 600));
  CHECK_FALSE(faulty_day("2028-02-29"));
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
