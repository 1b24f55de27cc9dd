// Invitation, enrolment, device share, prekeys, login keys (protocol/README.md, "Accounts").
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "protocol/limits.hpp"
#include "tests/integration/conversation/scene.hpp"
#include "tests/support/domains.hpp"
#include "tests/support/redis_server.hpp"

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

struct Scene {
  support::RedisServer server;
  Shard shard{server.address()};
  TestAdvisor advisor{"advisor", shard.now_s()};
  InvitationToken token = named_bytes<InvitationToken>("token");

  account::Service& account() { return shard.account; }
  void invite() { REQUIRE(shard.run(account().invite(token, "A. Advisor", shard.now_s() + 3600))); }
  protocol::AccountEnrolRequest request() const { return Shard::enrolment(advisor, token); }
  core::Result<protocol::AccountEnrolResult> enrol(const protocol::AccountEnrolRequest& request) {
    return shard.run(account().enrol({}, request));
  }
  AccountState state() { return shard.run(account().status({}, {advisor.id().bytes}))->state; }
  // With a second factor that was just proven, unless another caller is given.
  core::Result<protocol::AccountDeviceShareResult> unlock(std::string_view token_name) {
    return unlock(token_name, {.factor = core::ProvenFactor{advisor.id(), shard.now_s() + 1}});
  }
  core::Result<protocol::AccountDeviceShareResult> unlock(std::string_view token_name, core::Caller caller) {
    return shard.run(account().device_share(
        caller, {advisor.device_id().bytes, named_bytes<crypto::Digest>(token_name).bytes}));
  }
  core::Result<protocol::AccountPublishPrekeyResult> publish(const crypto::Bytes& prekey) {
    protocol::AccountPublishPrekeyRequest wanted;
    std::ranges::copy(prekey, wanted.prekey.begin());
    return shard.run(account().publish_prekey(advisor.caller(), wanted));
  }
};

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

TEST_CASE("device share: the right token opens it, others and other devices have one answer", "[account]") {
  Scene scene;
  scene.invite();
  REQUIRE(scene.enrol(scene.request()));

  CHECK(scene.unlock("unlock token")->device_share == named_bytes<crypto::Digest>("device share").bytes);
  CHECK(code_of(scene.unlock("guess")) == ErrorCode::not_found);
  const auto nobody = named_bytes<core::DeviceId>("nobody");
  CHECK(code_of(scene.shard.run(scene.account().device_share({}, {nobody.bytes, {}}))) ==
        ErrorCode::not_found);
  // Made-up ids leave nothing behind.
  const std::string tries = scene.shard.keys.device_share_tries(nobody);
  CHECK(scene.shard.redis.execute(redis::Command{"EXISTS", tries})->integer == 0);
}

TEST_CASE("device share: without a fresh second factor of this advisor it stays", "[account]") {
  Scene scene;
  scene.invite();
  REQUIRE(scene.enrol(scene.request()));
  const std::uint64_t now_s = scene.shard.now_s();
  const TestAdvisor other("other", now_s);

  CHECK(code_of(scene.unlock("unlock token", {})) == ErrorCode::factor_required);
  CHECK(code_of(scene.unlock("unlock token", scene.advisor.caller())) == ErrorCode::factor_required);
  CHECK(code_of(scene.unlock("unlock token", {.factor = core::ProvenFactor{scene.advisor.id(), now_s}})) ==
        ErrorCode::factor_required);
  CHECK(code_of(scene.unlock("unlock token", {.factor = core::ProvenFactor{other.id(), now_s + 1}})) ==
        ErrorCode::factor_required);
  // Who has no token does not even hear that a factor is missing.
  CHECK(code_of(scene.unlock("guess", {})) == ErrorCode::not_found);
  CHECK(scene.unlock("unlock token"));
}

