// Kinds, most a day, own blocks, school holidays and longer holds, on Redis.
#include <catch2/catch.hpp>

#include "protocol/stored_json.hpp"
#include "tests/integration/appointment/agenda.hpp"

namespace {

using kiezel::core::ErrorCode;
using kiezel::protocol::BookOutcome;
using kiezel::protocol::ExtendOutcome;
using kiezel::protocol::HoldOutcome;
using kiezel::protocol::Kind;
using kiezel::redis::Command;
using kiezel::support::Agenda;
using kiezel::support::refusal;
using kiezel::support::request_number;
using kiezel::support::wide_hours;

// Calls, and talks in person with half an hour of travel on both sides, at the same times.
kiezel::protocol::Availability two_kinds() {
  auto hours = wide_hours();
  hours.kinds[0].buffer_after_min = 0;
  hours.kinds[0].travel_min = 0;
  hours.kinds.push_back({.kind = Kind::in_person, .duration_min = 30, .travel_min = 30});
  for (auto& window : hours.weekly) {
    window.until_min = window.from_min + 30;
    window.kinds = {Kind::call, Kind::in_person};
  }
  return hours;
}

std::int64_t day_of(const kiezel::protocol::Slot& slot) {
  return (slot.start + 3600) / 86'400;
}

}  // namespace

TEST_CASE("kinds: a time that can be either takes as much as either needs", "[appointment]") {
  Agenda agenda;
  agenda.set(two_kinds());
  const auto slot = agenda.offered()[1];
  REQUIRE(slot.kinds == std::vector{Kind::call, Kind::in_person});

  REQUIRE(agenda.hold(agenda.client(1), slot)->outcome == HoldOutcome::held);

  CHECK(agenda.claimed_quarters() == 6);
}

TEST_CASE("kinds: when only one fits, only that is offered and only its room is taken", "[appointment]") {
  Agenda agenda;
  agenda.set(two_kinds());
  const auto slot = agenda.offered()[1];
  // Half an hour right after it: a talk in person could not be reached in time.
  const auto family = agenda.client(1);
  const auto proposed =
      agenda.run(agenda.service().propose(agenda.advisor(), {.conversation = Agenda::conversation_of(1).bytes,
                                                             .start = slot.end,
                                                             .end = slot.end + 1800,
                                                             .before_s = 0,
                                                             .after_s = 0,
                                                             .request = request_number(1)}));
  REQUIRE(proposed->outcome == kiezel::protocol::ProposeOutcome::proposed);

  const auto offered = agenda.offered();
  const auto found = std::ranges::find(offered, slot.start, &kiezel::protocol::Slot::start);
  REQUIRE(found != offered.end());
  CHECK(found->kinds == std::vector{Kind::call});
  REQUIRE(agenda.hold(family, *found)->outcome == HoldOutcome::held);
  CHECK(agenda.claimed_quarters() == 4);
}

TEST_CASE("kinds: a time of another length is another time", "[appointment]") {
  Agenda agenda;
  auto slot = agenda.offered()[4];
  slot.end += 900;

  CHECK(agenda.hold(agenda.client(1), slot)->outcome == HoldOutcome::closed);
}

TEST_CASE("a day: when all that the advisor wants are booked, the rest of it is closed", "[appointment]") {
  Agenda agenda;
  auto hours = wide_hours();
  hours.per_day_max = 2;
  agenda.set(hours);
  const auto before = agenda.offered();
  const auto tomorrow = day_of(before.back()) - 1;
  std::vector<kiezel::protocol::Slot> that_day;
  for (const auto& slot : before) {
    if (day_of(slot) == tomorrow) that_day.push_back(slot);
  }
  REQUIRE(that_day.size() > 4);
  // Right after each other: two appointments all the same.
  REQUIRE(agenda.hold(agenda.client(1), that_day[0])->outcome == HoldOutcome::held);
  REQUIRE(agenda.hold(agenda.client(2), that_day[1])->outcome == HoldOutcome::held);

  const auto third = agenda.hold(agenda.client(3), that_day[3]);

  CHECK(third->outcome == HoldOutcome::taken);
  for (const auto& slot : agenda.offered()) CHECK(day_of(slot) != tomorrow);
  CHECK(agenda.hold(agenda.client(3), before.back())->outcome == HoldOutcome::held);
  // Whoever has one of the two may take another time of that day.
  CHECK(agenda.hold(agenda.client(2), that_day[3], 2)->outcome == HoldOutcome::held);
}

TEST_CASE("busy: what the advisor blocks is not offered, and comes back", "[appointment]") {
  Agenda agenda;
  const auto before = agenda.offered();
  const auto put = [&](std::int64_t from, std::int64_t until, std::uint32_t block = 1) {
    return agenda.run(agenda.service().busy_put(agenda.advisor(), {request_number(block), from, until}));
  };

  REQUIRE(put(before[4].start, before[4].end));

  auto expected = before;
  expected.erase(expected.begin() + 4);
  CHECK(agenda.offered() == expected);
  CHECK(agenda.hold(agenda.client(1), before[4])->outcome == HoldOutcome::closed);
  const auto kept = agenda.run(agenda.service().busy_list(agenda.advisor(), {}));
  REQUIRE(kept->blocks.size() == 1);
  CHECK(kept->blocks[0].from == before[4].start);
  CHECK_FALSE(kept->blocks[0].imported);

  // The same block elsewhere, then gone.
  REQUIRE(put(before[9].start, before[9].end));
  CHECK(agenda.run(agenda.service().busy_list(agenda.advisor(), {}))->blocks.size() == 1);
  for (int round = 0; round < 2; ++round)
    REQUIRE(agenda.run(agenda.service().busy_remove(agenda.advisor(), {request_number(1)})));
  CHECK(agenda.offered() == before);
}

