// An advisor proposes another time; the client accepts it, keeps the old one or picks its own.
#include <catch2/catch.hpp>

#include "tests/integration/appointment/table.hpp"

namespace {

using kiezel::protocol::AnswerOutcome;
using kiezel::protocol::Appointment;
using kiezel::protocol::AppointmentState;
using kiezel::protocol::HoldOutcome;
using kiezel::protocol::MoveOutcome;
using kiezel::protocol::ProposeOutcome;
using kiezel::support::AppointmentBytes;
using kiezel::support::Table;

}  // namespace

TEST_CASE("propose_move: both times are kept until the client accepts the new one", "[appointment]") {
  Table table;
  const AppointmentBytes appointment = table.book(4);

  REQUIRE(table.propose_move(appointment, 0, table.slots[9].start)->outcome == ProposeOutcome::proposed);

  CHECK(table.claimed_quarters() == 6);
  CHECK(table.only().moved_start == table.slots[9].start);
  CHECK(table.only().revision == 1);
  CHECK(table.propose_move(appointment, 0, table.slots[9].start)->outcome == ProposeOutcome::proposed);
  CHECK(table.only().revision == 1);
  CHECK(table.answer(table.family, appointment, 0, true)->outcome == AnswerOutcome::changed);
  CHECK(table.answer(table.family, appointment, 1, true)->outcome == AnswerOutcome::accepted);
  CHECK(table.claimed_quarters() == 3);
  CHECK(table.only().start == table.slots[9].start);
  CHECK_FALSE(table.only().moved_start);
  CHECK(table.hold(table.client(2), table.slots[4])->outcome == HoldOutcome::held);
}

TEST_CASE("propose_move: no keeps the old time, another time of one's own ends the proposal",
          "[appointment]") {
  Table table;
  const AppointmentBytes appointment = table.book(4);
  REQUIRE(table.propose_move(appointment, 0, table.slots[9].start)->outcome == ProposeOutcome::proposed);
  CHECK(table.answer(table.family, appointment, 1, false)->outcome == AnswerOutcome::declined);
  CHECK(table.claimed_quarters() == 3);
  CHECK(table.only().start == table.slots[4].start);
  CHECK(table.only().state == AppointmentState::booked);

  REQUIRE(table.propose_move(appointment, 2, table.slots[9].start)->outcome == ProposeOutcome::proposed);
  CHECK(table.move(appointment, 14, 1)->outcome == MoveOutcome::moved);
  CHECK(table.claimed_quarters() == 3);
  CHECK_FALSE(table.only().moved_start);
}

TEST_CASE("propose_move: a time that overlaps the old one loses nothing, accepted or not", "[appointment]") {
  for (const bool accept : {true, false}) {
    Table table;
    const AppointmentBytes appointment = table.book(4);
    const std::int64_t later = table.slots[4].start + 900;
    REQUIRE(table.propose_move(appointment, 0, later)->outcome == ProposeOutcome::proposed);
    CHECK(table.claimed_quarters() == 4);

    REQUIRE(table.answer(table.family, appointment, 1, accept));

    CHECK(table.claimed_quarters() == 3);
    CHECK(table.only().start == (accept ? later : table.slots[4].start));
    REQUIRE(table.cancel(table.family, appointment));
    CHECK(table.claimed_quarters() == 0);
  }
}

TEST_CASE("propose_move: a proposal that nobody accepted yet just gets the other time", "[appointment]") {
  Table table;
  const auto proposed = table.propose(4);

  REQUIRE(table.propose_move(*proposed->appointment, 0, table.slots[9].start)->outcome ==
          ProposeOutcome::proposed);

  CHECK(table.only().start == table.slots[9].start);
  CHECK_FALSE(table.only().moved_start);
  CHECK(table.claimed_quarters() == 3);
  CHECK(table.answer(table.family, *proposed->appointment, 1, true)->outcome == AnswerOutcome::accepted);
}

TEST_CASE("propose_move: the same again is the same change, whether somebody said yes before or not",
          "[appointment]") {
  Table table;
  const AppointmentBytes booked = table.book(20);
  const auto proposed = table.propose(4);
  REQUIRE(proposed->outcome == ProposeOutcome::proposed);

  for (const AppointmentBytes& appointment : {booked, *proposed->appointment}) {
    const std::int64_t start = table.slots[appointment == booked ? 30 : 9].start;
    const auto first = table.propose_move(appointment, 0, start);
    const auto again = table.propose_move(appointment, 0, start);
    const auto other = table.propose_move(appointment, 0, start + 900);

    CHECK(first->outcome == ProposeOutcome::proposed);
    CHECK(*again == *first);
    CHECK(other->outcome == ProposeOutcome::changed);
  }
  for (const Appointment& one : table.list(table.family)) CHECK(one.revision == 1);
}
