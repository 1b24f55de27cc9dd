// The share of a device's passphrase that the server keeps: who gets it (protocol/README.md, "Accounts").
#include <catch2/catch.hpp>

#include "protocol/limits.hpp"
#include "tests/integration/account/account_scene.hpp"

namespace {

using namespace kiezel;
using core::ErrorCode;
using support::code_of;
using support::named_bytes;
using support::TestAdvisor;
using Scene = support::AccountScene;

}  // namespace

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
