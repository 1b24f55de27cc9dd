// The recovery card and the way back for an advisor who lost every device (protocol/README.md, "Devices").
#include <catch2/catch.hpp>

#include "server/factor/totp.hpp"
#include "tests/integration/account/next_device.hpp"
#include "tests/support/redis_server.hpp"

namespace {

using namespace kiezel;
using core::ErrorCode;
using protocol::DeviceState;
using support::code_of;
using support::named_bytes;
using support::NextDevice;
using support::TestAdvisor;

constexpr std::uint64_t day_s = 86'400;

struct Scene {
  Scene() { shard.enrol(advisor); }

  auto put(const std::string& card, const TestAdvisor& by, const core::Caller& caller = {}) {
    protocol::RecoveryPutRequest request;
    request.advisor = advisor.id().bytes;
    request.token_hash = crypto::sha256(token(card)).bytes;
    request.sealed.fill(static_cast<std::uint8_t>(card.size()));
    request.proof = crypto::sign_recovery_card(request.token_hash, request.sealed, by.identity).bytes;
    return shard.run(shard.recovery.put(caller, request));
  }
  auto get(const std::string& card) { return shard.run(shard.recovery.get({}, {token(card).bytes})); }
  static crypto::Digest token(const std::string& card) { return named_bytes<crypto::Digest>(card); }

  protocol::RecoveryClaimRequest request(const std::string& card, const NextDevice& device) {
    protocol::RecoveryClaimRequest request;
    request.token = token(card).bytes;
    std::ranges::copy(advisor.certify(device.key, shard.now_s(), shard.now_s() + 90 * day_s),
                      request.certificate.begin());
    std::ranges::copy(device.prekey(advisor, shard.now_s()), request.prekey.begin());
    request.device_share = named_bytes<crypto::Digest>("share").bytes;
    request.unlock_token_hash = crypto::sha256(device.token).bytes;
    return request;
  }
  auto claim(const protocol::RecoveryClaimRequest& request) {
    return shard.run(shard.recovery.claim({}, request));
  }
  auto refuse() { return shard.run(shard.recovery.refuse(advisor.caller(), {})); }
  auto let_in() { return shard.run(shard.recovery.let_in(advisor.id())); }
  DeviceState state(core::DeviceId device) {
    return shard.run(shard.devices.state({}, {device.bytes}))->state;
  }
  auto listed() { return *shard.run(shard.devices.list(advisor.caller(), {})); }
  auto unlock(const NextDevice& device) {
    return shard.run(shard.account.enter(device.device_id(), core::UnlockToken{device.token.bytes}));
  }

  support::RedisServer server;
  support::Shard shard{server.address()};
  TestAdvisor advisor{"advisor", shard.now_s()};
  NextDevice next{"next"};
};

}  // namespace

TEST_CASE("recovery card: it is kept, given to who shows it, and a new one ends the old", "[recovery]") {
  Scene scene;
  CHECK_FALSE(scene.listed().card_made_at);
  REQUIRE(scene.put("first", scene.advisor));
  REQUIRE(scene.put("first", scene.advisor));
  CHECK(scene.listed().card_made_at == scene.shard.now_s());
  REQUIRE(scene.get("first"));
  CHECK(scene.get("first")->name == "A. Advisor");

  REQUIRE(scene.put("second card", scene.advisor));

  CHECK(code_of(scene.get("first")) == ErrorCode::not_found);
  CHECK(scene.get("second card"));
}

TEST_CASE("recovery card: nobody but the identity key makes one", "[recovery]") {
  Scene scene;
  const TestAdvisor other("other", scene.shard.now_s());

  CHECK(code_of(scene.put("card", other)) == ErrorCode::card_refused);
  CHECK(code_of(scene.get("card")) == ErrorCode::not_found);
  CHECK(code_of(scene.get("made up")) == ErrorCode::not_found);
}

TEST_CASE("recovery card: once there is a second factor, another card needs it", "[recovery]") {
  Scene scene;
  REQUIRE(scene.put("first", scene.advisor));
  protocol::FactorAddAppRequest app;
  app.device = scene.advisor.device_id().bytes;
  app.unlock_token = named_bytes<crypto::Digest>("unlock token").bytes;
  app.secret = named_bytes<crypto::FixedBytes<struct SecretTag, 20>>("app").bytes;
  app.code = factor::hotp(app.secret, scene.shard.now_s() / factor::totp_step_s);
  REQUIRE(scene.shard.run(scene.shard.factors.add_app({}, app)));

  CHECK(code_of(scene.put("second card", scene.advisor)) == ErrorCode::factor_required);
  CHECK(code_of(scene.put("second card", scene.advisor, scene.advisor.caller())) ==
        ErrorCode::factor_required);
  CHECK(scene.get("first"));
  // The same card again changes nothing, so that a lost answer can be asked for once more.
  CHECK(scene.put("first", scene.advisor));
  REQUIRE(scene.put("second card", scene.advisor, scene.advisor.proven(scene.shard.now_s())));
  CHECK(code_of(scene.get("first")) == ErrorCode::not_found);
}

