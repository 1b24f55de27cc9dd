// A second device comes in: offered, admitted and joined (protocol/README.md, "Devices").
#include <catch2/catch.hpp>

#include "tests/integration/account/device_scene.hpp"
#include "tests/support/authenticator.hpp"

namespace {

using namespace kiezel;
using core::ErrorCode;
using protocol::DeviceState;
using support::code_of;
using support::day_s;
using support::named_bytes;
using support::NextDevice;
using support::TestAdvisor;
using Scene = support::DeviceScene;

}  // namespace

TEST_CASE("devices: a second one is offered, admitted with a bundle, and joins", "[devices]") {
  Scene scene;
  REQUIRE(scene.offer());
  const auto offered =
      scene.shard.run(scene.devices().offered(scene.advisor.caller(), {scene.next.id.bytes}));
  REQUIRE(offered);
  CHECK(offered->offer == scene.next.offer().offer);
  CHECK(code_of(scene.get()) == ErrorCode::not_found);
  REQUIRE(scene.put(0, 2));
  REQUIRE(scene.put(1, 2));
  REQUIRE(scene.admit(scene.certificate(scene.next.key)));

  const auto second = scene.get(1);
  REQUIRE(second);
  CHECK(second->parts == 2);
  CHECK(second->part == scene.next.part(1, 2).part);
  CHECK(second->advisor_key == scene.advisor.identity.verify_key().bytes);
  CHECK_FALSE(scene.active(scene.next.device_id()));
  REQUIRE(scene.join());
  scene.shard.refresh();

  CHECK(scene.active(scene.next.device_id()));
  CHECK(scene.state(scene.next.device_id()) == DeviceState::active);
  CHECK(scene.keys().devices.size() == 2);
  CHECK(scene.shard.run(scene.devices().list(scene.advisor.caller(), {}))->devices.size() == 2);
}

TEST_CASE("devices: who has just joined adds one second factor without another, in time and once",
          "[devices]") {
  Scene scene;
  const auto add = [&](const NextDevice& device, const support::Authenticator& passkey) {
    support::Says says;
    says.challenge = named_bytes<crypto::Challenge>("challenge");
    const auto answer = passkey.create(says);
    protocol::FactorAddPasskeyRequest request;
    request.device = device.device_id().bytes;
    request.unlock_token = device.token.bytes;
    request.client_data = answer.client_data;
    request.authenticator_data = answer.authenticator_data;
    return scene.shard.run(
        scene.shard.factors.add_passkey({}, {says.challenge, "https://kiezel.example"}, request));
  };
  const NextDevice third("third");
  scene.add();
  support::add_device(scene.shard, scene.advisor, third);
  const std::string permit = scene.shard.keys.factor_permit(scene.next.device_id());
  const support::Authenticator first;
  REQUIRE(add(third, first));
  CHECK_FALSE(scene.exists(scene.shard.keys.factor_permit(third.device_id())));

  // What is refused uses nothing up.
  CHECK(code_of(add(scene.next, first)) == ErrorCode::factor_refused);
  CHECK(scene.shard.redis.execute(redis::Command{"TTL", permit})->integer <= account::factor_permit_s);
  CHECK(scene.shard.redis.execute(redis::Command{"TTL", permit})->integer > 0);
  REQUIRE(add(scene.next, support::Authenticator()));
  CHECK(code_of(add(scene.next, support::Authenticator())) == ErrorCode::factor_required);
  CHECK(scene.join());
  CHECK(code_of(add(scene.next, support::Authenticator())) == ErrorCode::factor_required);

  const NextDevice late("late");
  support::add_device(scene.shard, scene.advisor, late);
  REQUIRE(scene.shard.redis.execute(redis::Command{"DEL", scene.shard.keys.factor_permit(late.device_id())}));
  CHECK(code_of(add(late, support::Authenticator())) == ErrorCode::factor_required);
  const NextDevice gone("gone");
  support::add_device(scene.shard, scene.advisor, gone);
  REQUIRE(scene.revoke(gone.device_id()));
  CHECK_FALSE(scene.exists(scene.shard.keys.factor_permit(gone.device_id())));
}

