#include "server/session/session.hpp"

#include <catch2/catch.hpp>

#include "tests/support/fixed_clock.hpp"

namespace kiezel::session {
namespace {

using std::chrono::seconds;
using support::FixedClock;

const core::MailboxId mailbox{{1}};
const core::MailboxId other_mailbox{{2}};
const core::AdvisorId advisor{{3}};
const core::DeviceId device{{4}};

struct Fixture {
  FixedClock clock;
  crypto::SystemRandom random;
  Session session{7};
};

}  // namespace

TEST_CASE("session: it begins as nobody", "[session]") {
  Fixture f;

  CHECK(f.session.caller().role == core::Role::any);
  CHECK(f.session.caller().connection == 7);
  CHECK_FALSE(f.session.closing());
}

TEST_CASE("session: a challenge lives sixty seconds", "[session]") {
  Fixture f;
  const IssuedChallenge issued = f.session.challenge(f.clock.now(), f.random);
  CHECK(issued.expires_at == f.clock.now() + seconds(60));

  f.clock.advance(seconds(59));
  const auto taken = f.session.take_challenge(f.clock.now());

  REQUIRE(taken);
  CHECK(taken->nonce == issued.nonce);
}

TEST_CASE("session: an expired challenge is refused", "[session]") {
  Fixture f;
  static_cast<void>(f.session.challenge(f.clock.now(), f.random));

  f.clock.advance(seconds(60));

  const auto taken = f.session.take_challenge(f.clock.now());
  REQUIRE_FALSE(taken);
  CHECK(taken.error().code == core::ErrorCode::challenge_expired);
}

TEST_CASE("session: a challenge serves once, also when the proof failed", "[session]") {
  Fixture f;
  static_cast<void>(f.session.challenge(f.clock.now(), f.random));

  CHECK(f.session.take_challenge(f.clock.now()));
  CHECK_FALSE(f.session.take_challenge(f.clock.now()));
}

TEST_CASE("session: without a challenge there is nothing to prove", "[session]") {
  Fixture f;

  CHECK_FALSE(f.session.take_challenge(f.clock.now()));
}

TEST_CASE("session: a new challenge replaces the open one", "[session]") {
  Fixture f;
  const IssuedChallenge first = f.session.challenge(f.clock.now(), f.random);
  const IssuedChallenge second = f.session.challenge(f.clock.now(), f.random);
  REQUIRE(first.nonce != second.nonce);

  CHECK(f.session.take_challenge(f.clock.now())->nonce == second.nonce);
  CHECK_FALSE(f.session.take_challenge(f.clock.now()));
}

TEST_CASE("session: a client stays the client it proved to be", "[session]") {
  Fixture f;
  REQUIRE(f.session.may_become(core::Role::client, mailbox));

  f.session.authenticate_client(mailbox);

  CHECK(f.session.caller().role == core::Role::client);
  CHECK(f.session.caller().mailbox == mailbox);
  CHECK(f.session.caller().connection == 7);
  CHECK(f.session.may_become(core::Role::client, mailbox));
  CHECK_FALSE(f.session.may_become(core::Role::client, other_mailbox));
  CHECK_FALSE(f.session.may_become(core::Role::advisor, mailbox));
}

TEST_CASE("session: an advisor does not log in twice", "[session]") {
  Fixture f;

  f.session.authenticate_advisor(advisor, device);

  CHECK(f.session.caller().advisor == advisor);
  CHECK(f.session.caller().device == device);
  CHECK_FALSE(f.session.may_become(core::Role::advisor, {}));
  CHECK_FALSE(f.session.may_become(core::Role::client, mailbox));
}

TEST_CASE("session: one that is logged in may ask for another challenge, and stays logged in", "[session]") {
  Fixture f;
  f.session.authenticate_client(mailbox);

  static_cast<void>(f.session.challenge(f.clock.now(), f.random));

  CHECK(f.session.caller().role == core::Role::client);
  CHECK(f.session.take_challenge(f.clock.now()));
  CHECK(f.session.caller().role == core::Role::client);
  CHECK_FALSE(f.session.take_challenge(f.clock.now()));
}

TEST_CASE("session: closing ends every right, and no late proof brings it back", "[session]") {
  Fixture f;
  static_cast<void>(f.session.challenge(f.clock.now(), f.random));
  f.session.authenticate_client(mailbox);

  f.session.close();
  f.session.authenticate_client(mailbox);
  f.session.authenticate_advisor(advisor, device);

  CHECK(f.session.closing());
  CHECK(f.session.caller().role == core::Role::any);
  CHECK_FALSE(f.session.may_become(core::Role::client, mailbox));
  CHECK_FALSE(f.session.take_challenge(f.clock.now()));
}

}  // namespace kiezel::session
