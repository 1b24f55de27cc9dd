// Booking, cancelling and listing.
#include <catch2/catch.hpp>

#include "tests/integration/appointment/agenda.hpp"

namespace {

using kiezel::core::ErrorCode;
using kiezel::protocol::AppointmentState;
using kiezel::protocol::BookOutcome;
using kiezel::protocol::CancelOutcome;
using kiezel::protocol::HoldOutcome;
using kiezel::redis::Command;
using kiezel::support::Agenda;
using kiezel::support::numbered;
using kiezel::support::refusal;
using namespace std::chrono_literals;

}  // namespace

TEST_CASE("book: a hold becomes an appointment that both sides see", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto slot = agenda.offered()[4];
  const auto held = agenda.hold(client, slot.start);

  const auto booked = agenda.book(client, *held->hold);

  REQUIRE(booked);
  CHECK(booked->outcome == BookOutcome::booked);
  CHECK(booked->start == slot.start);
  CHECK(booked->end == slot.end);
  const kiezel::protocol::Appointment expected{.appointment = *booked->appointment,
                                               .conversation = Agenda::conversation_of(1).bytes,
                                               .advisor = agenda.advisor_id().bytes,
                                               .start = slot.start,
                                               .end = slot.end,
                                               .state = AppointmentState::booked};
  CHECK(agenda.list(client) == std::vector{expected});
  // What is kept free around it is the advisor's to know: half an hour and the quarter after it.
  auto for_the_advisor = expected;
  for_the_advisor.busy_from = slot.start;
  for_the_advisor.busy_until = slot.end + 900;
  CHECK(agenda.list(agenda.advisor()) == std::vector{for_the_advisor});
  CHECK(agenda.hold(agenda.client(2), slot.start)->outcome == HoldOutcome::taken);
}

TEST_CASE("book: a repeat gets the first answer, another request hears already_booked", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto held = agenda.hold(client, agenda.offered()[4].start);
  const auto first = agenda.book(client, *held->hold, 5);

  CHECK(*agenda.book(client, *held->hold, 5) == *first);
  const auto other = agenda.book(client, *held->hold, 6);
  CHECK(other->outcome == BookOutcome::already_booked);
  CHECK(other->appointment == first->appointment);
  CHECK(agenda.list(client).size() == 1);
}

TEST_CASE("book: nobody books into another's conversation or takes over another's appointment",
          "[appointment]") {
  Agenda agenda;
  const auto owner = agenda.client(1);
  const auto stranger = agenda.client(2);
  const auto held = agenda.hold(owner, agenda.offered()[4].start);
  const auto foreign = agenda.run(agenda.service().book(
      stranger, {*held->hold, Agenda::conversation_of(1).bytes, false, kiezel::support::request_number(1)}));
  CHECK(refusal(foreign) == ErrorCode::not_found);
  CHECK(agenda.list(agenda.advisor()).empty());
  REQUIRE(agenda.book(owner, *held->hold)->outcome == BookOutcome::booked);

  CHECK(agenda.book(stranger, *held->hold)->outcome == BookOutcome::expired);
  CHECK(agenda.list(stranger).empty());
}

TEST_CASE("book: a conversation without this advisor is not found", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto held = agenda.hold(client, agenda.offered()[4].start);
  REQUIRE(agenda.redis().execute(Command{"DEL", agenda.keys().desk(agenda.advisor_id())}));

  CHECK(refusal(agenda.book(client, *held->hold)) == ErrorCode::not_found);
  CHECK(agenda.list(client).empty());
}

TEST_CASE("book: an unknown hold has ended", "[appointment]") {
  Agenda agenda;

  CHECK(agenda.book(agenda.client(1), numbered<kiezel::core::HoldId>(9).bytes)->outcome ==
        BookOutcome::expired);
}

TEST_CASE("book: a call whose time has come is closed", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto slot = agenda.offered()[0];
  const auto held = agenda.hold(client, slot.start);
  agenda.clock().set(std::chrono::sys_seconds(std::chrono::seconds(slot.start)));

  CHECK(agenda.book(client, *held->hold)->outcome == BookOutcome::closed);
}

TEST_CASE("book: one conversation has a bounded number of calls to come", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto slots = agenda.offered();
  for (std::uint32_t i = 0; i < kiezel::appointment::upcoming_max; ++i) {
    const auto held = agenda.hold(client, slots[i].start, i);
    REQUIRE(agenda.book(client, *held->hold, i)->outcome == BookOutcome::booked);
  }

  const auto held = agenda.hold(client, slots[20].start, 99);
  const auto refused = agenda.book(client, *held->hold, 99);

  CHECK(refusal(refused) == ErrorCode::rate_limited);
  CHECK(std::cmp_equal(agenda.list(client).size(), kiezel::appointment::upcoming_max));
}

TEST_CASE("book: who cancelled may book again, up to four times as much", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto slots = agenda.offered();
  constexpr auto all = static_cast<std::uint32_t>(4 * kiezel::appointment::upcoming_max);
  for (std::uint32_t i = 0; i < all; ++i) {
    const auto held = agenda.hold(client, slots[i % 5 + 20].start, i);
    const auto booked = agenda.book(client, *held->hold, i);
    REQUIRE(booked->outcome == BookOutcome::booked);
    REQUIRE(agenda.cancel(client, *booked->appointment));
  }

  const auto held = agenda.hold(client, slots[20].start, all);
  const auto refused = agenda.book(client, *held->hold, all);

  CHECK(refusal(refused) == ErrorCode::rate_limited);
}

