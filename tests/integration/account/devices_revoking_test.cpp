// A device that is in goes, or has its certificate renewed (protocol/README.md, "Devices").
#include <catch2/catch.hpp>

#include "tests/integration/account/device_scene.hpp"

namespace {

using namespace kiezel;
using core::ErrorCode;
using protocol::DeviceState;
using support::code_of;
using support::day_s;
using support::revocation;
using support::TestAdvisor;
using Scene = support::DeviceScene;

}  // namespace

TEST_CASE("devices: a revoked one is refused everywhere at once, and its share is gone", "[devices]") {
  Scene scene;
  scene.add();
  const core::DeviceId device = scene.next.device_id();
  REQUIRE(scene.exists(scene.shard.keys.device_share(device)));

  REQUIRE(scene.revoke(device));
  scene.shard.refresh();

  CHECK_FALSE(scene.active(device));
  CHECK(scene.shard.directory.is_revoked(device, scene.shard.now_s()));
  CHECK(scene.state(device) == DeviceState::revoked);
  CHECK_FALSE(scene.exists(scene.shard.keys.device_share(device)));
  CHECK(code_of(scene.shard.run(scene.shard.account.enter(
            device, core::UnlockToken{scene.next.token.bytes}))) == ErrorCode::not_found);
  CHECK(scene.keys().devices.size() == 1);
  CHECK(scene.keys().retired.size() == 1);
  CHECK_FALSE(scene.shard.run(scene.shard.account.device_for_login(device))->known);
  CHECK(scene.revoke(device));
  CHECK(scene.active(scene.advisor.device_id()));
  CHECK(code_of(scene.offer()) == ErrorCode::device_refused);
}

TEST_CASE("devices: revoking needs the identity key, the own device, and now", "[devices]") {
  Scene scene;
  scene.add();
  const TestAdvisor other("other", scene.shard.now_s());
  scene.shard.enrol(other);
  const auto now_s = scene.shard.now_s();
  const auto revoke = [&](const TestAdvisor& by, const crypto::SigningKey& identity, core::DeviceId device,
                          std::uint64_t at_s) {
    return scene.shard.run(scene.devices().revoke(by.caller(), revocation(identity, device, at_s)));
  };
  const core::DeviceId device = scene.next.device_id();

  CHECK(code_of(revoke(scene.advisor, scene.advisor.device, device, now_s)) == ErrorCode::device_refused);
  CHECK(code_of(revoke(scene.advisor, other.identity, device, now_s)) == ErrorCode::device_refused);
  CHECK(code_of(revoke(other, other.identity, device, now_s)) == ErrorCode::not_found);
  CHECK(code_of(revoke(scene.advisor, scene.advisor.identity, device, now_s + 301)) ==
        ErrorCode::device_refused);
  CHECK(code_of(revoke(scene.advisor, scene.advisor.identity, device, now_s - 301)) ==
        ErrorCode::device_refused);
  CHECK(code_of(scene.revoke(scene.advisor.device_id())) == ErrorCode::device_refused);
  CHECK(code_of(scene.revoke(core::DeviceId{})) == ErrorCode::not_found);
  scene.shard.refresh();
  CHECK(scene.active(device));
}

TEST_CASE("devices: the organisation revokes one by the same way", "[devices]") {
  Scene scene;
  scene.add();

  CHECK(code_of(scene.shard.run(scene.devices().end_device(core::DeviceId{}))) == ErrorCode::not_found);
  REQUIRE(scene.shard.run(scene.devices().end_device(scene.next.device_id())));
  scene.shard.refresh();

  CHECK(scene.state(scene.next.device_id()) == DeviceState::revoked);
  CHECK_FALSE(scene.exists(scene.shard.keys.device_share(scene.next.device_id())));
}

TEST_CASE("devices: a certificate is renewed and the old one stays to verify", "[devices]") {
  Scene scene;
  const auto renew = [&](const crypto::Bytes& certificate) {
    protocol::DeviceRenewRequest request;
    std::ranges::copy(certificate, request.certificate.begin());
    return scene.shard.run(scene.devices().renew(scene.advisor.caller(), request));
  };
  const auto now_s = scene.shard.now_s();
  const TestAdvisor other("other", now_s);

  CHECK(code_of(renew(other.certify(scene.advisor.device, now_s, now_s + 170 * day_s))) ==
        ErrorCode::certificate_refused);
  CHECK(code_of(renew(scene.certificate(scene.next.key))) == ErrorCode::certificate_refused);
  CHECK(code_of(renew(scene.advisor.certify(scene.advisor.device, now_s, now_s + 89 * day_s))) ==
        ErrorCode::certificate_refused);
  scene.shard.clock.advance(std::chrono::hours(24 * 80));
  const auto later_s = scene.shard.now_s();
  const auto longer = scene.advisor.certify(scene.advisor.device, later_s, later_s + 170 * day_s);
  REQUIRE(renew(longer));
  CHECK(renew(longer));
  scene.shard.refresh();

  const auto keys = scene.keys();
  REQUIRE(keys.devices.size() == 1);
  CHECK(std::ranges::equal(keys.devices.front().certificate, longer));
  REQUIRE(keys.retired.size() == 1);
  CHECK(std::ranges::equal(keys.retired.front(), scene.advisor.certificate));
  scene.shard.clock.advance(std::chrono::hours(24 * 20));
  CHECK(scene.active(scene.advisor.device_id()));
}
