// Many people after the same time, at once, through two shards.
#include <catch2/catch.hpp>
#include <random>

#include "tests/integration/appointment/agenda.hpp"

namespace {

using kiezel::appointment::Service;
using kiezel::core::Caller;
using kiezel::core::Result;
using kiezel::core::Task;
using kiezel::core::TaskGroup;
using kiezel::protocol::AppointmentHoldRequest;
using kiezel::protocol::AppointmentHoldResult;
using kiezel::protocol::BookOutcome;
using kiezel::protocol::HoldOutcome;
using kiezel::protocol::Kind;
using kiezel::support::Agenda;
using kiezel::support::request_number;
using kiezel::support::wide_hours;

constexpr std::uint32_t people = 200;

struct Outcomes {
  std::vector<AppointmentHoldResult> answers;
  std::size_t failed = 0;
};

Task<void> hold_one(Service& service, Caller caller, AppointmentHoldRequest request, Outcomes& outcomes) {
  const auto answer = co_await service.hold(caller, std::move(request));
  if (answer) outcomes.answers.push_back(*answer);
  if (!answer) ++outcomes.failed;
}

Task<void> save_hours(Agenda& agenda) {
  static_cast<void>(
      co_await agenda.service().availability_set(agenda.advisor(), {.availability = wide_hours()}));
}

// Everyone asks before anyone is answered; every second one at a second shard's service.
Outcomes race(Agenda& agenda, const std::vector<std::int64_t>& starts) {
  Service other_shard({agenda.redis().client(), agenda.redis().client(), agenda.keys(), agenda.clock()});
  Outcomes outcomes;
  TaskGroup tasks(agenda.redis().loop().get_executor(), agenda.redis().log(), people);
  for (std::uint32_t i = 0; i < people; ++i) {
    Service& service = i % 2 == 0 ? agenda.service() : other_shard;
    const AppointmentHoldRequest request{agenda.advisor_id().bytes, starts[i % starts.size()],
                                         starts[i % starts.size()] + 1800, request_number(i)};
    REQUIRE(tasks.spawn("hold", hold_one(service, {.connection = i + 1}, request, outcomes)));
  }
  REQUIRE(agenda.run(tasks.wait_until(kiezel::core::deadline_in(std::chrono::seconds(30)))));
  REQUIRE(outcomes.failed == 0);
  REQUIRE(outcomes.answers.size() == people);
  return outcomes;
}

std::ptrdiff_t winners(const Outcomes& outcomes) {
  return std::ranges::count(outcomes.answers, HoldOutcome::held, &AppointmentHoldResult::outcome);
}

std::size_t distinct_holds(const Outcomes& outcomes) {
  std::vector<std::array<std::uint8_t, 16>> holds;
  for (const auto& answer : outcomes.answers) {
    if (answer.hold) holds.push_back(*answer.hold);
  }
  std::ranges::sort(holds);
  const auto repeated = std::ranges::unique(holds);
  return holds.size() - static_cast<std::size_t>(repeated.size());
}

}  // namespace

TEST_CASE("race: of 200 who want one time, exactly one holds it and the others are told where to go",
          "[appointment]") {
  Agenda agenda;
  const auto slot = agenda.offered()[10];

  const Outcomes outcomes = race(agenda, {slot.start});

  CHECK(winners(outcomes) == 1);
  CHECK(agenda.claimed_quarters() == 3);
  for (const auto& answer : outcomes.answers) {
    if (answer.outcome == HoldOutcome::held) continue;
    CHECK(answer.outcome == HoldOutcome::taken);
    CHECK(answer.nearest.size() == 3);
    CHECK(std::ranges::find(answer.nearest, slot) == answer.nearest.end());
  }
}

TEST_CASE("race: times that overlap through their buffers have one winner", "[appointment]") {
  // Two windows meet: the last call of the one and the first of the other want the same quarters for their
  // buffers.
  Agenda agenda;
  auto hours = wide_hours();
  hours.weekly.clear();
  for (std::int64_t weekday = 1; weekday <= 7; ++weekday) {
    hours.weekly.push_back({.weekday = weekday, .from_min = 600, .until_min = 630, .kinds = {Kind::call}});
    hours.weekly.push_back({.weekday = weekday, .from_min = 630, .until_min = 660, .kinds = {Kind::call}});
  }
  hours.kinds[0].buffer_before_min = 10;
  hours.kinds[0].buffer_after_min = 20;
  agenda.set(hours);
  const auto slots = agenda.offered();
  REQUIRE(slots.size() > 4);
  const std::size_t morning = slots[0].end == slots[1].start ? 2 : 1;

  const Outcomes outcomes = race(agenda, {slots[morning].start, slots[morning + 1].start});

  CHECK(winners(outcomes) == 1);
}