TEST_CASE("busy: a block that is over, backwards, too long or one too many is refused", "[appointment]") {
  Agenda agenda;
  const std::int64_t now = agenda.clock().now().time_since_epoch().count();
  const auto put = [&](std::int64_t from, std::int64_t until) {
    return agenda.run(agenda.service().busy_put(agenda.advisor(), {request_number(1), from, until}));
  };
  const auto import = [&](std::vector<kiezel::protocol::Period> blocks) {
    return agenda.run(agenda.service().busy_import(agenda.advisor(), {std::move(blocks)}));
  };

  CHECK(refusal(put(now - 7200, now - 3600)) == ErrorCode::availability_refused);
  CHECK(refusal(put(now + 7200, now + 3600)) == ErrorCode::availability_refused);
  CHECK(refusal(put(now, now + 14 * 86'400 + 1)) == ErrorCode::availability_refused);
  CHECK(refusal(import({{now + 10, now + 5}})) == ErrorCode::availability_refused);
  REQUIRE(put(now, now + 3600));
  std::vector<kiezel::protocol::Period> many(500, {now, now + 3600});
  CHECK(refusal(import(many)) == ErrorCode::availability_refused);
  many.pop_back();
  CHECK(import(many));
  CHECK(agenda.run(agenda.service().busy_list(agenda.advisor(), {}))->blocks.size() == 500);
}

TEST_CASE("busy: an import replaces the import before it and nothing else", "[appointment]") {
  Agenda agenda;
  const auto before = agenda.offered();
  REQUIRE(agenda.run(
      agenda.service().busy_put(agenda.advisor(), {request_number(1), before[4].start, before[4].end})));
  const auto import = [&](std::vector<kiezel::protocol::Period> blocks) {
    REQUIRE(agenda.run(agenda.service().busy_import(agenda.advisor(), {std::move(blocks)})));
    return agenda.run(agenda.service().busy_list(agenda.advisor(), {}))->blocks.size();
  };

  CHECK(import({{before[9].start, before[9].end}, {before[12].start, before[12].end}, {10, 20}}) == 3);
  CHECK(import({{before[14].start, before[14].end}}) == 2);
  CHECK(import({}) == 1);
  CHECK(agenda.offered().size() == before.size() - 1);
}

TEST_CASE("busy: a block that comes between reading and claiming is not booked over", "[appointment]") {
  Agenda agenda;
  kiezel::appointment::RulesStore rules(agenda.redis().client(), agenda.keys());
  const auto version = [&] {
    return (*agenda.run(rules.rules(agenda.advisor_id(), agenda.clock().now())))->version;
  };
  const auto before = version();
  const std::int64_t now = agenda.clock().now().time_since_epoch().count();

  REQUIRE(agenda.run(agenda.service().busy_put(agenda.advisor(), {request_number(1), now + 60, now + 3600})));

  CHECK(version() == before + 1);
}

TEST_CASE("holidays: those of the advisor's region are not offered, and those to come are listed",
          "[appointment]") {
  Agenda agenda;
  auto hours = wide_hours();
  hours.holiday_region = kiezel::protocol::Region::middle;
  agenda.set(hours);
  REQUIRE_FALSE(agenda.offered().empty());
  const kiezel::protocol::HolidayTable table{.holidays = {{.region = kiezel::protocol::Region::middle,
                                                           .name = "Lang geleden",
                                                           .from = "2020-01-01",
                                                           .until = "2020-01-02"},
                                                          {.region = kiezel::protocol::Region::middle,
                                                           .name = "Altijd",
                                                           .from = "2020-02-01",
                                                           .until = "2120-01-02"}}};

  REQUIRE(
      agenda.redis().execute(Command{"SET", agenda.keys().holidays(), kiezel::protocol::encode_json(table)}));

  CHECK(agenda.offered().empty());
  const auto listed = agenda.run(agenda.service().availability_get(agenda.advisor(), {}))->holidays;
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].name == "Altijd");
  hours.holiday_region = kiezel::protocol::Region::south;
  agenda.set(hours);
  CHECK_FALSE(agenda.offered().empty());
}

TEST_CASE("extend: a hold lasts longer once, and can still be booked", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto held = agenda.hold(client, agenda.offered()[4]);
  const auto extend = [&] { return agenda.run(agenda.service().extend(client, {*held->hold})); };

  const auto extended = extend();

  REQUIRE(extended->outcome == ExtendOutcome::extended);
  CHECK(*extended->expires_at >= *held->expires_at);
  CHECK(extend()->outcome == ExtendOutcome::already_extended);
  CHECK(extend()->expires_at == extended->expires_at);
  CHECK(agenda.claimed_quarters() == 3);
  CHECK(agenda.book(client, *held->hold)->outcome == BookOutcome::booked);
  CHECK(extend()->outcome == ExtendOutcome::expired);
}

TEST_CASE("extend: one that ended stays ended", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto held = agenda.hold(client, agenda.offered()[4]);
  REQUIRE(agenda.run(agenda.service().release(client, {*held->hold})));

  CHECK(agenda.run(agenda.service().extend(client, {*held->hold}))->outcome == ExtendOutcome::expired);
  CHECK(agenda.run(agenda.service().extend(client, {request_number(1)}))->outcome == ExtendOutcome::expired);
}
