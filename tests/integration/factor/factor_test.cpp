// Second factors on a real Redis: what opens, what does not, and what is counted (protocol/README.md, "Second
// factor").
#include <catch2/catch.hpp>

#include "protocol/limits.hpp"
#include "server/factor/totp.hpp"
#include "tests/support/authenticator.hpp"
#include "tests/support/domains.hpp"
#include "tests/support/redis_server.hpp"

namespace {

using namespace kiezel;
using core::ErrorCode;
using core::ProvenFactor;
using support::Authenticator;
using support::code_of;
using support::named_bytes;
using support::Says;
using support::Shard;
using support::TestAdvisor;

const auto challenge = named_bytes<crypto::Challenge>("challenge");
const std::string origin = "https://kiezel.example";

// What the browser sends with every request of a device.
template <class Request>
Request from(const TestAdvisor& advisor, std::string_view token = "unlock token") {
  Request request;
  request.device = advisor.device_id().bytes;
  request.unlock_token = named_bytes<crypto::Digest>(token).bytes;
  return request;
}

struct Scene {
  support::RedisServer server;
  Shard shard{server.address()};
  TestAdvisor advisor{"advisor", shard.now_s()};
  std::array<std::uint8_t, 20> secret = named_bytes<crypto::FixedBytes<struct SecretTag, 20>>("app").bytes;

  Scene() { shard.enrol(advisor); }

  std::uint64_t step() const { return shard.now_s() / factor::totp_step_s; }
  std::int64_t code(std::uint64_t at_step) const { return factor::hotp(secret, at_step); }
  core::Caller fresh() const {
    core::Caller caller = advisor.caller();
    caller.factor = ProvenFactor{advisor.id(), shard.now_s() + 1};
    return caller;
  }
  core::Result<ProvenFactor> add_app(core::Caller caller = {}) {
    auto request = from<protocol::FactorAddAppRequest>(advisor);
    request.secret = secret;
    request.code = code(step());
    return shard.run(shard.factors.add_app(caller, request));
  }
  core::Result<ProvenFactor> prove(std::int64_t given) {
    auto request = from<protocol::FactorProveCodeRequest>(advisor);
    request.code = given;
    return shard.run(shard.factors.prove_code(request));
  }
  core::Result<ProvenFactor> add(const support::PasskeyAnswer& answer, core::Caller caller = {}) {
    auto request = from<protocol::FactorAddPasskeyRequest>(advisor);
    request.client_data = answer.client_data;
    request.authenticator_data = answer.authenticator_data;
    return shard.run(shard.factors.add_passkey(caller, {challenge, origin}, request));
  }
  core::Result<ProvenFactor> prove(const Authenticator& passkey, const support::PasskeyAnswer& answer) {
    auto request = from<protocol::FactorProvePasskeyRequest>(advisor);
    request.credential = passkey.credential();
    request.client_data = answer.client_data;
    request.authenticator_data = answer.authenticator_data;
    request.signature = answer.signature;
    return shard.run(shard.factors.prove_passkey({challenge, origin}, request));
  }
  core::Result<protocol::FactorRemoveResult> remove(const protocol::Factor& factor, core::Caller caller) {
    auto request = from<protocol::FactorRemoveRequest>(advisor);
    request.factor = factor.id;
    return shard.run(shard.factors.remove(caller, request));
  }
  std::vector<protocol::Factor> factors() {
    return shard.run(shard.factors.facts(from<protocol::FactorChallengeRequest>(advisor)))->factors;
  }
  core::Result<protocol::AccountDeviceShareResult> share(core::Caller caller) {
    return shard.run(shard.account.device_share(caller, from<protocol::AccountDeviceShareRequest>(advisor)));
  }
};

Says says(std::uint32_t sign_count = 0) {
  Says good;
  good.challenge = challenge;
  good.sign_count = sign_count;
  return good;
}

}  // namespace