TEST_CASE("race: times that do not touch each have their own winner", "[appointment]") {
  Agenda agenda;
  const auto slots = agenda.offered();

  const Outcomes outcomes = race(agenda, {slots[3].start, slots[4].start, slots[5].start, slots[30].start});

  CHECK(winners(outcomes) == 4);
  CHECK(distinct_holds(outcomes) == 4);
  CHECK(agenda.claimed_quarters() == 12);
}

TEST_CASE("race: a pending hold counts as taken until it is booked, and after", "[appointment]") {
  Agenda agenda;
  const auto slot = agenda.offered()[10];
  const auto client = agenda.client(1);
  auto outsider = client;
  outsider.connection = people + 7;
  const auto held = agenda.hold(outsider, slot.start, 9999);
  REQUIRE(held->outcome == HoldOutcome::held);

  CHECK(winners(race(agenda, {slot.start})) == 0);
  REQUIRE(agenda.book(client, *held->hold)->outcome == BookOutcome::booked);
  CHECK(winners(race(agenda, {slot.start})) == 0);
}

TEST_CASE("race: hours that are saved while people ask cost nobody an answer", "[appointment]") {
  Agenda agenda;
  const auto slot = agenda.offered()[10];
  Outcomes outcomes;
  TaskGroup tasks(agenda.redis().loop().get_executor(), agenda.redis().log(), people + 1);

  for (std::uint32_t i = 0; i < people; ++i) {
    const AppointmentHoldRequest request{agenda.advisor_id().bytes, slot.start, slot.end, request_number(i)};
    REQUIRE(tasks.spawn("hold", hold_one(agenda.service(), {.connection = i + 1}, request, outcomes)));
    if (i == people / 2) REQUIRE(tasks.spawn("save", save_hours(agenda)));
  }
  REQUIRE(agenda.run(tasks.wait_until(kiezel::core::deadline_in(std::chrono::seconds(30)))));

  CHECK(outcomes.failed == 0);
  CHECK(winners(outcomes) == 1);
  CHECK(agenda.claimed_quarters() == 3);
}

TEST_CASE("race: one connection that asks 200 times at once keeps a single hold", "[appointment]") {
  Agenda agenda;
  const auto slots = agenda.offered();
  Outcomes outcomes;
  TaskGroup tasks(agenda.redis().loop().get_executor(), agenda.redis().log(), people);

  for (std::uint32_t i = 0; i < people; ++i) {
    const AppointmentHoldRequest request{agenda.advisor_id().bytes, slots[i].start, slots[i].end,
                                         request_number(i)};
    REQUIRE(tasks.spawn("hold", hold_one(agenda.service(), {.connection = 1}, request, outcomes)));
  }
  REQUIRE(agenda.run(tasks.wait_until(kiezel::core::deadline_in(std::chrono::seconds(30)))));

  CHECK(outcomes.failed == 0);
  CHECK(agenda.claimed_quarters() == 3);
}

TEST_CASE("race: overlapping times of different lengths have one winner, and a hold that ends leaks nothing",
          "[appointment]") {
  Agenda agenda;
  auto hours = wide_hours();
  hours.kinds.push_back({.kind = Kind::in_person, .duration_min = 60, .travel_min = 15});
  for (auto& window : hours.weekly) {
    window.until_min = window.from_min + 60;
    window.kinds = {Kind::call, Kind::in_person};
  }
  agenda.set(hours);
  const auto slots = agenda.offered();
  const auto longer =
      std::ranges::find_if(slots, [](const auto& slot) { return slot.end - slot.start == 3600; });
  REQUIRE(longer != slots.end());
  const auto shorter = std::ranges::find_if(slots, [&longer](const auto& slot) {
    return slot.start == longer->start && slot.end - slot.start == 1800;
  });
  REQUIRE(shorter != slots.end());
  Outcomes outcomes;
  TaskGroup tasks(agenda.redis().loop().get_executor(), agenda.redis().log(), people);
  for (std::uint32_t i = 0; i < people; ++i) {
    const auto& slot = i % 2 == 0 ? *longer : *shorter;
    const AppointmentHoldRequest request{agenda.advisor_id().bytes, slot.start, slot.end, request_number(i)};
    REQUIRE(tasks.spawn("hold", hold_one(agenda.service(), {.connection = i + 1}, request, outcomes)));
  }
  REQUIRE(agenda.run(tasks.wait_until(kiezel::core::deadline_in(std::chrono::seconds(30)))));

  CHECK(outcomes.failed == 0);
  CHECK(winners(outcomes) == 1);
  for (std::uint32_t i = 0; i < people; ++i) REQUIRE(agenda.run(agenda.service().connection_ended(i + 1)));
  CHECK(agenda.claimed_quarters() == 0);
}
