// A change of words that a power cut interrupts: before it was decided, after, and while it clears up.
#include <catch2/catch.hpp>

#include "tests/integration/conversation/rekey_scene.hpp"

namespace {

using namespace kiezel;
using core::ErrorCode;
using crypto::CommitReason;
using support::code_of;
using support::LogWriter;
using support::make_rekeying;
using support::recipient;
using support::Rekeyed;
using support::Rekeying;
using Scene = support::RekeyScene;
using support::Shard;
using support::TestAdvisor;
using support::TestClient;

/// Redis refuses one command from now on, until it is restarted: the server stops exactly there.
void refuse_command(Scene& scene, std::string_view command) {
  REQUIRE(scene.shard.redis.execute(redis::Command{"ACL", "SETUSER", "default", "-" + std::string(command)}));
}

/// As a power cut does it, and up again with what is on disk.
void cut_power(Scene& scene) {
  scene.server.kill();
  // The links notice it.
  REQUIRE_FALSE(scene.shard.redis.execute(redis::Command{"PING"}));
  scene.server.start();
  REQUIRE(scene.shard.run(
      scene.shard.redis.client().wait_connected(core::deadline_in(std::chrono::seconds(10)))));
}

}  // namespace

TEST_CASE("rekey: killed before it decided, the old words work and asking again finishes it",
          "[conversation][rekey]") {
  Scene scene;
  const Rekeying change = scene.change_words(scene.client, scene.next);
  refuse_command(scene, "xadd");
  REQUIRE_FALSE(scene.rekey(scene.client.caller(), change));

  cut_power(scene);

  CHECK(scene.is_known(scene.client));
  CHECK(scene.listed(scene.client) == 1);
  CHECK(scene.listed(scene.next) == 0);
  REQUIRE(scene.rekey(scene.client.caller(), change));
  CHECK(scene.only_opens(scene.next, scene.client));
  CHECK_FALSE(scene.is_known(scene.client));
}

TEST_CASE("rekey: killed after it decided, the new words work and asking again finishes it",
          "[conversation][rekey]") {
  Scene scene;
  const Rekeying change = scene.change_words(scene.client, scene.next);
  refuse_command(scene, "hdel");
  REQUIRE_FALSE(scene.rekey(scene.client.caller(), change));

  cut_power(scene);

  CHECK(scene.only_opens(scene.next, scene.client));
  REQUIRE(scene.rekey(scene.next.caller(), change));
  CHECK_FALSE(scene.is_known(scene.client));
  CHECK(scene.only_opens(scene.next, scene.client));
}

TEST_CASE("rekey: a visit with the old words, or the next move, clears up what a kill left",
          "[conversation][rekey]") {
  Scene scene;
  refuse_command(scene, "hdel");
  REQUIRE_FALSE(scene.rekey(scene.client.caller(), scene.change_words(scene.client, scene.next)));
  cut_power(scene);
  REQUIRE(scene.is_known(scene.client));

  SECTION("a visit") {
    CHECK(scene.listed(scene.client) == 0);
  }
  SECTION("the next move") {
    REQUIRE(scene.rekey(scene.next.caller(), scene.change_words(scene.next, scene.third)));
    CHECK(scene.only_opens(scene.third, scene.next));
  }

  CHECK_FALSE(scene.is_known(scene.client));
}
