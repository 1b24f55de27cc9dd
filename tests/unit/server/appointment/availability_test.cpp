// Which hours of an advisor contradict themselves.
#include <catch2/catch.hpp>

#include "tests/unit/server/appointment/offered_hours.hpp"

namespace {

using kiezel::appointment::fault_of;
using kiezel::protocol::Availability;
using kiezel::protocol::Kind;
using kiezel::support::every_day;

}  // namespace

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
