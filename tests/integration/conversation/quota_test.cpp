// What may be written and begun on one day (server/conversation/quota.hpp): over it nothing is written, on
// any shard.
#include <catch2/catch.hpp>
#include <regex>

#include "tests/integration/conversation/scene.hpp"

namespace {

using namespace kiezel;
using conversation::Bounds;
using core::ErrorCode;
using crypto::CommitReason;
using support::code_of;
using support::ConversationScene;
using support::LogWriter;
using support::make_creation;
using support::named_bytes;
using support::recipient;
using support::Shard;
using support::TestClient;

constexpr std::uint64_t plenty = 1U << 30U;

std::int64_t to_midnight(const Shard& shard) {
  const auto now_s = static_cast<std::int64_t>(shard.now_s());
  return 86'400 - now_s % 86'400;
}

template <typename T>
std::optional<std::int64_t> wait_of(const core::Result<T>& result) {
  return result ? std::nullopt : result.error().data.retry_after_s;
}

core::Result<protocol::ConversationCreateResult> begin(ConversationScene& scene, const TestClient& client,
                                                       const std::string& name) {
  const auto id = named_bytes<core::ConversationId>(name);
  LogWriter log(id);
  const crypto::Bytes commit =
      log.commit(client.signing, CommitReason::create, {recipient(client), recipient(scene.advisor)});
  return scene.create(make_creation(client, id, {commit}, scene.shard.now_s()));
}

std::vector<std::string> all_keys(ConversationScene& scene) {
  std::vector<std::string> keys;
  for (const auto& key : scene.shard.redis.execute(redis::Command{"KEYS", "*"})->elements)
    keys.push_back(key.text);
  std::ranges::sort(keys);
  return keys;
}

}  // namespace

TEST_CASE("quota: a client writes so many entries a day and not one more, through any shard",
          "[conversation]") {
  const Bounds bounds{.today = {.client = {.entries = 3, .bytes = plenty}}};
  ConversationScene scene(bounds);
  scene.found();
  const LogWriter before_last = scene.log;
  for (int i = 0; i < 3; ++i)
    REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));
  const LogWriter at_the_bound = scene.log;
  Shard other(scene.server.address(), bounds);
  other.refresh();

  const auto here = scene.append(scene.client.caller(), scene.log.message(scene.client.signing));
  scene.log = at_the_bound;
  const auto there = scene.append(scene.client.caller(), scene.log.message(scene.client.signing), other);
  scene.log = at_the_bound;

  CHECK(code_of(here) == ErrorCode::rate_limited);
  CHECK(wait_of(here) == to_midnight(scene.shard));
  CHECK(code_of(there) == ErrorCode::rate_limited);
  CHECK(scene.read(scene.client.caller(), -1)->entries.size() == 5);
  // Asking again for what is there costs nothing, and the advisor is somebody else.
  LogWriter again = before_last;
  CHECK(scene.append(scene.client.caller(), again.message(scene.client.signing)));
  CHECK(scene.append(scene.advisor.caller(), scene.log.message(scene.advisor.device)));

  scene.shard.clock.advance(std::chrono::seconds(to_midnight(scene.shard) - 1));
  const LogWriter at_night = scene.log;
  CHECK(wait_of(scene.append(scene.client.caller(), scene.log.message(scene.client.signing))) == 1);
  scene.log = at_night;
  scene.shard.clock.advance(std::chrono::seconds(1));
  CHECK(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));
}

TEST_CASE("quota: the bytes of a day are bounded too, and what does not fit counts for nothing",
          "[conversation]") {
  ConversationScene scene({.today = {.client = {.entries = 100, .bytes = 9'500}}});
  scene.found();
  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing, 1, 8192 + 16)));

  const LogWriter before = scene.log;
  CHECK(code_of(scene.append(scene.client.caller(), scene.log.message(scene.client.signing, 1, 2048 + 16))) ==
        ErrorCode::rate_limited);
  scene.log = before;

  CHECK(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));
}

TEST_CASE("quota: client and advisors have one each, and both end", "[conversation]") {
  ConversationScene scene(
      {.today = {.client = {.entries = 2, .bytes = plenty}, .advisor = {.entries = 2, .bytes = plenty}}});
  scene.found();
  const auto by_client = [&] {
    return scene.append(scene.client.caller(), scene.log.message(scene.client.signing));
  };
  const auto by_advisor = [&] {
    return scene.append(scene.advisor.caller(), scene.log.message(scene.advisor.device));
  };

  for (int i = 0; i < 2; ++i) REQUIRE(by_client());
  for (int i = 0; i < 2; ++i) REQUIRE(by_advisor());

  const LogWriter before = scene.log;
  CHECK(code_of(by_advisor()) == ErrorCode::rate_limited);
  scene.log = before;
  CHECK(code_of(by_client()) == ErrorCode::rate_limited);
}

TEST_CASE("quota: a flood of messages does not keep members from changing, and changes end as well",
          "[conversation]") {
  ConversationScene scene({.today = {.client = {.entries = 1, .bytes = plenty}}});
  scene.found();
  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));
  const auto add = [&] {
    return scene.log.commit(scene.client.signing, CommitReason::add,
                            {recipient(scene.client), recipient(scene.advisor), recipient(scene.colleague)});
  };
  const auto remove = [&] {
    return scene.log.commit(scene.client.signing, CommitReason::remove,
                            {recipient(scene.client), recipient(scene.advisor)});
  };

  CHECK(scene.append(scene.client.caller(), add()));
  CHECK(code_of(scene.append(scene.client.caller(), remove())) == ErrorCode::rate_limited);
}

TEST_CASE("quota: what is counted are two numbers and a day, and they go by themselves", "[conversation]") {
  ConversationScene scene;
  scene.found();
  const crypto::Bytes entry = scene.log.message(scene.client.signing);
  REQUIRE(scene.append(scene.client.caller(), entry));
  auto& redis = scene.shard.redis;
  const std::string day = std::to_string(scene.shard.now_s() / 86'400);

  const std::string written = scene.shard.keys.written_today(scene.id, core::Role::client);
  const std::string begun = scene.shard.keys.mailbox_today(scene.client.mailbox());
  CHECK(redis.execute(redis::Command{"GET", written})->text == day + " 1 " + std::to_string(entry.size()));
  CHECK(redis.execute(redis::Command{"GET", begun})->text == day + " 1");
  for (const std::string& key : {written, begun}) {
    const std::int64_t ttl = redis.execute(redis::Command{"TTL", key})->integer;
    CHECK(ttl > 0);
    // At midnight, whenever it was written.
    CHECK(ttl <= to_midnight(scene.shard));
    CHECK(ttl >= to_midnight(scene.shard) - 30);
  }
}

TEST_CASE("quota: a mailbox begins so many conversations a day, and then nothing of one is kept",
          "[conversation]") {
  const Bounds bounds{.today = {.conversations = 2}};
  ConversationScene scene(bounds);
  REQUIRE(begin(scene, scene.client, "first"));
  REQUIRE(begin(scene, scene.client, "second"));
  const auto before = all_keys(scene);

  const auto third = begin(scene, scene.client, "third");

  CHECK(code_of(third) == ErrorCode::rate_limited);
  CHECK(wait_of(third) == to_midnight(scene.shard));
  CHECK(all_keys(scene) == before);
  // The first answer again, and another's mailbox.
  CHECK(begin(scene, scene.client, "first"));
  CHECK(begin(scene, TestClient("somebody else"), "fourth"));
  scene.shard.clock.advance(std::chrono::seconds(to_midnight(scene.shard)));
  CHECK(begin(scene, scene.client, "third"));
}
