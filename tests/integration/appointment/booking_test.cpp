// Holding, booking, cancelling and listing.
#include <catch2/catch.hpp>

#include "protocol/limits.hpp"
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
using kiezel::support::wide_hours;
using namespace std::chrono_literals;

ErrorCode refusal(const auto& result) {
  REQUIRE_FALSE(result);
  return result.error().code;
}

// Ends every hold now, as five minutes of waiting would.
void end_holds(Agenda& agenda) {
  REQUIRE(agenda.redis().execute(Command{"EVAL", R"(
    for _, key in ipairs(redis.call('KEYS', '*}:hold:*')) do redis.call('DEL', key) end
    for _, key in ipairs(redis.call('KEYS', '*claims:*')) do
      local claims = redis.call('HGETALL', key)
      for at = 1, #claims, 2 do
        local ended = string.gsub(claims[at + 1], '^h%d+:', 'h1:')
        redis.call('HSET', key, claims[at], ended)
      end
    end)",
                                         0}));
}

}  // namespace

TEST_CASE("hold: lives five minutes and says until when", "[appointment]") {
  Agenda agenda;
  const auto slot = agenda.offered()[4];

  const auto held = agenda.hold(agenda.client(1), slot.start);

  REQUIRE(held);
  CHECK(held->outcome == HoldOutcome::held);
  CHECK(held->end == slot.end);
  CHECK(held->nearest.empty());
  const auto now = agenda.clock().now().time_since_epoch().count();
  CHECK(*held->expires_at - now >= kiezel::protocol::limits::hold_s);
  CHECK(*held->expires_at - now < kiezel::protocol::limits::hold_s + 60);
}

TEST_CASE("hold: a taken time is answered with the nearest free ones", "[appointment]") {
  Agenda agenda;
  const auto slots = agenda.offered();
  REQUIRE(agenda.hold(agenda.client(1), slots[4].start)->outcome == HoldOutcome::held);

  const auto answer = agenda.hold(agenda.client(2), slots[4].start);

  REQUIRE(answer);
  CHECK(answer->outcome == HoldOutcome::taken);
  CHECK_FALSE(answer->hold);
  REQUIRE(answer->nearest.size() == 3);
  CHECK(std::ranges::find(answer->nearest, slots[3]) != answer->nearest.end());
  CHECK(std::ranges::find(answer->nearest, slots[5]) != answer->nearest.end());
  CHECK(std::ranges::find(answer->nearest, slots[4]) == answer->nearest.end());
}

