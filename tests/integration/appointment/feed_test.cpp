// An advisor's agenda for its own calendar.
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "tests/integration/appointment/agenda.hpp"

namespace {

using kiezel::crypto::Secret;
using kiezel::protocol::BookOutcome;
using kiezel::redis::Command;
using kiezel::support::Agenda;
using kiezel::support::request_number;

Secret<32> token(std::uint8_t byte) {
  const std::vector<std::uint8_t> bytes(32, byte);
  return *Secret<32>::from(bytes);
}

class Feed : public Agenda {
 public:
  bool put(std::uint8_t byte, bool neutral = false) {
    const auto hash = kiezel::crypto::hash("kz1/agenda", {token(byte).expose()});
    return run(service().feed_put(advisor(), {.token_hash = hash.bytes, .neutral = neutral})).has_value();
  }
  std::optional<std::string> read(std::uint8_t byte) { return *run(service().calendar(token(byte))); }
  void book(std::size_t slot) {
    const auto family = client(1);
    const auto held = hold(family, offered()[slot]);
    REQUIRE(Agenda::book(family, *held->hold)->outcome == BookOutcome::booked);
  }
};

}  // namespace

TEST_CASE("feed: says when and that it is a talk, and nothing else", "[appointment]") {
  Feed feed;
  REQUIRE(feed.put(1));
  feed.book(4);

  const auto calendar = feed.read(1);

  REQUIRE(calendar);
  CHECK(calendar->contains("SUMMARY:Gesprek\r\n"));
  CHECK(calendar->contains("STATUS:CONFIRMED\r\nCLASS:PRIVATE\r\n"));
  CHECK(calendar->contains("SEQUENCE:0\r\n"));
  for (const char* word : {"DESCRIPTION", "LOCATION", "ATTENDEE", "ORGANIZER", "URL", "iezel"})
    CHECK_FALSE(calendar->contains(word));
  const auto booked = feed.list(feed.advisor())[0];
  CHECK_FALSE(calendar->contains(kiezel::crypto::to_hex(booked.appointment)));
}

TEST_CASE("feed: a proposal is tentative, a cancelled appointment stays as such, and all can be neutral",
          "[appointment]") {
  Feed feed;
  REQUIRE(feed.put(1, true));
  feed.book(4);
  CHECK(feed.read(1)->contains("SUMMARY:Bezet"));
  CHECK_FALSE(feed.read(1)->contains("Gesprek"));

  REQUIRE(feed.cancel(feed.advisor(), feed.list(feed.advisor())[0].appointment));

  CHECK(feed.read(1)->contains("SEQUENCE:1\r\n"));
  CHECK(feed.read(1)->contains("STATUS:CANCELLED"));
}

TEST_CASE("feed: another token or none reads nothing, a new one ends the old, removing ends all",
          "[appointment]") {
  Feed feed;
  CHECK_FALSE(feed.read(1));
  CHECK_FALSE(feed.run(feed.service().feed_get(feed.advisor(), {}))->exists);
  REQUIRE(feed.put(1));
  CHECK(feed.run(feed.service().feed_get(feed.advisor(), {}))->exists);
  CHECK_FALSE(feed.read(2));
  REQUIRE(feed.put(2));
  CHECK_FALSE(feed.read(1));
  CHECK(feed.read(2));

  for (int round = 0; round < 2; ++round) REQUIRE(feed.run(feed.service().feed_remove(feed.advisor(), {})));

  CHECK_FALSE(feed.read(2));
  CHECK_FALSE(feed.run(feed.service().feed_get(feed.advisor(), {}))->exists);
}

TEST_CASE("feed: a suspended advisor's agenda is closed", "[appointment]") {
  Feed feed;
  REQUIRE(feed.put(1));
  REQUIRE(
      feed.redis().execute(Command{"HSET", feed.keys().advisor(feed.advisor_id()), "state", "suspended"}));

  CHECK_FALSE(feed.read(1));
  CHECK_FALSE(feed.put(2));
}
