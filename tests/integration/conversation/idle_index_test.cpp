// Conversations that a server without the index of idle ones made: found by a sweep, in small pages.
#include <catch2/catch.hpp>

#include "tests/integration/conversation/scene.hpp"

namespace kiezel::support {
namespace {

using std::chrono::days;

constexpr std::int64_t day_s = 86'400;

struct OldScene : ConversationScene {
  OldScene() { found(); }

  [[nodiscard]] redis::Reply ask(redis::Command command) {
    auto reply = shard.redis.execute(std::move(command));
    REQUIRE(reply);
    return *std::move(reply);
  }
  // What a server without it leaves in Redis.
  void forget_index() { static_cast<void>(ask(redis::Command{"DEL", shard.keys.idle()})); }
  [[nodiscard]] std::int64_t idle_since(const core::ConversationId& conversation) {
    return ask(redis::Command{"ZSCORE", shard.keys.idle(), conversation}).as_integer().value_or(0);
  }
  [[nodiscard]] std::int64_t indexed() { return ask(redis::Command{"ZCARD", shard.keys.idle()}).integer; }
  [[nodiscard]] std::int64_t end_of_today() const {
    return (static_cast<std::int64_t>(shard.now_s()) / day_s + 1) * day_s;
  }
  // A server that starts now.
  [[nodiscard]] conversation::Service start() {
    return conversation::Service({.log_link = shard.redis.client(),
                                  .vault_link = shard.redis.client(),
                                  .keys = shard.keys,
                                  .advisors = shard.directory,
                                  .clock = shard.clock,
                                  .random = shard.random,
                                  .idle = days(30)});
  }
  [[nodiscard]] conversation::SweptConversations sweep(conversation::Service& service) {
    const auto swept = shard.run(service.sweep_erasures());
    REQUIRE(swept);
    return *swept;
  }
  // As the scripts that make and change conversations left them, for many at once: on the desk, with a log of
  // one entry of this moment, and in this state.
  void add_old(int count, const core::AdvisorId& owner, std::int64_t received_at, const char* state) {
    static_cast<void>(ask(redis::Command{"EVAL", R"(
      for i = 1, tonumber(ARGV[1]) do
        local activity = redis.call('INCR', KEYS[2])
        local id = string.format('%s%012d', string.sub(ARGV[2], 1, 4), activity)
        local hex = string.gsub(id, '.', function(c) return string.format('%02x', string.byte(c)) end)
        redis.call('HSET', KEYS[3] .. 'c:' .. hex, 'state', ARGV[4], 'mailbox', 'm')
        redis.call('XADD', KEYS[3] .. 'c:' .. hex .. ':log', '1-0', 'e', 'entry', 't', ARGV[3])
        redis.call('ZADD', KEYS[1], activity, id)
      end)",
                                         3, shard.keys.desk(owner), shard.keys.desk_counter(owner),
                                         shard.keys.prefix(), count, owner, received_at, state}));
  }
};

}  // namespace

TEST_CASE("idle index: a conversation of before is known after a sweep, by its last entry", "[idle]") {
  OldScene scene;
  scene.shard.clock.advance(days(5));
  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));
  const std::int64_t last = scene.end_of_today();
  scene.forget_index();
  scene.shard.clock.advance(days(3));
  auto server = scene.start();

  CHECK(scene.sweep(server).indexed == 1);
  CHECK(scene.idle_since(scene.id) == last);
  CHECK(scene.sweep(server).indexed == 0);
  auto another = scene.start();
  CHECK(scene.sweep(another).indexed == 0);

  const auto rest = last - static_cast<std::int64_t>(scene.shard.now_s());
  scene.shard.clock.advance(std::chrono::seconds(rest) + days(30) - std::chrono::seconds(1));
  CHECK(scene.sweep(server).idle == 0);
  scene.shard.clock.advance(std::chrono::seconds(1));
  CHECK(scene.sweep(server).idle == 1);
}

TEST_CASE("idle index: one that fell idle before is closed by the very sweep that finds it", "[idle]") {
  OldScene scene;
  scene.forget_index();
  scene.shard.clock.advance(days(32));
  auto server = scene.start();

  const auto swept = scene.sweep(server);

  CHECK(swept.indexed == 1);
  CHECK(swept.idle == 1);
  CHECK(scene.indexed() == 0);
  CHECK(scene.sweep(server).indexed == 0);
}

TEST_CASE("idle index: what it knows stays as it is, and only open conversations are found", "[idle]") {
  OldScene scene;
  const std::int64_t known = scene.idle_since(scene.id);
  scene.shard.clock.advance(days(2));
  // An advisor's device changes keys by itself: that is no word.
  REQUIRE(scene.append(scene.advisor.caller(),
                       scene.log.commit(scene.advisor.device, crypto::CommitReason::rotate,
                                        {recipient(scene.client), recipient(scene.advisor)})));
  const auto now = static_cast<std::int64_t>(scene.shard.now_s());
  for (const char* state : {"closed", "erasing", "erased"}) scene.add_old(3, scene.advisor.id(), now, state);
  auto server = scene.start();

  CHECK(scene.sweep(server).indexed == 0);

  CHECK(scene.indexed() == 1);
  CHECK(scene.idle_since(scene.id) == known);
}

TEST_CASE("idle index: thousands are found some at a time, each once, by several servers too", "[idle]") {
  OldScene scene;
  const auto now = static_cast<std::int64_t>(scene.shard.now_s());
  scene.add_old(5'250, scene.advisor.id(), now, "open");
  scene.add_old(333, scene.colleague.id(), now, "open");
  auto one = scene.start();
  auto other = scene.start();
  std::size_t indexed = 0;
  std::size_t sweeps = 0;

  while (scene.indexed() < 5'584 && sweeps < 10) {
    const std::size_t found = scene.sweep(sweeps % 2 == 0 ? one : other).indexed;
    // A sweep takes fifty pages and no more.
    CHECK(found <= 5'000);
    indexed += found;
    ++sweeps;
  }

  CHECK(indexed == 5'583);
  CHECK(sweeps >= 3);
  CHECK(scene.indexed() == 5'584);
  for (int i = 0; i < 3; ++i) CHECK(scene.sweep(one).indexed + scene.sweep(other).indexed == 0);
  CHECK(scene.indexed() == 5'584);
}

TEST_CASE("idle index: when Redis fails in the middle, the next sweep goes on", "[idle]") {
  OldScene scene;
  const auto now = static_cast<std::int64_t>(scene.shard.now_s());
  scene.add_old(150, scene.advisor.id(), now, "open");
  // A log that is no log makes the script of its page fail.
  const auto broken = *core::ConversationId::from(
      scene.ask(redis::Command{"ZRANGE", scene.shard.keys.desk(scene.advisor.id()), 120, 120})
          .elements[0]
          .bytes());
  static_cast<void>(scene.ask(redis::Command{"RENAME", scene.shard.keys.log(broken), "kept"}));
  static_cast<void>(scene.ask(redis::Command{"SET", scene.shard.keys.log(broken), "x"}));
  auto server = scene.start();

  CHECK_FALSE(scene.shard.run(server.sweep_erasures()));
  static_cast<void>(scene.ask(redis::Command{"RENAME", "kept", scene.shard.keys.log(broken)}));
  static_cast<void>(scene.sweep(server));

  CHECK(scene.indexed() == 151);
}

}  // namespace kiezel::support