TEST_CASE("devices: offer and bundle are gone once the device has joined, or when their time is over",
          "[devices]") {
  Scene scene;
  scene.add();
  const std::string offer = scene.shard.keys.device_offer(scene.next.id);
  const std::string bundle = scene.shard.keys.device_bundle(scene.next.id);
  CHECK_FALSE(scene.exists(offer));
  CHECK_FALSE(scene.exists(bundle));
  CHECK(scene.join());
  CHECK(code_of(scene.get()) == ErrorCode::not_found);

  const NextDevice third("third");
  REQUIRE(scene.shard.run(scene.devices().offer({}, third.offer())));
  REQUIRE(scene.shard.run(scene.devices().bundle_put(scene.advisor.caller(), third.part(0, 1))));
  for (const std::string& key :
       {scene.shard.keys.device_offer(third.id), scene.shard.keys.device_bundle(third.id)}) {
    const auto ttl = scene.shard.redis.execute(redis::Command{"TTL", key})->integer;
    CHECK(ttl > 0);
    CHECK(ttl <= protocol::limits::offer_s);
  }
}

TEST_CASE("devices: an offer that is not its own key's, of a device that is in, or of another is refused",
          "[devices]") {
  Scene scene;
  auto forged = scene.next.offer();
  forged.offer[40] ^= 1;
  CHECK(code_of(scene.shard.run(scene.devices().offer({}, forged))) == ErrorCode::device_refused);
  REQUIRE(scene.offer());
  CHECK(scene.offer());

  auto other = NextDevice("other").offer();
  other.id = scene.next.id.bytes;
  CHECK(code_of(scene.shard.run(scene.devices().offer({}, other))) == ErrorCode::device_refused);
  REQUIRE(scene.put(0, 1));
  REQUIRE(scene.admit(scene.certificate(scene.next.key)));
  REQUIRE(scene.join());
  CHECK(code_of(scene.offer()) == ErrorCode::device_refused);
}

TEST_CASE("devices: only so many wait at a time", "[devices]") {
  Scene scene;
  for (std::int64_t i = 0; i < protocol::limits::offers_max; ++i) {
    REQUIRE(scene.shard.run(scene.devices().offer({}, NextDevice(std::to_string(i)).offer())));
  }
  CHECK(code_of(scene.offer()) == ErrorCode::busy);
  scene.shard.clock.advance(std::chrono::seconds(protocol::limits::offer_s));
  CHECK(scene.offer());
}

TEST_CASE("devices: certificates by another, for another, expired, or without a whole bundle admit nobody",
          "[devices]") {
  Scene scene;
  const TestAdvisor other("other", scene.shard.now_s());
  const auto good = scene.certificate(scene.next.key);
  REQUIRE(scene.offer());
  CHECK(code_of(scene.admit(good)) == ErrorCode::not_found);
  REQUIRE(scene.put(0, 2));
  CHECK(code_of(scene.admit(good)) == ErrorCode::not_found);
  REQUIRE(scene.put(1, 2));

  const auto now_s = scene.shard.now_s();
  CHECK(code_of(scene.admit(other.certify(scene.next.key, now_s, now_s + day_s))) ==
        ErrorCode::certificate_refused);
  CHECK(code_of(scene.admit(scene.certificate(other.device))) == ErrorCode::certificate_refused);
  CHECK(code_of(scene.admit(scene.advisor.certify(scene.next.key, now_s - day_s, now_s))) ==
        ErrorCode::certificate_refused);
  CHECK(code_of(scene.join()) == ErrorCode::not_found);
  CHECK(scene.admit(good));
  CHECK(scene.admit(good));
}