TEST_CASE("device share: wrong tokens are limited, and cannot lock the advisor out", "[account]") {
  Scene scene;
  scene.invite();
  REQUIRE(scene.enrol(scene.request()));

  for (std::int64_t i = 0; i < protocol::limits::unlock_tries_max; ++i)
    REQUIRE(code_of(scene.unlock("guess")) == ErrorCode::not_found);

  const auto limited = scene.unlock("guess");
  REQUIRE_FALSE(limited);
  CHECK(limited.error().code == ErrorCode::rate_limited);
  CHECK(limited.error().data.retry_after_s > 0);
  CHECK(limited.error().data.retry_after_s <= 3600);
  CHECK(scene.unlock("unlock token"));
}

TEST_CASE("device share: a suspended advisor and a revoked device get none", "[account]") {
  Scene scene;
  scene.shard.enrol(scene.advisor);
  REQUIRE(scene.unlock("unlock token"));

  auto revoking = scene.shard.publish({&scene.advisor}).next(scene.shard.now_s());
  revoking.records.emplace_back(
      crypto::RevokedDeviceRecord{crypto::KeyId{scene.advisor.device_id().bytes}, scene.shard.now_s()});
  scene.shard.publish(revoking);
  CHECK(code_of(scene.unlock("unlock token")) == ErrorCode::not_found);

  Scene other;
  other.shard.enrol(other.advisor);
  REQUIRE(other.shard.run(other.account().suspend(other.advisor.id())));
  CHECK(code_of(other.unlock("unlock token")) == ErrorCode::not_found);
  CHECK(code_of(other.enrol(other.request())) == ErrorCode::invitation_invalid);
}

TEST_CASE("prekey: a newer one replaces the old; the same again is no error", "[account]") {
  Scene scene;
  scene.shard.enrol(scene.advisor);
  const crypto::Bytes newer = scene.advisor.make_prekey(2, scene.shard.now_s());

  CHECK(scene.publish(newer)->number == 2);
  CHECK(scene.publish(newer)->number == 2);

  const auto keys = scene.shard.run(scene.shard.directory.keys({}, {scene.advisor.id().bytes}));
  CHECK(std::ranges::equal(keys->devices.at(0).prekey, newer));
  CHECK(std::ranges::equal(keys->devices.at(0).certificate, scene.advisor.certificate));
  CHECK(code_of(scene.publish(scene.advisor.prekey)) == ErrorCode::prekey_refused);
  CHECK(code_of(scene.publish(scene.advisor.make_prekey(2, scene.shard.now_s() - 1))) ==
        ErrorCode::prekey_refused);
}

TEST_CASE("prekey: enrolling again does not bring an old prekey back", "[account]") {
  Scene scene;
  scene.invite();
  REQUIRE(scene.enrol(scene.request()));
  REQUIRE(scene.shard.run(scene.account().approve(scene.advisor.id())));
  scene.shard.refresh();
  const crypto::Bytes newer = scene.advisor.make_prekey(9, scene.shard.now_s());
  REQUIRE(scene.publish(newer));

  REQUIRE(scene.enrol(scene.request()));

  const auto keys = scene.shard.run(scene.shard.directory.keys({}, {scene.advisor.id().bytes}));
  CHECK(std::ranges::equal(keys->devices.at(0).prekey, newer));
}

TEST_CASE("prekey: one of another device, a changed one and one of a suspended advisor are refused",
          "[account]") {
  Scene scene;
  scene.shard.enrol(scene.advisor);
  const TestAdvisor other("other", scene.shard.now_s());
  crypto::Bytes changed = scene.advisor.make_prekey(2, scene.shard.now_s());
  changed.back() ^= 1;

  CHECK(code_of(scene.publish(other.make_prekey(2, scene.shard.now_s()))) == ErrorCode::prekey_refused);
  CHECK(code_of(scene.publish(changed)) == ErrorCode::prekey_refused);
  REQUIRE(scene.shard.run(scene.account().suspend(scene.advisor.id())));
  scene.shard.refresh();
  CHECK(code_of(scene.publish(scene.advisor.make_prekey(3, scene.shard.now_s()))) == ErrorCode::forbidden);
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
