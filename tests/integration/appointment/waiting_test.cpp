// Waiting for a time that suits: what came free is kept for whoever waits, in their turn.
#include <catch2/catch.hpp>

#include "tests/integration/appointment/agenda.hpp"

namespace {

using kiezel::core::Caller;
using kiezel::core::ErrorCode;
using kiezel::protocol::BookOutcome;
using kiezel::protocol::DayPart;
using kiezel::protocol::HoldOutcome;
using kiezel::protocol::Wish;
using kiezel::redis::Command;
using kiezel::support::Agenda;
using kiezel::support::refusal;
using kiezel::support::request_number;

std::vector<Wish> any_time() {
  std::vector<Wish> wishes;
  for (std::int64_t weekday = 1; weekday <= 7; ++weekday) {
    for (const DayPart part : {DayPart::morning, DayPart::afternoon, DayPart::evening})
      wishes.push_back({.weekday = weekday, .part = part});
  }
  return wishes;
}

class WaitingRoom : public Agenda {
 public:
  auto put(const Caller& caller, std::vector<Wish> wishes, std::uint8_t conversation) {
    return run(service().waiting_put(
        caller, {Agenda::conversation_of(conversation).bytes, advisor_id().bytes, std::move(wishes)}));
  }
  auto get(const Caller& caller, std::uint8_t conversation) {
    return run(service().waiting_get(caller, {Agenda::conversation_of(conversation).bytes}));
  }
  auto remove(const Caller& caller, std::uint8_t conversation) {
    return run(service().waiting_remove(caller, {Agenda::conversation_of(conversation).bytes}));
  }
  std::int64_t offer() { return *run(service().offer_to_all()); }
};

}  // namespace

TEST_CASE("waiting: a time that suits is kept for who waits, and can be booked", "[appointment]") {
  WaitingRoom room;
  const auto family = room.client(1);
  REQUIRE(room.put(family, any_time(), 1));
  CHECK(room.get(family, 1)->wishes == any_time());
  CHECK_FALSE(room.get(family, 1)->offer);
  const auto before = *room.run(room.service().changes(Agenda::conversation_of(1)));

  CHECK(room.offer() == 1);

  const auto offer = room.get(family, 1)->offer;
  REQUIRE(offer);
  CHECK(*room.run(room.service().changes(Agenda::conversation_of(1))) == before + 1);
  CHECK(room.claimed_quarters() == 3);
  CHECK(room.hold(room.client(2), offer->start)->outcome == HoldOutcome::taken);
  CHECK(room.offer() == 0);
  CHECK(room.book(family, offer->hold)->outcome == BookOutcome::booked);
  REQUIRE(room.remove(family, 1));
  CHECK(room.list(family).size() == 1);
  CHECK(room.offer() == 0);
}

TEST_CASE("waiting: only the parts of the week that were asked for are offered", "[appointment]") {
  WaitingRoom room;
  const auto family = room.client(1);
  const kiezel::appointment::LocalTime local;
  for (const Wish& wish :
       {Wish{.weekday = 2, .part = DayPart::morning}, Wish{.weekday = 6, .part = DayPart::evening}}) {
    REQUIRE(room.put(family, {wish}, 1));
    CHECK(room.offer() == 1);

    const auto offer = room.get(family, 1)->offer;

    REQUIRE(offer);
    const auto start = kiezel::appointment::instant(offer->start);
    CHECK(kiezel::appointment::wishes_of({wish})[kiezel::appointment::part_of(start, local)]);
    REQUIRE(room.remove(family, 1));
    CHECK(room.claimed_quarters() == 0);
  }
}

TEST_CASE("waiting: what is let go comes to the next, and not again", "[appointment]") {
  WaitingRoom room;
  // One time only.
  auto hours = kiezel::support::wide_hours();
  hours.weekly.resize(1);
  hours.weekly[0].until_min = hours.weekly[0].from_min + 30;
  hours.horizon_days = 7;
  room.set(hours);
  REQUIRE(room.offered().size() == 1);
  const auto first = room.client(1);
  const auto second = room.client(2);
  REQUIRE(room.put(first, any_time(), 1));
  REQUIRE(room.put(second, any_time(), 2));
  CHECK(room.offer() == 1);
  REQUIRE(room.get(first, 1)->offer);

  // Its day goes by without an answer.
  REQUIRE(room.redis().execute(Command{"EVAL", R"(
    for _, key in ipairs(redis.call('KEYS', '*}:wait:*')) do
      if redis.call('HEXISTS', key, 'hold') == 1 then redis.call('HSET', key, 'expires_at', 1) end
    end
    for _, key in ipairs(redis.call('KEYS', '*}:hold:*')) do redis.call('DEL', key) end
    for _, key in ipairs(redis.call('KEYS', '*claims:*')) do redis.call('DEL', key) end)",
                                       0}));
  CHECK_FALSE(room.get(first, 1)->offer);
  CHECK(room.offer() == 1);

  CHECK_FALSE(room.get(first, 1)->offer);
  CHECK(room.get(second, 2)->offer);
  // The one time there is was offered to the first before.
  REQUIRE(room.remove(second, 2));
  CHECK(room.offer() == 0);
  CHECK(room.claimed_quarters() == 0);
}

TEST_CASE("waiting: nobody waits for another, looks at another's, or takes it away", "[appointment]") {
  WaitingRoom room;
  const auto family = room.client(1);
  const auto stranger = room.client(2);

  CHECK(refusal(room.put(stranger, any_time(), 1)) == ErrorCode::not_found);
  REQUIRE(room.put(family, any_time(), 1));
  CHECK(refusal(room.get(stranger, 1)) == ErrorCode::not_found);
  CHECK(refusal(room.remove(stranger, 1)) == ErrorCode::not_found);
  CHECK(room.get(family, 1)->wishes.size() == 21);
  CHECK(refusal(room.get(stranger, 9)) == ErrorCode::not_found);
}

TEST_CASE("waiting: a list has an end, and its places come back", "[appointment]") {
  WaitingRoom room;
  for (std::uint8_t number = 1; number <= kiezel::appointment::waiting_max; ++number)
    REQUIRE(room.put(room.client(number), any_time(), number));

  CHECK(refusal(room.put(room.client(120), any_time(), 120)) == ErrorCode::rate_limited);
  REQUIRE(room.put(room.client(1), any_time(), 1));
  REQUIRE(room.remove(room.client(1), 1));
  REQUIRE(room.remove(room.client(1), 1));
  CHECK(room.put(room.client(120), any_time(), 120));
}

TEST_CASE("waiting: erasing a conversation gives back what was kept for it", "[appointment]") {
  WaitingRoom room;
  const auto family = room.client(1);
  REQUIRE(room.put(family, any_time(), 1));
  REQUIRE(room.offer() == 1);

  REQUIRE(room.run(room.service().erase(Agenda::conversation_of(1))));

  CHECK(room.claimed_quarters() == 0);
  CHECK(room.get(family, 1)->wishes.empty());
  CHECK(room.offer() == 0);
}

TEST_CASE("waiting: among shards one looks in a while", "[appointment]") {
  WaitingRoom room;
  REQUIRE(room.put(room.client(1), any_time(), 1));
  REQUIRE(room.put(room.client(2), any_time(), 2));

  CHECK(*room.run(room.service().sweep_waiting()) == 2);
  CHECK(*room.run(room.service().sweep_waiting()) == 0);
}
