#include "server/session/login_limiter.hpp"

#include <catch2/catch.hpp>

#include "tests/support/fixed_clock.hpp"

namespace kiezel::session {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using Verdict = LoginLimiter::Verdict;

SourceAddress ipv4(std::uint8_t last) {
  return {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, last}};
}

SourceAddress ipv6(std::uint8_t seventh, std::uint8_t eighth, std::uint8_t last) {
  return {{0x20, 0x01, 0x0d, 0xb8, 0, 0, seventh, eighth, 0, 0, 0, 0, 0, 0, 0, last}};
}

struct Fixture {
  support::FixedClock clock;
  crypto::SystemRandom random;
  LoginLimits limits;
  LoginLimiter limiter{limits, random};

  Verdict admit(const SourceAddress& address) { return limiter.admit(address, clock.steady()).verdict; }
  void fail(const SourceAddress& address, int times) {
    for (int i = 0; i < times; ++i) limiter.failed(address, clock.steady());
  }
};

}  // namespace

TEST_CASE("login limiter: thirty clients of one school log in within five minutes", "[login limiter]") {
  Fixture f;

  for (int client = 0; client < 30; ++client) {
    CHECK(f.admit(ipv4(1)) == Verdict::admitted);
    // Each mistypes a word once before it succeeds.
    f.fail(ipv4(1), 1);
    f.clock.advance(seconds(10));
    CHECK(f.admit(ipv4(1)) == Verdict::admitted);
  }
}

TEST_CASE("login limiter: success costs nothing", "[login limiter]") {
  Fixture f;

  for (int i = 0; i < 10'000; ++i) REQUIRE(f.admit(ipv4(1)) == Verdict::admitted);
}

TEST_CASE("login limiter: an address that keeps failing has to wait, and is told how long",
          "[login limiter]") {
  Fixture f;
  f.fail(ipv4(1), 30);

  const auto refused = f.limiter.admit(ipv4(1), f.clock.steady());
  CHECK(refused.verdict == Verdict::address_spent);
  CHECK(refused.retry_after == seconds(10));

  f.clock.advance(refused.retry_after);
  CHECK(f.admit(ipv4(1)) == Verdict::admitted);
}

TEST_CASE("login limiter: one address does not spend another's budget", "[login limiter]") {
  Fixture f;
  f.fail(ipv4(1), 30);

  CHECK(f.admit(ipv4(2)) == Verdict::admitted);
}

TEST_CASE("login limiter: all of one IPv6 network of 56 bits is one address", "[login limiter]") {
  Fixture f;
  f.fail(ipv6(1, 1, 1), 30);

  CHECK(f.admit(ipv6(1, 2, 9)) == Verdict::address_spent);
  CHECK(f.admit(ipv6(2, 1, 1)) == Verdict::admitted);
}

TEST_CASE("login limiter: the whole service has a budget of failures", "[login limiter]") {
  Fixture f;
  for (std::uint8_t i = 0; i < 10; ++i) f.fail(ipv4(i), 10);

  CHECK(f.admit(ipv4(99)) == Verdict::service_spent);

  f.clock.advance(seconds(1));
  CHECK(f.admit(ipv4(99)) == Verdict::admitted);
}

TEST_CASE("login limiter: what it knows of addresses is gone after a day", "[login limiter]") {
  Fixture f;
  f.fail(ipv4(1), 30);
  REQUIRE(f.limiter.addresses() == 1);

  f.clock.advance(hours(24));

  CHECK(f.admit(ipv4(1)) == Verdict::admitted);
  CHECK(f.limiter.addresses() == 0);
}

TEST_CASE("login limiter: an address that only succeeds is not remembered", "[login limiter]") {
  Fixture f;

  static_cast<void>(f.admit(ipv4(1)));

  CHECK(f.limiter.addresses() == 0);
}

}  // namespace kiezel::session
