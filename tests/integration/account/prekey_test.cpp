// Prekeys of a device that is in (protocol/README.md, "Accounts").
#include <catch2/catch.hpp>

#include "tests/integration/account/account_scene.hpp"

namespace {

using namespace kiezel;
using core::ErrorCode;
using support::code_of;
using support::TestAdvisor;
using Scene = support::AccountScene;

}  // namespace

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
