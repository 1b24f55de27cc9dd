// Invitation, enrolment and login keys (protocol/README.md, "Accounts").
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "tests/integration/account/account_scene.hpp"
#include "tests/integration/conversation/scene.hpp"

namespace {

using namespace kiezel;
using account::InvitationToken;
using core::ErrorCode;
using protocol::AccountState;
using protocol::EnrolmentState;
using support::code_of;
using support::named_bytes;
using support::Shard;
using support::TestAdvisor;
using Scene = support::AccountScene;

}  // namespace

TEST_CASE("account: an advisor is invited, enrols, waits, and is approved", "[account]") {
  Scene scene;
  CHECK(scene.state() == AccountState::unknown);
  scene.invite();
  const auto invitation = scene.shard.run(scene.account().invitation({}, {scene.token.bytes}));
  REQUIRE(invitation);
  CHECK(invitation->name == "A. Advisor");

  const auto enrolled = scene.enrol(scene.request());

  REQUIRE(enrolled);
  CHECK(enrolled->state == EnrolmentState::pending);
  CHECK(scene.state() == AccountState::pending);
  const auto pending = scene.shard.run(scene.account().pending());
  REQUIRE(pending->size() == 1);
  CHECK(pending->front().identity_key == scene.advisor.identity.verify_key());
  CHECK(pending->front().name == "A. Advisor");
  REQUIRE(scene.shard.run(scene.account().approve(scene.advisor.id())));
  CHECK(scene.state() == AccountState::approved);
  CHECK(scene.shard.run(scene.account().pending())->empty());
  CHECK(scene.shard.run(scene.account().advisors())->size() == 1);
}

TEST_CASE("account: the same enrolment again gets the current state, other keys get nothing", "[account]") {
  Scene scene;
  scene.invite();
  REQUIRE(scene.enrol(scene.request()));
  REQUIRE(scene.shard.run(scene.account().approve(scene.advisor.id())));

  CHECK(scene.enrol(scene.request())->state == EnrolmentState::approved);
  const TestAdvisor other("other", scene.shard.now_s());
  CHECK(code_of(scene.enrol(Shard::enrolment(other, scene.token))) == ErrorCode::invitation_invalid);
  CHECK(code_of(scene.shard.run(scene.account().invitation({}, {scene.token.bytes}))) ==
        ErrorCode::invitation_invalid);
}

TEST_CASE("account: unknown and expired invitations have one answer", "[account]") {
  Scene scene;
  CHECK(code_of(scene.enrol(scene.request())) == ErrorCode::invitation_invalid);
  scene.invite();
  scene.shard.clock.advance(std::chrono::hours(1));

  CHECK(code_of(scene.enrol(scene.request())) == ErrorCode::invitation_invalid);
  CHECK(code_of(scene.shard.run(scene.account().invitation({}, {scene.token.bytes}))) ==
        ErrorCode::invitation_invalid);
  CHECK(scene.state() == AccountState::unknown);
}

TEST_CASE("account: a used invitation keeps nothing of another device", "[account]") {
  Scene scene;
  scene.invite();
  REQUIRE(scene.enrol(scene.request()));
  const TestAdvisor stranger("stranger", scene.shard.now_s());

  CHECK(code_of(scene.enrol(Shard::enrolment(stranger, scene.token))) == ErrorCode::invitation_invalid);

  const std::string share = scene.shard.keys.device_share(stranger.device_id());
  CHECK(scene.shard.redis.execute(redis::Command{"EXISTS", share})->integer == 0);
}

TEST_CASE("account: the invitation's token is nowhere in the store", "[account]") {
  Scene scene;
  scene.invite();

  const auto keys = scene.shard.redis.execute(redis::Command{"KEYS", "*"});

  REQUIRE(keys);
  for (const redis::Reply& key : keys->elements) {
    CHECK(key.text.find(crypto::to_hex(scene.token)) == std::string::npos);
    CHECK(key.text.find(crypto::as_text(scene.token)) == std::string::npos);
  }
}

TEST_CASE("account: certificates that do not hold are refused before anything is kept", "[account]") {
  Scene scene;
  scene.invite();
  const TestAdvisor other("other", scene.shard.now_s());
  const auto with_certificate = [&](const crypto::Bytes& certificate) {
    auto request = scene.request();
    std::ranges::copy(certificate, request.certificate.begin());
    return scene.enrol(request);
  };
  const auto now_s = scene.shard.now_s();

  CHECK(code_of(with_certificate(other.certificate)) == ErrorCode::certificate_refused);
  CHECK(code_of(with_certificate(other.certify(scene.advisor.device, now_s, now_s + 1000))) ==
        ErrorCode::certificate_refused);
  CHECK(code_of(with_certificate(scene.advisor.certify(scene.advisor.device, now_s - 1000, now_s))) ==
        ErrorCode::certificate_refused);
  CHECK(code_of(with_certificate(scene.advisor.certify(scene.advisor.device, now_s + 301, now_s + 1000))) ==
        ErrorCode::certificate_refused);
  for (const std::size_t i : {0U, 2U, 20U, 52U, 65U, 129U}) {
    crypto::Bytes changed = scene.advisor.certificate;
    changed[i] ^= 1;
    INFO("byte " << i);
    CHECK(code_of(with_certificate(changed)) == ErrorCode::certificate_refused);
  }
  CHECK(scene.state() == AccountState::unknown);
  CHECK(scene.shard.redis.execute(redis::Command{"DBSIZE"})->integer == 1);
}

