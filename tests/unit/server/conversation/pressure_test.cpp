// How much work a new conversation needs, from what was begun of late (protocol/README.md, "Work").
#include "server/conversation/pressure.hpp"

#include <catch2/catch.hpp>

#include "crypto/random.hpp"
#include "crypto/work.hpp"
#include "server/conversation/work_nonces.hpp"

using namespace kiezel;
using namespace kiezel::conversation;

TEST_CASE("pressure: only what create.lua writes is read", "[pressure]") {
  const auto pressure = pressure_from("1500 1795000000");

  REQUIRE(pressure);
  CHECK(pressure->level == 1.5);
  CHECK(pressure->at_s == 1'795'000'000);
  for (const auto* const other : {"", "1500", "1500 ", " 1795000000", "-1 5", "1.5 5", "1 5 9", "x 5"})
    CHECK_FALSE(pressure_from(other));
}

TEST_CASE("pressure: it halves in its time, and a clock behind does not make it grow", "[pressure]") {
  const Pressure pressure{8, 1000};

  CHECK(level_at(pressure, 1000 + pressure_half_life_s) == Approx(4));
  CHECK(level_at(pressure, 1000 + 3 * pressure_half_life_s) == Approx(1));
  CHECK(level_at(pressure, 900) == Approx(8));
}

TEST_CASE("pressure: a quiet desk asks almost nothing, a flooded one the most and no more", "[pressure]") {
  CHECK(bits_for(0, 10) == quiet_bits);
  CHECK(bits_for(10, 10) == quiet_bits);
  CHECK(bits_for(20, 10) == quiet_bits + 2);
  // A whole class within minutes.
  CHECK(bits_for(30, 10) <= 6);
  CHECK(bits_for(80, 10) == crypto::work_bits_max);
  CHECK(bits_for(1e9, 10) == crypto::work_bits_max);
  for (double level = 1; level < 200; ++level) CHECK(bits_for(level, 10) <= bits_for(level + 1, 10));
}

TEST_CASE("work nonces: good in their period and the next, not before and not after", "[pressure]") {
  crypto::SystemRandom random;
  const WorkNonces nonces(random.secret<32>());
  const WorkNonces others(random.secret<32>());
  constexpr std::int64_t now_s = 1'795'000'000;

  const auto issued = nonces.issue(now_s);

  CHECK(issued.expires_at_s > now_s + 1800);
  CHECK(nonces.is_live(issued.nonce, now_s));
  CHECK(nonces.is_live(issued.nonce, issued.expires_at_s - 1));
  CHECK_FALSE(nonces.is_live(issued.nonce, issued.expires_at_s));
  CHECK_FALSE(nonces.is_live(issued.nonce, now_s - 2 * 3600));
  CHECK_FALSE(others.is_live(issued.nonce, now_s));
}
