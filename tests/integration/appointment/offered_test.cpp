// Free times and the availability they follow from.
#include <catch2/catch.hpp>

#include "protocol/limits.hpp"
#include "tests/integration/appointment/agenda.hpp"

namespace {

using kiezel::core::ErrorCode;
using kiezel::protocol::HoldOutcome;
using kiezel::redis::Command;
using kiezel::support::Agenda;
using kiezel::support::numbered;
using kiezel::support::refusal;
using kiezel::support::wide_hours;
using namespace std::chrono_literals;

}  // namespace

TEST_CASE("availability: what was set is what is read", "[appointment]") {
  Agenda agenda;
  auto hours = wide_hours();
  hours.absences = {{.from = "2026-12-25", .until = "2026-12-26"}};
  hours.dated = {{.date = "2026-12-24", .from_min = 540, .until_min = 600, .kinds = {hours.kinds[0].kind}}};
  hours.per_day_max = 4;

  agenda.set(hours);

  const auto answer = agenda.run(agenda.service().availability_get(agenda.advisor(), {}));
  REQUIRE(answer);
  CHECK(answer->availability == hours);
}

TEST_CASE("availability: a faulty one is refused and changes nothing", "[appointment]") {
  Agenda agenda;
  auto hours = wide_hours();
  hours.weekly[0].until_min = hours.weekly[0].from_min;

  const auto answer =
      agenda.run(agenda.service().availability_set(agenda.advisor(), {.availability = hours}));

  CHECK(refusal(answer) == ErrorCode::availability_refused);
  CHECK(agenda.run(agenda.service().availability_get(agenda.advisor(), {}))->availability == wide_hours());
}

TEST_CASE("availability: a suspended advisor can neither read nor set it, nor be booked", "[appointment]") {
  Agenda agenda;
  const auto start = agenda.offered().front().start;
  REQUIRE(agenda.redis().execute(
      Command{"HSET", agenda.keys().advisor(agenda.advisor_id()), "state", "suspended"}));

  CHECK(refusal(agenda.run(agenda.service().availability_get(agenda.advisor(), {}))) == ErrorCode::forbidden);
  CHECK(refusal(agenda.run(agenda.service().availability_set(
            agenda.advisor(), {.availability = wide_hours()}))) == ErrorCode::forbidden);
  CHECK(refusal(agenda.hold(agenda.client(1), start)) == ErrorCode::not_found);
}

TEST_CASE("availability: each change moves the advisor's counter and is hinted", "[appointment]") {
  Agenda agenda;
  const auto before = agenda.run(agenda.service().changes(agenda.advisor_id()));

  agenda.set(wide_hours());

  CHECK(*agenda.run(agenda.service().changes(agenda.advisor_id())) == *before + 1);
}

TEST_CASE("offered: a held time is offered to nobody, its neighbours are", "[appointment]") {
  Agenda agenda;
  const auto before = agenda.offered();
  REQUIRE(before.size() > 20);

  REQUIRE(agenda.hold(agenda.client(1), before[5].start)->outcome == HoldOutcome::held);

  auto expected = before;
  expected.erase(expected.begin() + 5);
  CHECK(agenda.offered() == expected);
}

TEST_CASE("offered: next_start is the first free time after the period", "[appointment]") {
  Agenda agenda;
  const auto all = agenda.offered();
  const auto ask = [&](std::int64_t from, std::int64_t until) {
    return agenda.run(agenda.service().offered({}, {agenda.advisor_id().bytes, from, until}));
  };

  const auto some = ask(all[3].start, all[6].start);
  REQUIRE(some);
  CHECK(some->slots == std::vector(all.begin() + 3, all.begin() + 6));
  CHECK(some->next_start == all[6].start);

  const auto none = ask(all[3].start, all[3].start);
  CHECK(none->slots.empty());
  CHECK(none->next_start == all[3].start);

  const auto beyond = ask(all.back().start + 1, all.back().start + 86'400);
  CHECK(beyond->slots.empty());
  CHECK_FALSE(beyond->next_start);
}

TEST_CASE("offered: an answer holds no more than its limit and says where to go on", "[appointment]") {
  Agenda agenda;
  auto hours = wide_hours();
  hours.kinds[0].duration_min = 20;
  hours.kinds[0].buffer_after_min = 0;
  hours.horizon_days = 60;
  agenda.set(hours);
  const auto now = agenda.clock().now().time_since_epoch().count();

  const auto answer =
      agenda.run(agenda.service().offered({}, {agenda.advisor_id().bytes, now, now + 60 * 86'400}));

  REQUIRE(answer);
  CHECK(std::cmp_equal(answer->slots.size(), kiezel::protocol::limits::offered_slots_max));
  CHECK(answer->next_start > answer->slots.back().start);
}

TEST_CASE("offered: a period that is too long or backwards is refused", "[appointment]") {
  Agenda agenda;
  const auto ask = [&](std::int64_t from, std::int64_t until) {
    return agenda.run(agenda.service().offered({}, {agenda.advisor_id().bytes, from, until}));
  };

  CHECK(refusal(ask(1000, 999)) == ErrorCode::invalid_params);
  CHECK(refusal(ask(0, kiezel::protocol::limits::offered_window_s + 1)) == ErrorCode::invalid_params);
  CHECK(ask(0, kiezel::protocol::limits::offered_window_s)->slots.empty());
  CHECK(ask(kiezel::protocol::limits::integer_max - 1, kiezel::protocol::limits::integer_max)->slots.empty());
}

TEST_CASE("offered: an advisor who is unknown or waits for approval has no times", "[appointment]") {
  Agenda agenda;
  const auto other = numbered<kiezel::core::AdvisorId>(7);
  const auto ask = [&] { return agenda.run(agenda.service().offered({}, {other.bytes, 0, 86'400})); };

  CHECK(refusal(ask()) == ErrorCode::not_found);
  REQUIRE(agenda.redis().execute(Command{"HSET", agenda.keys().advisor(other), "state", "pending"}));
  CHECK(refusal(ask()) == ErrorCode::not_found);
  REQUIRE(agenda.redis().execute(Command{"HSET", agenda.keys().advisor(other), "state", "approved"}));
  CHECK(ask()->slots.empty());
}
