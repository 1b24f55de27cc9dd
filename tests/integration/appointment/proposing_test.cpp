// One side proposes a time, the other answers; the advisor moves, the client accepts or picks another.
#include <catch2/catch.hpp>

#include "tests/integration/appointment/table.hpp"

namespace {

using kiezel::core::ErrorCode;
using kiezel::protocol::AnswerOutcome;
using kiezel::protocol::Appointment;
using kiezel::protocol::AppointmentState;
using kiezel::protocol::BookOutcome;
using kiezel::protocol::HoldOutcome;
using kiezel::protocol::MoveOutcome;
using kiezel::protocol::ProposeOutcome;
using kiezel::protocol::Slot;
using kiezel::support::Agenda;
using kiezel::support::AppointmentBytes;
using kiezel::support::refusal;
using kiezel::support::request_number;
using kiezel::support::Table;

}  // namespace

TEST_CASE("propose: a time is kept until the client says yes, and is booked then", "[appointment]") {
  Table table;

  const auto proposed = table.propose(4);

  REQUIRE(proposed->outcome == ProposeOutcome::proposed);
  CHECK(table.only().state == AppointmentState::proposed);
  CHECK(table.only().proposed_by == kiezel::protocol::Role::advisor);
  CHECK(table.claimed_quarters() == 5);
  CHECK(table.hold(table.client(2), table.slots[4])->outcome == HoldOutcome::taken);

  CHECK(table.answer(table.advisor(), *proposed->appointment, 0, true)->outcome == AnswerOutcome::changed);
  CHECK(table.answer(table.family, *proposed->appointment, 1, true)->outcome == AnswerOutcome::changed);
  const auto answered = table.answer(table.family, *proposed->appointment, 0, true);
  CHECK(answered->outcome == AnswerOutcome::accepted);
  CHECK(answered->revision == 1);
  CHECK(table.only().state == AppointmentState::booked);
  CHECK(*table.answer(table.family, *proposed->appointment, 0, true) == *answered);
  CHECK(table.answer(table.family, *proposed->appointment, 1, false)->outcome == AnswerOutcome::changed);
}

TEST_CASE("propose: no frees the time at once, and is heard once", "[appointment]") {
  Table table;
  const auto proposed = table.propose(4);

  CHECK(table.answer(table.family, *proposed->appointment, 0, false)->outcome == AnswerOutcome::declined);

  CHECK(table.claimed_quarters() == 0);
  CHECK(table.only().state == AppointmentState::cancelled);
  CHECK(table.answer(table.family, *proposed->appointment, 0, false)->outcome == AnswerOutcome::declined);
  CHECK(table.answer(table.family, *proposed->appointment, 1, true)->outcome == AnswerOutcome::cancelled);
}

TEST_CASE("propose: the same request again is the same appointment", "[appointment]") {
  Table table;
  const auto first = table.propose(4);

  CHECK(*table.propose(4) == *first);
  CHECK(table.list(table.advisor()).size() == 1);
  CHECK(table.claimed_quarters() == 5);
}

TEST_CASE("propose: what is in the way is named, unless somebody is booking right now", "[appointment]") {
  Table table;
  const AppointmentBytes booked = table.book(6);

  // Its room before touches the other's room after.
  const auto refused = table.propose(7);
  CHECK(refused->outcome == ProposeOutcome::taken);
  CHECK(refused->appointment == booked);
  REQUIRE(table.hold(table.client(2), table.slots[12])->outcome == HoldOutcome::held);
  const auto by_a_hold = table.propose(12, 8);
  CHECK(by_a_hold->outcome == ProposeOutcome::taken);
  CHECK_FALSE(by_a_hold->appointment);
  CHECK(table.list(table.advisor()).size() == 1);
}