TEST_CASE("account: prekeys that do not hold are refused", "[account]") {
  Scene scene;
  scene.invite();
  const TestAdvisor other("other", scene.shard.now_s());
  const auto with_prekey = [&](const crypto::Bytes& prekey) {
    auto request = scene.request();
    std::ranges::copy(prekey, request.prekey.begin());
    return scene.enrol(request);
  };
  crypto::Bytes changed = scene.advisor.prekey;
  changed[700] ^= 1;

  CHECK(code_of(with_prekey(other.prekey)) == ErrorCode::prekey_refused);
  CHECK(code_of(with_prekey(changed)) == ErrorCode::prekey_refused);
  CHECK(code_of(with_prekey(scene.advisor.make_prekey(1, scene.shard.now_s() - 35 * 86'400))) ==
        ErrorCode::prekey_refused);
  CHECK(with_prekey(scene.advisor.prekey));
}

TEST_CASE("account: nobody can put a share of their own under another's device", "[account]") {
  Scene scene;
  scene.invite();
  REQUIRE(scene.enrol(scene.request()));
  const auto thieves_token = named_bytes<InvitationToken>("thief");
  REQUIRE(scene.shard.run(scene.account().invite(thieves_token, "Thief", scene.shard.now_s() + 3600)));
  // All of this is public but the share.
  auto request = Shard::enrolment(scene.advisor, thieves_token);
  request.device_share = named_bytes<crypto::Digest>("mine").bytes;
  request.unlock_token_hash = crypto::sha256(named_bytes<crypto::Digest>("mine")).bytes;

  CHECK(code_of(scene.enrol(request)) == ErrorCode::certificate_refused);
  CHECK(scene.unlock("unlock token")->device_share == named_bytes<crypto::Digest>("device share").bytes);
}

TEST_CASE("login keys: a device's key once it is approved, until it is suspended", "[account]") {
  Scene scene;
  const auto device = scene.advisor.device_id();
  CHECK_FALSE(scene.shard.run(scene.account().device_for_login(device))->known);
  scene.invite();
  REQUIRE(scene.enrol(scene.request()));
  scene.shard.refresh();
  CHECK_FALSE(scene.shard.run(scene.account().device_for_login(device))->known);

  REQUIRE(scene.shard.run(scene.account().approve(scene.advisor.id())));
  scene.shard.refresh();
  const auto key = scene.shard.run(scene.account().device_for_login(device));
  REQUIRE(key->known);
  CHECK(key->key == scene.advisor.device.verify_key());
  CHECK(key->advisor == scene.advisor.id());

  REQUIRE(scene.shard.run(scene.account().suspend(scene.advisor.id())));
  scene.shard.refresh();
  CHECK_FALSE(scene.shard.run(scene.account().device_for_login(device))->known);
}

TEST_CASE("login keys: a mailbox's key once it exists, a key of nobody before", "[account]") {
  support::ConversationScene scene;
  const auto before = scene.shard.run(scene.shard.account.client_auth_key(scene.client.mailbox()));
  REQUIRE(before);
  CHECK_FALSE(before->known);
  CHECK_FALSE(before->key.is_zero());

  scene.found();

  const auto after = scene.shard.run(scene.shard.account.client_auth_key(scene.client.mailbox()));
  CHECK(after->known);
  CHECK(after->key == scene.client.auth.verify_key());
}

TEST_CASE("account: invitations without a name or already expired are not made", "[account]") {
  Scene scene;
  const auto now_s = scene.shard.now_s();

  CHECK(code_of(scene.shard.run(scene.account().invite(scene.token, "", now_s + 1))) ==
        ErrorCode::invalid_params);
  CHECK(code_of(scene.shard.run(scene.account().invite(scene.token, std::string(257, 'a'), now_s + 1))) ==
        ErrorCode::invalid_params);
  CHECK(code_of(scene.shard.run(scene.account().invite(scene.token, "A", now_s))) ==
        ErrorCode::invalid_params);
  CHECK(code_of(scene.shard.run(scene.account().approve(scene.advisor.id()))) == ErrorCode::not_found);
}
