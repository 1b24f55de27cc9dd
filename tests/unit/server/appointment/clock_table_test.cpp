// Local time and the offered times around the clock's changes, against a table that another implementation
// made (make_clock_table.py).
#include <catch2/catch.hpp>
#include <charconv>
#include <fstream>
#include <map>
#include <string>

#include "server/appointment/rules.hpp"

namespace {

using kiezel::appointment::expand;
using kiezel::appointment::LocalTime;
using kiezel::appointment::Offer;
using kiezel::appointment::Rules;
using kiezel::appointment::Slot;
using kiezel::appointment::sys_seconds;
using kiezel::protocol::Kind;
using std::chrono::local_days;
using std::chrono::minutes;

const LocalTime local;

const kiezel::protocol::KindRules half_hour_calls{.kind = Kind::call, .duration_min = 30};

std::vector<Slot> slots(const std::vector<Offer>& offers) {
  std::vector<Slot> result;
  for (const Offer& offer : offers) result.push_back(offer.slot);
  return result;
}

struct Row {
  std::int64_t minute = 0;
  // Nothing when the clock skips this minute or shows it twice.
  std::optional<sys_seconds> instant;
};
using Table = std::map<local_days, std::vector<Row>>;

std::int64_t number(std::string_view text) {
  std::int64_t value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  REQUIRE((error == std::errc() && end == text.data() + text.size()));
  return value;
}

local_days parse_date(std::string_view text) {
  return local_days(std::chrono::year(static_cast<int>(number(text.substr(0, 4)))) /
                    std::chrono::month(static_cast<unsigned>(number(text.substr(5, 2)))) /
                    std::chrono::day(static_cast<unsigned>(number(text.substr(8, 2)))));
}

Table read_table() {
  std::ifstream file(KIEZEL_CLOCK_TABLE);
  Table table;
  std::string day;
  std::string minute;
  std::string instant;
  while (file >> day >> minute >> instant) {
    Row row{.minute = number(minute), .instant = {}};
    if (instant != "skipped" && instant != "twice") {
      row.instant = sys_seconds(std::chrono::seconds(number(instant)));
    }
    table[parse_date(day)].push_back(row);
  }
  REQUIRE(table.size() == 20);
  return table;
}

bool touches_changing_hour(std::int64_t minute, std::int64_t duration) {
  return minute < 180 && minute + duration > 120;
}

}  // namespace

TEST_CASE("clock: every wall time around the changes is the instant that the table names", "[appointment]") {
  int without_instant = 0;
  for (const auto& [day, rows] : read_table()) {
    for (const Row& row : rows) {
      CHECK(local.to_utc(day, minutes(row.minute)) == row.instant);
      if (row.instant) CHECK(local.local_date(*row.instant) == day);
      without_instant += row.instant ? 0 : 1;
    }
  }
  // Two half hours of each of the four changes.
  CHECK(without_instant == 8);
}

TEST_CASE(
    "clock: offered around the changes are the wall times of the table, but for the hour from two to three",
    "[appointment]") {
  Rules around_the_clock{.availability = {.kinds = {half_hour_calls}, .horizon_days = 90}};
  for (std::int64_t weekday = 1; weekday <= 7; ++weekday) {
    around_the_clock.availability.weekly.push_back(
        {.weekday = weekday, .from_min = 0, .until_min = 1440, .kinds = {Kind::call}});
  }
  for (const auto& [day, rows] : read_table()) {
    std::vector<Slot> expected;
    for (const Row& row : rows) {
      if (touches_changing_hour(row.minute, 30)) continue;
      REQUIRE(row.instant);
      expected.push_back({*row.instant, *row.instant + minutes(30)});
    }
    const sys_seconds midnight = expected.front().start;
    const sys_seconds last = expected.back().start;

    const auto offered = slots(expand(around_the_clock, local, {.from = midnight, .until = last + minutes(1)},
                                      midnight - std::chrono::days(3)));

    CHECK(offered == expected);
  }
}

TEST_CASE("clock: a weekly time keeps its wall time across a change", "[appointment]") {
  const Table table = read_table();
  const Rules sundays_at_ten{
      .availability = {.kinds = {half_hour_calls},
                       .weekly = {{.weekday = 7, .from_min = 600, .until_min = 630, .kinds = {Kind::call}}},
                       .horizon_days = 90}};
  std::size_t sundays = 0;
  for (const auto& [day, rows] : table) {
    if (std::chrono::weekday(day) != std::chrono::Sunday) continue;
    const sys_seconds ten = rows[20].instant.value();
    const auto offered = slots(expand(
        sundays_at_ten, local, {.from = ten - std::chrono::hours(12), .until = ten + std::chrono::hours(12)},
        ten - std::chrono::days(8)));
    CHECK(offered == std::vector{Slot{ten, ten + minutes(30)}});
    ++sundays;
  }
  CHECK(sundays == 12);
}