TEST_CASE("devices: nobody is let in without a second factor that was proven just now, and the own",
          "[devices]") {
  Scene scene;
  const TestAdvisor other("other", scene.shard.now_s());
  REQUIRE(scene.offer());
  REQUIRE(scene.put(0, 1));
  const auto admission = scene.next.admission(scene.certificate(scene.next.key));
  const auto admit = [&](const core::Caller& caller) {
    return scene.shard.run(scene.devices().admit(caller, admission));
  };
  const core::Caller proven = scene.advisor.proven(scene.shard.now_s());
  core::Caller borrowed = scene.advisor.caller();
  borrowed.factor = other.proven(scene.shard.now_s()).factor;

  CHECK(code_of(admit(scene.advisor.caller())) == ErrorCode::factor_required);
  CHECK(code_of(admit(borrowed)) == ErrorCode::factor_required);
  scene.shard.clock.advance(std::chrono::seconds(1));
  CHECK(code_of(admit(proven)) == ErrorCode::factor_required);
  CHECK(code_of(scene.join()) == ErrorCode::not_found);
  CHECK(admit(scene.advisor.proven(scene.shard.now_s())));
}

TEST_CASE("devices: a bundle is its own advisor's and stays as it was admitted", "[devices]") {
  Scene scene;
  const TestAdvisor other("other", scene.shard.now_s());
  scene.shard.enrol(other);
  const auto put_by = [&](const TestAdvisor& advisor, std::int64_t index, std::int64_t parts) {
    return scene.shard.run(scene.devices().bundle_put(advisor.caller(), scene.next.part(index, parts)));
  };
  CHECK(code_of(scene.put(0, 1)) == ErrorCode::not_found);
  REQUIRE(scene.offer());
  CHECK(code_of(scene.put(1, 1)) == ErrorCode::invalid_params);
  CHECK(code_of(scene.put(1, 2)) == ErrorCode::not_found);
  REQUIRE(scene.put(0, 2));
  CHECK(code_of(put_by(other, 1, 2)) == ErrorCode::not_found);
  CHECK(code_of(scene.put(1, 3)) == ErrorCode::not_found);
  REQUIRE(scene.put(1, 2));
  REQUIRE(scene.admit(scene.certificate(scene.next.key)));

  CHECK(code_of(scene.put(0, 2)) == ErrorCode::not_found);
  auto stranger = scene.next.get();
  stranger.unlock_token[0] ^= 1;
  CHECK(code_of(scene.shard.run(scene.devices().bundle_get({}, stranger))) == ErrorCode::not_found);
  CHECK(code_of(scene.get(2)) == ErrorCode::not_found);
}

TEST_CASE("devices: joining needs the own token, prekey and share", "[devices]") {
  Scene scene;
  const TestAdvisor other("other", scene.shard.now_s());
  REQUIRE(scene.offer());
  REQUIRE(scene.put(0, 1));
  REQUIRE(scene.admit(scene.certificate(scene.next.key)));
  const auto now_s = scene.shard.now_s();
  const auto join = [&](const protocol::DeviceJoinRequest& request) {
    return scene.shard.run(scene.devices().join({}, request));
  };
  auto stranger = scene.next.join(scene.advisor, now_s);
  stranger.unlock_token[0] ^= 1;
  CHECK(code_of(join(stranger)) == ErrorCode::not_found);
  CHECK(code_of(join(scene.next.join(other, now_s))) == ErrorCode::prekey_refused);
  auto empty = scene.next.join(scene.advisor, now_s);
  empty.device_share.fill(0);
  CHECK(code_of(join(empty)) == ErrorCode::invalid_params);
  CHECK(scene.state(scene.next.device_id()) == DeviceState::unknown);
}

TEST_CASE("devices: one too many is refused, a revoked one makes room", "[devices]") {
  Scene scene;
  for (std::int64_t i = 1; i < protocol::limits::devices_max; ++i) {
    support::add_device(scene.shard, scene.advisor, NextDevice("device " + std::to_string(i)));
  }
  REQUIRE(scene.offer());
  REQUIRE(scene.put(0, 1));
  CHECK(code_of(scene.admit(scene.certificate(scene.next.key))) == ErrorCode::device_refused);

  REQUIRE(scene.revoke(NextDevice("device 1").device_id()));
  CHECK(scene.admit(scene.certificate(scene.next.key)));
  CHECK(scene.join());
}