TEST_CASE("cancel: frees the time once, for either side", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto slot = agenda.offered()[4];
  for (const auto& canceller : {client, agenda.advisor()}) {
    const auto held = agenda.hold(client, slot.start, canceller.role == kiezel::core::Role::client ? 1 : 2);
    const auto booked = agenda.book(client, *held->hold);
    REQUIRE(booked->outcome == BookOutcome::booked);

    CHECK(agenda.cancel(canceller, *booked->appointment)->outcome == CancelOutcome::cancelled);
    CHECK(agenda.claimed_quarters() == 0);
    CHECK(agenda.cancel(canceller, *booked->appointment)->outcome == CancelOutcome::already_cancelled);
  }

  const auto seen = agenda.list(agenda.advisor());
  REQUIRE(seen.size() == 2);
  CHECK(seen[0].state == AppointmentState::cancelled);
}

TEST_CASE("book: a repeat after the cancellation does not answer as if the call stood", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto slot = agenda.offered()[4];
  const auto held = agenda.hold(client, slot.start);
  const auto booked = agenda.book(client, *held->hold);
  REQUIRE(agenda.cancel(client, *booked->appointment)->outcome == CancelOutcome::cancelled);

  CHECK(agenda.book(client, *held->hold)->outcome == BookOutcome::expired);
  // The same hold once more has the same id, and so has what would be made of it.
  REQUIRE(agenda.hold(client, slot.start)->hold == held->hold);
  CHECK(agenda.book(client, *held->hold)->outcome == BookOutcome::expired);
}

TEST_CASE("cancel: a second time never frees what somebody else has booked since", "[appointment]") {
  Agenda agenda;
  const auto slot = agenda.offered()[4];
  const auto first = agenda.book(agenda.client(1), *agenda.hold(agenda.client(1), slot.start)->hold);
  REQUIRE(agenda.cancel(agenda.client(1), *first->appointment)->outcome == CancelOutcome::cancelled);
  const auto second = agenda.book(agenda.client(2), *agenda.hold(agenda.client(2), slot.start, 2)->hold);
  REQUIRE(second->outcome == BookOutcome::booked);

  CHECK(agenda.cancel(agenda.client(1), *first->appointment)->outcome == CancelOutcome::already_cancelled);

  CHECK(agenda.hold(agenda.client(3), slot.start)->outcome == HoldOutcome::taken);
}

TEST_CASE("cancel: not by a stranger, not once it has begun, and not what is unknown", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto slot = agenda.offered()[4];
  const auto booked = agenda.book(client, *agenda.hold(client, slot.start)->hold);
  kiezel::core::Caller other_advisor{.role = kiezel::core::Role::advisor,
                                     .advisor = numbered<kiezel::core::AdvisorId>(3)};

  CHECK(refusal(agenda.cancel(agenda.client(2), *booked->appointment)) == ErrorCode::not_found);
  CHECK(refusal(agenda.cancel(other_advisor, *booked->appointment)) == ErrorCode::not_found);
  CHECK(refusal(agenda.cancel(client, kiezel::support::request_number(1))) == ErrorCode::not_found);
  agenda.clock().set(std::chrono::sys_seconds(std::chrono::seconds(slot.start)));
  CHECK(agenda.cancel(client, *booked->appointment)->outcome == CancelOutcome::past);
  CHECK(agenda.list(client)[0].state == AppointmentState::booked);
}

TEST_CASE("appointments: booking and cancelling move both counters", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto counters = [&] {
    return std::pair(*agenda.run(agenda.service().changes(agenda.advisor_id())),
                     *agenda.run(agenda.service().changes(Agenda::conversation_of(1))));
  };
  const auto held = agenda.hold(client, agenda.offered()[4].start);
  const auto before = counters();

  const auto booked = agenda.book(client, *held->hold);
  CHECK(counters() == std::pair(before.first + 1, before.second + 1));
  REQUIRE(agenda.cancel(client, *booked->appointment));
  CHECK(counters() == std::pair(before.first + 2, before.second + 2));
}

TEST_CASE("appointments: the list is in the order of time and keeps to its period", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto slots = agenda.offered();
  std::uint32_t request = 0;
  for (const std::size_t i : {std::size_t{9}, std::size_t{3}, std::size_t{6}}) {
    ++request;
    REQUIRE(agenda.book(client, *agenda.hold(client, slots[i].start, request)->hold, request));
  }

  const auto all = agenda.list(client);
  REQUIRE(all.size() == 3);
  CHECK(std::ranges::is_sorted(all, {}, &kiezel::protocol::Appointment::start));
  const auto some = agenda.run(agenda.service().list(agenda.advisor(), {slots[3].start, slots[9].start}));
  REQUIRE(some->appointments.size() == 2);
  CHECK(some->appointments[0].appointment == all[0].appointment);
  CHECK(some->appointments[1].appointment == all[1].appointment);
  CHECK(agenda.run(agenda.service().list(client, {slots[9].start, slots[3].start}))->appointments.empty());
}

TEST_CASE("appointments: a booking survives the death of Redis", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto slot = agenda.offered()[4];
  REQUIRE(agenda.book(client, *agenda.hold(client, slot.start)->hold)->outcome == BookOutcome::booked);

  agenda.server().kill();
  CHECK(refusal(agenda.hold(agenda.advisor(), slot.start)) == ErrorCode::unavailable);
  agenda.server().start();
  REQUIRE(agenda.run(agenda.redis().client().wait_connected(kiezel::core::deadline_in(20s))));

  CHECK(agenda.list(client).size() == 1);
  CHECK(agenda.hold(agenda.client(2), slot.start)->outcome == HoldOutcome::taken);
}