TEST_CASE("hold: what is not offered is closed: past, between, beyond, closed day, too soon",
          "[appointment]") {
  Agenda agenda;
  const auto slots = agenda.offered();
  const auto now = agenda.clock().now().time_since_epoch().count();
  const auto outcome = [&](std::int64_t start) { return agenda.hold(agenda.client(1), start)->outcome; };

  CHECK(outcome(slots[0].start - 7 * 86'400) == HoldOutcome::closed);
  CHECK(outcome(slots[4].start + 60) == HoldOutcome::closed);
  CHECK(outcome(slots.back().start + 40 * 86'400) == HoldOutcome::closed);
  CHECK(outcome(0) == HoldOutcome::closed);
  CHECK(outcome(kiezel::protocol::limits::integer_max) == HoldOutcome::closed);
  auto hours = wide_hours();
  hours.notice_min = (slots[4].start - now) / 60 + 1;
  agenda.set(hours);
  CHECK(outcome(slots[4].start) == HoldOutcome::closed);
  CHECK(agenda.claimed_quarters() == 0);
}

TEST_CASE("hold: the same request again gets the same answer and claims nothing more", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto slot = agenda.offered()[4];
  const auto first = agenda.hold(client, slot.start, 7);
  const auto quarters = agenda.claimed_quarters();

  auto elsewhere = client;
  elsewhere.connection = 99;
  const auto second = agenda.hold(elsewhere, slot.start, 7);

  REQUIRE(second);
  CHECK(*second == *first);
  CHECK(agenda.claimed_quarters() == quarters);
}

TEST_CASE("hold: a new one of the same connection releases the old, overlapping or not", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto slots = agenda.offered();
  REQUIRE(agenda.hold(client, slots[4].start, 1)->outcome == HoldOutcome::held);
  const auto quarters = agenda.claimed_quarters();

  REQUIRE(agenda.hold(client, slots[9].start, 2)->outcome == HoldOutcome::held);
  CHECK(agenda.claimed_quarters() == quarters);
  REQUIRE(agenda.hold(client, slots[9].start, 3)->outcome == HoldOutcome::held);
  CHECK(agenda.claimed_quarters() == quarters);

  CHECK(agenda.hold(agenda.client(2), slots[4].start)->outcome == HoldOutcome::held);
  CHECK(agenda.hold(agenda.client(3), slots[9].start)->outcome == HoldOutcome::taken);
}

TEST_CASE("hold: one that is taken leaves the old one alone", "[appointment]") {
  Agenda agenda;
  const auto slots = agenda.offered();
  REQUIRE(agenda.hold(agenda.client(2), slots[9].start)->outcome == HoldOutcome::held);
  const auto held = agenda.hold(agenda.client(1), slots[4].start, 1);

  CHECK(agenda.hold(agenda.client(1), slots[9].start, 2)->outcome == HoldOutcome::taken);

  CHECK(agenda.book(agenda.client(1), *held->hold)->outcome == BookOutcome::booked);
}

TEST_CASE("hold: a released time is free at once, and releasing twice is no error", "[appointment]") {
  Agenda agenda;
  const auto slot = agenda.offered()[4];
  const auto held = agenda.hold(agenda.client(1), slot.start);

  for (int round = 0; round < 2; ++round) {
    CHECK(agenda.run(agenda.service().release(agenda.client(1), {*held->hold})));
  }

  CHECK(agenda.claimed_quarters() == 0);
  CHECK(agenda.book(agenda.client(1), *held->hold)->outcome == BookOutcome::expired);
  CHECK(agenda.hold(agenda.client(2), slot.start)->outcome == HoldOutcome::held);
}

TEST_CASE("hold: one that has ended blocks nobody and cannot be booked", "[appointment]") {
  Agenda agenda;
  const auto slot = agenda.offered()[4];
  const auto held = agenda.hold(agenda.client(1), slot.start);
  end_holds(agenda);

  CHECK(agenda.book(agenda.client(1), *held->hold)->outcome == BookOutcome::expired);
  CHECK(agenda.offered()[4] == slot);
  CHECK(agenda.hold(agenda.client(2), slot.start)->outcome == HoldOutcome::held);
}

TEST_CASE("hold: its keys end by themselves", "[appointment]") {
  Agenda agenda;
  const auto slot = agenda.offered()[4];
  const auto held = agenda.hold(agenda.client(1), slot.start);
  const auto hold = *kiezel::core::HoldId::from(*held->hold);

  const auto hold_ttl = agenda.redis().execute(Command{"TTL", agenda.keys().hold(hold)})->integer;
  const std::chrono::sys_days day =
      std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(slot.start)));
  const auto claims_end =
      agenda.redis().execute(Command{"EXPIRETIME", agenda.keys().claims(agenda.advisor_id(), day)})->integer;

  CHECK(hold_ttl > 0);
  CHECK(hold_ttl <= kiezel::protocol::limits::hold_s);
  CHECK(claims_end == (day + std::chrono::days(3)).time_since_epoch() / 1s);
}

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
  CHECK(agenda.list(agenda.advisor()) == std::vector{expected});
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
      stranger, {*held->hold, Agenda::conversation_of(1).bytes, kiezel::support::request_number(1)}));
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
  CHECK(some->appointments == std::vector(all.begin(), all.begin() + 2));
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
