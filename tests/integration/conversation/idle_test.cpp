// What nobody writes in for long is closed as an advisor would close it.
#include <algorithm>

#include "tests/integration/conversation/ending_scene.hpp"

namespace kiezel::support {

using core::ErrorCode;
using std::chrono::days;

TEST_CASE("ending: nobody writes for long, so it is closed as an advisor would, and erased after that",
          "[ending][idle]") {
  EndingScene scene;
  const auto until_idle = [&scene] {
    // Shorter than the certificates of the scene last. It begins somewhere in a day; days are counted from
    // its end.
    const auto rest = day_s - static_cast<std::int64_t>(scene.shard.now_s()) % day_s;
    return std::chrono::seconds(rest) + days(30);
  };
  const auto sweep = [&scene](std::chrono::days idle) {
    conversation::Service service({.log_link = scene.shard.redis.client(),
                                   .vault_link = scene.shard.redis.client(),
                                   .keys = scene.shard.keys,
                                   .advisors = scene.shard.directory,
                                   .clock = scene.shard.clock,
                                   .random = scene.shard.random,
                                   .retention = days(7),
                                   .idle = idle});
    const auto swept = scene.shard.run(service.sweep_erasures());
    REQUIRE(swept);
    return *swept;
  };

  scene.shard.clock.advance(until_idle() - std::chrono::seconds(1));
  CHECK(sweep(days(30)).idle == 0);
  scene.shard.clock.advance(std::chrono::seconds(1));
  const auto now = static_cast<std::int64_t>(scene.shard.now_s());
  CHECK(sweep(days(0)).idle == 0);
  CHECK(sweep(days(31)).idle == 0);
  CHECK(sweep(days(30)).idle == 1);
  CHECK(sweep(days(30)).idle == 0);

  REQUIRE(scene.desk().items.size() == 1);
  CHECK(scene.desk().items[0].closed_at == now);
  CHECK(scene.desk().items[0].erase_at == now + 7 * day_s);
  CHECK(scene.shard.run(scene.shard.conversations.state(scene.client.caller(), scene.id))->changes == 1);
  scene.shard.clock.advance(days(7));
  CHECK(sweep(days(30)).due == 1);
  scene.must_be_erased();
  CHECK(scene.shard.redis.execute(redis::Command{"EXISTS", scene.shard.keys.idle()})->integer == 0);
}

TEST_CASE("ending: every word begins the wait anew, an advisor's change of keys does not", "[ending][idle]") {
  EndingScene scene;
  const auto is_idle_until = [&scene] {
    const auto score = scene.shard.redis.execute(redis::Command{"ZSCORE", scene.shard.keys.idle(), scene.id});
    REQUIRE(score);
    return score->is_nil() ? 0 : std::stoll(score->text);
  };
  const auto end_of_today = [&scene] {
    return (static_cast<std::int64_t>(scene.shard.now_s()) / day_s + 1) * day_s;
  };
  const std::vector recipients{recipient(scene.client), recipient(scene.advisor)};
  const std::int64_t founded = end_of_today();
  CHECK(is_idle_until() == founded);

  scene.shard.clock.advance(days(2));
  REQUIRE(scene.append(scene.advisor.caller(),
                       scene.log.commit(scene.advisor.device, crypto::CommitReason::rotate, recipients)));
  CHECK(is_idle_until() == founded);
  REQUIRE(scene.append(scene.advisor.caller(), scene.log.message(scene.advisor.device)));
  CHECK(is_idle_until() == end_of_today());
  scene.shard.clock.advance(days(2));
  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));
  CHECK(is_idle_until() == end_of_today());

  // Closed: nothing to wait for. A word opens it, and so does the advisor; both begin anew.
  REQUIRE(scene.close(scene.advisor.caller(), true));
  CHECK(is_idle_until() == 0);
  scene.shard.clock.advance(days(2));
  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));
  CHECK(is_idle_until() == end_of_today());
  REQUIRE(scene.close(scene.advisor.caller(), true));
  scene.shard.clock.advance(days(2));
  REQUIRE(scene.close(scene.advisor.caller(), false));
  CHECK(is_idle_until() == end_of_today());

  REQUIRE(scene.append(scene.client.caller(), scene.order()));
  CHECK(is_idle_until() == 0);
}

TEST_CASE("ending: a word that comes between looking and closing keeps it open", "[ending][idle]") {
  EndingScene scene;
  scene.shard.clock.advance(days(80));
  conversation::ErasureStore store(scene.shard.redis.client(), scene.shard.redis.client(), scene.shard.keys);
  const auto now = static_cast<std::int64_t>(scene.shard.now_s());
  const std::int64_t since = now - 30 * day_s;
  REQUIRE(scene.shard.run(store.idle(since, 10)) == std::vector{scene.id});
  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));

  const auto state = scene.shard.run(store.set_closed(scene.id, {scene.advisor.id()},
                                                      {.kind = conversation::Closing::Kind::close_idle,
                                                       .now_s = now,
                                                       .erase_at = now + day_s,
                                                       .idle_since = since}));

  REQUIRE(state);
  REQUIRE(*state);
  CHECK_FALSE((*state)->closed_at);
  CHECK_FALSE(scene.desk().items[0].closed_at);
}

TEST_CASE("ending: what fell idle goes on when the client writes", "[ending][idle]") {
  EndingScene scene;
  conversation::Service service({.log_link = scene.shard.redis.client(),
                                 .vault_link = scene.shard.redis.client(),
                                 .keys = scene.shard.keys,
                                 .advisors = scene.shard.directory,
                                 .clock = scene.shard.clock,
                                 .random = scene.shard.random,
                                 .idle = days(30)});
  scene.shard.clock.advance(days(32));
  REQUIRE(scene.shard.run(service.sweep_erasures())->idle == 1);
  REQUIRE(scene.desk().items[0].closed_at);

  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));

  CHECK_FALSE(scene.desk().items[0].closed_at);
  scene.shard.clock.advance(days(20));
  CHECK(scene.shard.run(service.sweep_erasures())->idle == 0);
}

}  // namespace kiezel::support
