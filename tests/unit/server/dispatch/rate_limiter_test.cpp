#include "server/dispatch/rate_limiter.hpp"

#include <catch2/catch.hpp>

#include "tests/support/fixed_clock.hpp"

namespace kiezel::dispatch {

using std::chrono::seconds;

TEST_CASE("rate limiter: a burst passes, then the budget is spent", "[rate limiter]") {
  support::FixedClock clock;
  const core::TokenBudget budget{.burst = 10, .per_s = 2};
  RateLimiter limiter(budget);

  for (int i = 0; i < 5; ++i) CHECK(limiter.admit(2, clock.steady()));

  CHECK_FALSE(limiter.admit(2, clock.steady()));
  CHECK(limiter.admit(0, clock.steady()));
}

TEST_CASE("rate limiter: it refills with time and no further than its burst", "[rate limiter]") {
  support::FixedClock clock;
  const core::TokenBudget budget{.burst = 10, .per_s = 2};
  RateLimiter limiter(budget);
  REQUIRE(limiter.admit(10, clock.steady()));

  clock.advance(seconds(2));
  CHECK(limiter.admit(4, clock.steady()));
  CHECK_FALSE(limiter.admit(1, clock.steady()));

  clock.advance(seconds(3600));
  CHECK(limiter.admit(10, clock.steady()));
  CHECK_FALSE(limiter.admit(1, clock.steady()));
}

TEST_CASE("rate limiter: it says how long to wait, and keeps its word", "[rate limiter]") {
  support::FixedClock clock;
  const core::TokenBudget budget{.burst = 10, .per_s = 2};
  RateLimiter limiter(budget);
  REQUIRE(limiter.admit(10, clock.steady()));

  const seconds wait = limiter.retry_after(5, clock.steady());
  CHECK(wait == seconds(3));

  clock.advance(wait);
  CHECK(limiter.admit(5, clock.steady()));
}

TEST_CASE("rate limiter: who never listens is found out, who listens once is not", "[rate limiter]") {
  support::FixedClock clock;
  const core::TokenBudget budget{.burst = 1, .per_s = 1};
  RateLimiter limiter(budget);
  REQUIRE(limiter.admit(1, clock.steady()));

  for (std::uint32_t i = 1; i < refusals_in_a_row_max; ++i) CHECK_FALSE(limiter.admit(1, clock.steady()));
  CHECK_FALSE(limiter.is_ignored());
  clock.advance(seconds(1));
  CHECK(limiter.admit(1, clock.steady()));
  for (std::uint32_t i = 0; i < refusals_in_a_row_max; ++i) CHECK_FALSE(limiter.admit(1, clock.steady()));

  CHECK(limiter.is_ignored());
}

}  // namespace kiezel::dispatch