TEST_CASE("factor: the first needs the unlock token, a further one a fresh factor", "[factor]") {
  Scene scene;
  const Authenticator passkey;
  CHECK(scene.factors().empty());

  const auto first = scene.add(passkey.create(says()));

  REQUIRE(first);
  CHECK(first->advisor == scene.advisor.id());
  CHECK(first->fresh_until_s == scene.shard.now_s() + protocol::limits::factor_fresh_s);
  CHECK(code_of(scene.add_app()) == ErrorCode::factor_required);
  CHECK(code_of(scene.add_app(scene.advisor.caller())) == ErrorCode::factor_required);
  REQUIRE(scene.add_app(scene.fresh()));
  const auto both = scene.factors();
  REQUIRE(both.size() == 2);
  CHECK(both[0].kind == protocol::FactorKind::app);
  CHECK_FALSE(both[0].credential);
  CHECK(both[1].kind == protocol::FactorKind::passkey);
  CHECK(both[1].credential == passkey.credential());
  // The same once more is no second one.
  CHECK(code_of(scene.add(passkey.create(says()), scene.fresh())) == ErrorCode::factor_refused);
  CHECK(code_of(scene.add_app(scene.fresh())) == ErrorCode::factor_refused);
}

TEST_CASE("factor: a proven passkey opens the device share, a wrong one does not", "[factor]") {
  Scene scene;
  const Authenticator passkey;
  const Authenticator stranger;
  REQUIRE(scene.add(passkey.create(says())));

  CHECK(code_of(scene.share({})) == ErrorCode::factor_required);
  CHECK(code_of(scene.prove(stranger, stranger.get(says()))) == ErrorCode::factor_refused);
  CHECK(code_of(scene.prove(passkey, stranger.get(says()))) == ErrorCode::factor_refused);
  const auto proven = scene.prove(passkey, passkey.get(says()));

  REQUIRE(proven);
  CHECK(scene.share({.factor = *proven})->device_share == named_bytes<crypto::Digest>("device share").bytes);
  scene.shard.clock.advance(std::chrono::seconds(protocol::limits::factor_fresh_s));
  CHECK(code_of(scene.share({.factor = *proven})) == ErrorCode::factor_required);
}

TEST_CASE("factor: the counter of a passkey goes on or the passkey is refused", "[factor]") {
  Scene scene;
  const Authenticator passkey;
  REQUIRE(scene.add(passkey.create(says(5))));

  CHECK(code_of(scene.prove(passkey, passkey.get(says(5)))) == ErrorCode::factor_refused);
  CHECK(code_of(scene.prove(passkey, passkey.get(says(4)))) == ErrorCode::factor_refused);
  CHECK(code_of(scene.prove(passkey, passkey.get(says(0)))) == ErrorCode::factor_refused);
  CHECK(scene.prove(passkey, passkey.get(says(6))));
  CHECK(code_of(scene.prove(passkey, passkey.get(says(6)))) == ErrorCode::factor_refused);
  // One that never counts stays at zero.
  const Authenticator uncounted;
  REQUIRE(scene.add(uncounted.create(says()), scene.fresh()));
  CHECK(scene.prove(uncounted, uncounted.get(says())));
  CHECK(scene.prove(uncounted, uncounted.get(says())));
}

TEST_CASE("factor: a code counts once, also for earlier steps", "[factor]") {
  Scene scene;
  REQUIRE(scene.add_app());
  const std::uint64_t step = scene.step();

  CHECK(code_of(scene.prove(scene.code(step))) == ErrorCode::factor_refused);
  CHECK(code_of(scene.prove(scene.code(step - 1))) == ErrorCode::factor_refused);
  CHECK(scene.prove(scene.code(step + 1)));
  CHECK(code_of(scene.prove(scene.code(step + 1))) == ErrorCode::factor_refused);
  scene.shard.clock.advance(std::chrono::seconds(60));
  CHECK(scene.prove(scene.code(step + 2)));
}

TEST_CASE("factor: wrong codes are limited by the hour, and a passkey still opens", "[factor]") {
  Scene scene;
  const Authenticator passkey;
  REQUIRE(scene.add_app());
  REQUIRE(scene.add(passkey.create(says()), scene.fresh()));
  const std::int64_t wrong = (scene.code(scene.step() + 1) + 1) % 1'000'000;

  for (int i = 0; i < protocol::limits::factor_code_tries_max; ++i) {
    CHECK(code_of(scene.prove(wrong)) == ErrorCode::factor_refused);
  }
  const auto spent = scene.prove(scene.code(scene.step() + 1));
  CHECK(code_of(spent) == ErrorCode::rate_limited);
  CHECK(spent.error().data.retry_after_s > 0);
  CHECK(scene.prove(passkey, passkey.get(says())));
  const std::string tries = scene.shard.keys.factor_tries(scene.advisor.device_id());
  REQUIRE(scene.shard.redis.execute(redis::Command{"DEL", tries}));
  CHECK(scene.prove(scene.code(scene.step() + 1)));
  // A right code forgives the wrong ones before it.
  CHECK(scene.shard.redis.execute(redis::Command{"EXISTS", tries})->integer == 0);
}

