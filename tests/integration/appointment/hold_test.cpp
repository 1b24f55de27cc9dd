// Keeping a time for five minutes.
#include <catch2/catch.hpp>
#include <cstddef>
#include <vector>

#include "protocol/limits.hpp"
#include "tests/integration/appointment/agenda.hpp"

namespace {

using kiezel::appointment::HoldStep;
using kiezel::protocol::BookOutcome;
using kiezel::protocol::HoldOutcome;
using kiezel::redis::Command;
using kiezel::support::Agenda;
using kiezel::support::numbered;
using kiezel::support::wide_hours;
using namespace std::chrono_literals;

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

// A time with one right before it and one right after it on the same day, at whatever hour the test runs.
std::size_t amid(const std::vector<kiezel::protocol::Slot>& slots) {
  const auto step = [&slots](std::size_t at) { return slots[at].start - slots[at - 1].start; };
  std::size_t at = 4;
  while (step(at) > 3600 || step(at + 1) > 3600) ++at;
  return at;
}

// A wish for this time, as the service would work it out from the rules that stand now.
kiezel::appointment::HoldWish wish_for(Agenda& agenda, const kiezel::protocol::Slot& offered,
                                       std::int64_t rules_version) {
  const kiezel::appointment::Slot slot{kiezel::appointment::instant(offered.start),
                                       kiezel::appointment::instant(offered.end)};
  const auto room = kiezel::appointment::with_room(slot, wide_hours().kinds[0]);
  return {.id = numbered<kiezel::core::HoldId>(7),
          .advisor = agenda.advisor_id(),
          .offer = {.slot = slot,
                    .spans = {{.kind = kiezel::protocol::Kind::call,
                               .span = kiezel::appointment::quarters_of(room)}}},
          .rules_version = rules_version,
          .day = {},
          .life = 300s,
          .earlier = {}};
}

}  // namespace

TEST_CASE("hold: a time of rules that changed meanwhile is not given out", "[appointment]") {
  Agenda agenda;
  kiezel::appointment::RulesStore rules(agenda.redis().client(), agenda.keys());
  kiezel::appointment::HoldStore holds(agenda.redis().client(), agenda.keys());
  const auto slot = agenda.offered()[4];
  const auto version = [&] {
    return (*agenda.run(rules.rules(agenda.advisor_id(), agenda.clock().now())))->version;
  };
  const auto hold = [&](std::int64_t rules_version) {
    return agenda.run(holds.hold(wish_for(agenda, slot, rules_version)))->step;
  };
  const std::int64_t before = version();

  agenda.set(wide_hours());

  CHECK(version() == before + 1);
  CHECK(hold(before) == HoldStep::changed);
  CHECK(agenda.claimed_quarters() == 0);
  CHECK(hold(before + 1) == HoldStep::held);
  CHECK(agenda.claimed_quarters() == 3);
}

TEST_CASE("hold: nothing is held with an advisor who was suspended meanwhile", "[appointment]") {
  Agenda agenda;
  kiezel::appointment::HoldStore holds(agenda.redis().client(), agenda.keys());
  const auto slot = agenda.offered()[4];
  REQUIRE(agenda.redis().execute(
      Command{"HSET", agenda.keys().advisor(agenda.advisor_id()), "state", "suspended"}));

  const auto held = agenda.run(holds.hold(wish_for(agenda, slot, 1)));

  CHECK(held->step == HoldStep::changed);
  CHECK(agenda.claimed_quarters() == 0);
}

TEST_CASE("hold: hours that were saved before versions were counted can be held", "[appointment]") {
  Agenda agenda;
  REQUIRE(agenda.redis().execute(Command{"HDEL", agenda.keys().advisor(agenda.advisor_id()), "rules_n"}));

  CHECK(agenda.hold(agenda.client(1), agenda.offered()[4].start)->outcome == HoldOutcome::held);
}

TEST_CASE("hold: lives five minutes and says until when", "[appointment]") {
  Agenda agenda;
  const auto slot = agenda.offered()[4];

  const auto held = agenda.hold(agenda.client(1), slot.start);

  REQUIRE(held);
  CHECK(held->outcome == HoldOutcome::held);
  CHECK(held->nearest.empty());
  const auto now = agenda.clock().now().time_since_epoch().count();
  CHECK(*held->expires_at - now >= kiezel::protocol::limits::hold_s);
  CHECK(*held->expires_at - now < kiezel::protocol::limits::hold_s + 60);
}

TEST_CASE("hold: a taken time is answered with the nearest free ones", "[appointment]") {
  Agenda agenda;
  const auto slots = agenda.offered();
  const std::size_t wanted = amid(slots);
  REQUIRE(agenda.hold(agenda.client(1), slots[wanted].start)->outcome == HoldOutcome::held);

  const auto answer = agenda.hold(agenda.client(2), slots[wanted].start);

  REQUIRE(answer);
  CHECK(answer->outcome == HoldOutcome::taken);
  CHECK_FALSE(answer->hold);
  REQUIRE(answer->nearest.size() == 3);
  CHECK(std::ranges::find(answer->nearest, slots[wanted - 1]) != answer->nearest.end());
  CHECK(std::ranges::find(answer->nearest, slots[wanted + 1]) != answer->nearest.end());
  CHECK(std::ranges::find(answer->nearest, slots[wanted]) == answer->nearest.end());
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
  hours.kinds[0].notice_min = (slots[4].start - now) / 60 + 1;
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

TEST_CASE("hold: ends with the connection that made it, and only that one", "[appointment]") {
  Agenda agenda;
  const auto slots = agenda.offered();
  const auto leaving = agenda.client(1);
  const auto staying = agenda.client(2);
  const auto held = agenda.hold(leaving, slots[4].start);
  REQUIRE(agenda.hold(staying, slots[20].start)->outcome == HoldOutcome::held);

  REQUIRE(agenda.run(agenda.service().connection_ended(leaving.connection)));

  CHECK(agenda.hold(agenda.client(3), slots[4].start)->outcome == HoldOutcome::held);
  CHECK(agenda.hold(agenda.client(4), slots[20].start)->outcome == HoldOutcome::taken);
  CHECK(agenda.book(leaving, *held->hold)->outcome == BookOutcome::expired);
  REQUIRE(agenda.run(agenda.service().connection_ended(leaving.connection)));
}

TEST_CASE("hold: what was booked stays booked when the connection ends", "[appointment]") {
  Agenda agenda;
  const auto client = agenda.client(1);
  const auto held = agenda.hold(client, agenda.offered()[4].start);
  REQUIRE(agenda.book(client, *held->hold)->outcome == BookOutcome::booked);

  REQUIRE(agenda.run(agenda.service().connection_ended(client.connection)));

  CHECK(agenda.list(client).size() == 1);
}