TEST_CASE("recovery: a claim changes nothing until an administrator lets it in", "[recovery]") {
  Scene scene;
  REQUIRE(scene.put("card", scene.advisor));
  REQUIRE(scene.claim(scene.request("card", scene.next)));
  REQUIRE(scene.claim(scene.request("card", scene.next)));

  CHECK(scene.state(scene.next.device_id()) == DeviceState::waiting);
  CHECK(scene.state(scene.advisor.device_id()) == DeviceState::active);
  CHECK(code_of(scene.unlock(scene.next)) == ErrorCode::not_found);
  REQUIRE(scene.listed().claim);
  CHECK(scene.listed().claim->device == scene.next.device_id().bytes);
  REQUIRE(scene.shard.run(scene.shard.recovery.claimants())->size() == 1);
}

TEST_CASE("recovery: who is let in takes the place of all other devices", "[recovery]") {
  Scene scene;
  support::add_device(scene.shard, scene.advisor, NextDevice("second"));
  REQUIRE(scene.put("card", scene.advisor));
  CHECK(code_of(scene.let_in()) == ErrorCode::not_found);
  REQUIRE(scene.claim(scene.request("card", scene.next)));

  REQUIRE(scene.let_in());
  scene.shard.refresh();

  CHECK(scene.state(scene.next.device_id()) == DeviceState::active);
  CHECK(scene.unlock(scene.next));
  for (const core::DeviceId& lost : {scene.advisor.device_id(), NextDevice("second").device_id()}) {
    CHECK(scene.state(lost) == DeviceState::revoked);
    CHECK(scene.shard.redis.execute(redis::Command{"EXISTS", scene.shard.keys.device_share(lost)})->integer ==
          0);
  }
  const auto keys = scene.shard.run(scene.shard.directory.keys({}, {scene.advisor.id().bytes}));
  CHECK(keys->devices.size() == 1);
  CHECK(keys->retired.size() == 2);
  CHECK(code_of(scene.let_in()) == ErrorCode::not_found);
}

TEST_CASE("recovery: another device refuses a claim, and the card that was found ends", "[recovery]") {
  Scene scene;
  REQUIRE(scene.put("card", scene.advisor));
  REQUIRE(scene.refuse());
  REQUIRE(scene.get("card"));
  REQUIRE(scene.claim(scene.request("card", scene.next)));

  REQUIRE(scene.refuse());

  CHECK_FALSE(scene.listed().claim);
  CHECK(scene.state(scene.next.device_id()) == DeviceState::unknown);
  CHECK(code_of(scene.get("card")) == ErrorCode::not_found);
  CHECK(code_of(scene.let_in()) == ErrorCode::not_found);
}

TEST_CASE("recovery: claims without the card, by another key, or for a known device are refused",
          "[recovery]") {
  Scene scene;
  REQUIRE(scene.put("card", scene.advisor));
  const auto good = scene.request("card", scene.next);
  CHECK(code_of(scene.claim(scene.request("other card", scene.next))) == ErrorCode::not_found);

  const TestAdvisor other("other", scene.shard.now_s());
  auto foreign = good;
  std::ranges::copy(other.certify(scene.next.key, scene.shard.now_s(), scene.shard.now_s() + day_s),
                    foreign.certificate.begin());
  CHECK(code_of(scene.claim(foreign)) == ErrorCode::certificate_refused);
  auto prekey = good;
  prekey.prekey[1300] ^= 1;
  CHECK(code_of(scene.claim(prekey)) == ErrorCode::prekey_refused);
  auto empty = good;
  empty.device_share.fill(0);
  CHECK(code_of(scene.claim(empty)) == ErrorCode::invalid_params);

  // Certificates are public: whoever has the card's token but not its key could show an old one.
  auto known = good;
  std::ranges::copy(scene.advisor.certificate, known.certificate.begin());
  std::ranges::copy(scene.advisor.prekey, known.prekey.begin());
  CHECK(code_of(scene.claim(known)) == ErrorCode::device_refused);
  CHECK_FALSE(scene.listed().claim);
}

TEST_CASE("recovery: a later claim takes the place of the one before, and its share goes", "[recovery]") {
  Scene scene;
  const NextDevice later("later");
  REQUIRE(scene.put("card", scene.advisor));
  REQUIRE(scene.claim(scene.request("card", scene.next)));

  REQUIRE(scene.claim(scene.request("card", later)));

  CHECK(scene.state(scene.next.device_id()) == DeviceState::unknown);
  CHECK(scene.state(later.device_id()) == DeviceState::waiting);
}