TEST_CASE("factor: a stranger without the unlock token tries nothing and counts nothing", "[factor]") {
  Scene scene;
  REQUIRE(scene.add_app());
  auto stranger = from<protocol::FactorProveCodeRequest>(scene.advisor, "guess");
  stranger.code = scene.code(scene.step() + 1);

  for (int i = 0; i < protocol::limits::factor_code_tries_max + 2; ++i) {
    CHECK_FALSE(scene.shard.run(scene.shard.factors.prove_code(stranger)));
  }
  CHECK(scene.prove(scene.code(scene.step() + 1)));
}

TEST_CASE("factor: a revoked device and a suspended advisor get nowhere", "[factor]") {
  Scene scene;
  REQUIRE(scene.add_app());
  const core::Caller caller = scene.fresh();
  REQUIRE(scene.share(caller));

  REQUIRE(scene.shard.run(scene.shard.account.suspend(scene.advisor.id())));
  CHECK(code_of(scene.prove(scene.code(scene.step() + 1))) == ErrorCode::not_found);
  CHECK(code_of(scene.share(caller)) == ErrorCode::not_found);
  REQUIRE(scene.shard.run(scene.shard.account.approve(scene.advisor.id())));
  REQUIRE(scene.share(caller));

  auto directory = scene.shard.publish({&scene.advisor}).next(scene.shard.now_s());
  directory.records.emplace_back(
      crypto::RevokedDeviceRecord{crypto::key_id(scene.advisor.device.verify_key()), scene.shard.now_s()});
  scene.shard.publish(directory);
  CHECK(code_of(scene.prove(scene.code(scene.step() + 1))) == ErrorCode::not_found);
  CHECK(code_of(scene.share(caller)) == ErrorCode::not_found);
}

TEST_CASE("factor: the last one stays, others go with a fresh factor only", "[factor]") {
  Scene scene;
  const Authenticator passkey;
  REQUIRE(scene.add_app());
  const auto app = scene.factors().front();
  CHECK(code_of(scene.remove(app, scene.fresh())) == ErrorCode::factor_refused);
  REQUIRE(scene.add(passkey.create(says()), scene.fresh()));

  CHECK(code_of(scene.remove(app, scene.advisor.caller())) == ErrorCode::factor_required);
  CHECK(scene.remove(app, scene.fresh()));
  CHECK(scene.remove(app, scene.fresh()));
  CHECK(scene.factors().size() == 1);
  CHECK(code_of(scene.prove(scene.code(scene.step() + 1))) == ErrorCode::factor_refused);
  CHECK(scene.prove(passkey, passkey.get(says())));
}

TEST_CASE("factor: there is room for factors_max", "[factor]") {
  Scene scene;
  for (int i = 0; i < protocol::limits::factors_max; ++i) {
    REQUIRE(scene.add(Authenticator().create(says()), scene.fresh()));
  }
  CHECK(code_of(scene.add(Authenticator().create(says()), scene.fresh())) == ErrorCode::factor_refused);
  CHECK(scene.factors().size() == protocol::limits::factors_max);
}

TEST_CASE("factor: Redis never sees an app's secret, and a reset takes all factors away", "[factor]") {
  Scene scene;
  REQUIRE(scene.add_app());
  const auto stored = scene.shard.redis.execute(
      redis::Command{"HGETALL", scene.shard.keys.advisor_factors(scene.advisor.id())});
  for (const redis::Reply& part : stored->elements) {
    CHECK(part.text.find(std::string(crypto::as_text(scene.secret))) == std::string::npos);
  }

  factor::Store store(scene.shard.redis.client(), scene.shard.keys);
  REQUIRE(scene.shard.run(store.reset(scene.advisor.id())));
  CHECK(scene.factors().empty());
  CHECK(code_of(scene.prove(scene.code(scene.step() + 1))) == ErrorCode::factor_refused);
  // The reset by itself opens nothing: a new factor must be set up first.
  CHECK(code_of(scene.share(scene.advisor.caller())) == ErrorCode::factor_required);
}