TEST_CASE("propose: not to a stranger's conversation, not in the past, not backwards", "[appointment]") {
  Table table;
  const std::int64_t now = table.clock().now().time_since_epoch().count();
  const auto propose = [&](std::int64_t start, std::int64_t end, std::uint8_t conversation = 1) {
    return table.run(
        table.service().propose(table.advisor(), {.conversation = Agenda::conversation_of(conversation).bytes,
                                                  .start = start,
                                                  .end = end,
                                                  .before_s = 0,
                                                  .after_s = 0,
                                                  .request = request_number(9)}));
  };

  CHECK(refusal(propose(now + 3600, now + 7200, 9)) == ErrorCode::not_found);
  CHECK(propose(now - 60, now + 7200)->outcome == ProposeOutcome::past);
  CHECK(refusal(propose(now + 7200, now + 3600)) == ErrorCode::invalid_params);
  CHECK(refusal(propose(now + 60, now + 60 + 43'201)) == ErrorCode::invalid_params);
  CHECK(table.list(table.advisor()).empty());
  CHECK(table.claimed_quarters() == 0);
}

TEST_CASE("propose: a client may propose too, and the advisor answers", "[appointment]") {
  Table table;
  const auto held = table.hold(table.family, table.slots[4], 1);
  const auto made = table.run(table.service().book(
      table.family, {*held->hold, Agenda::conversation_of(1).bytes, true, request_number(1)}));
  REQUIRE(made->outcome == BookOutcome::booked);
  CHECK(table.only().state == AppointmentState::proposed);

  CHECK(table.answer(table.family, *made->appointment, 0, true)->outcome == AnswerOutcome::changed);
  CHECK(table.answer(table.advisor(), *made->appointment, 0, true)->outcome == AnswerOutcome::accepted);
  CHECK(table.only().state == AppointmentState::booked);
}

TEST_CASE("move: the client's new time is taken and the old one free, in one step", "[appointment]") {
  Table table;
  const AppointmentBytes appointment = table.book(4);

  const auto moved = table.move(appointment, 9, 1);

  REQUIRE(moved->outcome == MoveOutcome::moved);
  CHECK(moved->start == table.slots[9].start);
  CHECK(moved->revision == 1);
  CHECK(table.claimed_quarters() == 3);
  CHECK(table.only().start == table.slots[9].start);
  CHECK(table.only().revision == 1);
  CHECK(table.hold(table.client(2), table.slots[4])->outcome == HoldOutcome::held);
  CHECK(table.hold(table.client(3), table.slots[9])->outcome == HoldOutcome::taken);
}

TEST_CASE("move: a repeat answers the same, and a hold that ended leaves the old time", "[appointment]") {
  Table table;
  const AppointmentBytes appointment = table.book(4);
  const auto held = table.hold(table.family, table.slots[9], 1);
  const auto move = [&] {
    return table.run(table.service().move(table.family, {appointment, *held->hold, request_number(1)}));
  };
  const auto first = move();
  CHECK(first->outcome == MoveOutcome::moved);
  CHECK(*move() == *first);

  const auto ended = table.hold(table.family, table.slots[12], 2);
  REQUIRE(table.run(table.service().release(table.family, {*ended->hold})));
  const auto refused =
      table.run(table.service().move(table.family, {appointment, *ended->hold, request_number(2)}));
  CHECK(refused->outcome == MoveOutcome::expired);
  CHECK(table.only().start == table.slots[9].start);
  CHECK(table.claimed_quarters() == 3);
}

TEST_CASE("move: not what is another's, cancelled or has begun", "[appointment]") {
  Table table;
  const AppointmentBytes appointment = table.book(4);
  const auto other = table.client(2);
  const auto held = table.hold(other, table.slots[9], 1);
  CHECK(refusal(table.run(table.service().move(other, {appointment, *held->hold, request_number(1)}))) ==
        ErrorCode::not_found);
  REQUIRE(table.run(table.service().release(other, {*held->hold})));

  const auto mine = table.hold(table.family, table.slots[9], 2);
  table.clock().set(kiezel::appointment::instant(table.slots[4].start));
  const auto late =
      table.run(table.service().move(table.family, {appointment, *mine->hold, request_number(2)}));
  CHECK(late->outcome == MoveOutcome::past);
  table.clock().set(kiezel::appointment::instant(table.slots[4].start - 60));
  REQUIRE(table.cancel(table.family, appointment));
  const auto gone =
      table.run(table.service().move(table.family, {appointment, *mine->hold, request_number(2)}));
  CHECK(gone->outcome == MoveOutcome::cancelled);
}

TEST_CASE("cancel: frees both times of one that is being moved", "[appointment]") {
  Table table;
  const AppointmentBytes appointment = table.book(4);
  REQUIRE(table.propose_move(appointment, 0, table.slots[9].start)->outcome == ProposeOutcome::proposed);

  CHECK(table.cancel(table.family, appointment)->revision == 2);

  CHECK(table.claimed_quarters() == 0);
  CHECK(table.answer(table.family, appointment, 1, true)->outcome == AnswerOutcome::cancelled);
}

TEST_CASE("erase: leaves nothing of proposals and moves", "[appointment]") {
  Table table;
  const AppointmentBytes appointment = table.book(4);
  REQUIRE(table.propose_move(appointment, 0, table.slots[9].start)->outcome == ProposeOutcome::proposed);
  REQUIRE(table.propose(14)->outcome == ProposeOutcome::proposed);

  REQUIRE(table.run(table.service().erase(Agenda::conversation_of(1))));

  CHECK(table.claimed_quarters() == 0);
  CHECK(table.list(table.advisor()).empty());
}
