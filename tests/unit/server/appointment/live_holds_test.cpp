#include <catch2/catch.hpp>

#include "server/appointment/live_holds.hpp"

namespace {

using kiezel::appointment::Hold;
using kiezel::appointment::LiveHolds;
using kiezel::appointment::sys_seconds;
using namespace std::chrono_literals;

const sys_seconds now{1'800'000'000s};

Hold hold(std::uint8_t number) {
  Hold result{};
  result.id.bytes[0] = number;
  return result;
}

}  // namespace

TEST_CASE("live holds: a connection has one, until it ends", "[appointment]") {
  LiveHolds holds;

  CHECK_FALSE(holds.remember(1, hold(1), now + 300s));
  CHECK(holds.remember(1, hold(2), now + 310s) == hold(1));

  CHECK(holds.of(1, now) == hold(2));
  CHECK_FALSE(holds.of(1, now + 310s));
  CHECK_FALSE(holds.of(2, now));
}

TEST_CASE("live holds: only the hold that is meant is forgotten", "[appointment]") {
  LiveHolds holds;
  static_cast<void>(holds.remember(1, hold(2), now + 300s));

  holds.forget(1, hold(1).id);
  CHECK(holds.of(1, now) == hold(2));

  holds.forget(1, hold(2).id);
  CHECK_FALSE(holds.of(1, now));
}

TEST_CASE("live holds: their number is bounded, and ended ones make room", "[appointment]") {
  LiveHolds holds;
  for (std::size_t i = 0; i < LiveHolds::holds_max; ++i) {
    REQUIRE(holds.has_room(now));
    static_cast<void>(holds.remember(i, hold(1), now + 300s));
  }

  CHECK_FALSE(holds.has_room(now + 299s));
  CHECK(holds.has_room(now + 300s));
}
