// Hints over a real Redis: none is missed without the reader being told to read again (architecture A4).
#include "server/redis/subscriber.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "tests/support/redis_client.hpp"
#include "tests/support/redis_server.hpp"

namespace {

using namespace std::chrono_literals;
using kiezel::redis::Command;
using kiezel::redis::Subscriber;
using kiezel::support::RedisClient;
using kiezel::support::RedisServer;

// A subscriber on the client's loop that counts hints per channel.
class CountingSubscriber {
 public:
  explicit CountingSubscriber(RedisClient& redis, const RedisServer& server, std::size_t channels_max = 100)
      : redis_(redis),
        subscriber_(redis.loop().get_executor(), server.address(), redis.log(), redis.metrics(),
                    channels_max) {
    subscriber_.on_hint([this](std::string_view channel) { ++hints_[std::string(channel)]; });
    subscriber_.start(redis.tasks());
  }
  ~CountingSubscriber() {
    subscriber_.stop();
    // The client's own tasks go on, so the group never empties here: run until both of ours are gone.
    run_until([this, before = redis_.tasks().size()] { return redis_.tasks().size() + 2 <= before; });
  }

  [[nodiscard]] Subscriber& subscriber() { return subscriber_; }
  [[nodiscard]] int hints(const std::string& channel) { return hints_[channel]; }

  template <typename Condition>
  bool run_until(Condition condition) {
    const auto until = kiezel::core::deadline_in(20s);
    redis_.loop().restart();
    while (!condition() && redis_.loop().run_one_until(until) > 0) {
    }
    return condition();
  }
  bool wait_hints(const std::string& channel, int count) {
    return run_until([&] { return hints(channel) >= count; });
  }

 private:
  RedisClient& redis_;
  Subscriber subscriber_;
  std::map<std::string, int> hints_;
};

}  // namespace

TEST_CASE("subscriber: a subscription is announced by a first hint, then each publish gives one", "[redis]") {
  const RedisServer server;
  RedisClient redis(server.address());
  CountingSubscriber counting(redis, server);
  REQUIRE(counting.subscriber().subscribe("a"));
  REQUIRE(counting.wait_hints("a", 1));

  REQUIRE(redis.execute(Command{"PUBLISH", "a", ""})->integer == 1);
  REQUIRE(redis.execute(Command{"PUBLISH", "b", ""})->integer == 0);

  CHECK(counting.wait_hints("a", 2));
  CHECK(counting.hints("b") == 0);
}

TEST_CASE("subscriber: a channel is left when its last user leaves", "[redis]") {
  const RedisServer server;
  RedisClient redis(server.address());
  CountingSubscriber counting(redis, server);
  REQUIRE(counting.subscriber().subscribe("a"));
  REQUIRE(counting.subscriber().subscribe("a"));
  REQUIRE(counting.subscriber().subscribe("end"));
  REQUIRE(counting.wait_hints("end", 1));

  counting.subscriber().unsubscribe("a");
  REQUIRE(redis.execute(Command{"PUBLISH", "a", ""})->integer == 1);
  counting.subscriber().unsubscribe("a");
  REQUIRE(counting.subscriber().subscribe("later"));
  REQUIRE(counting.wait_hints("later", 1));

  CHECK(redis.execute(Command{"PUBLISH", "a", ""})->integer == 0);
  CHECK(counting.subscriber().channels() == 2);
}

TEST_CASE("subscriber: after a lost Redis every channel is told to read again", "[redis]") {
  RedisServer server;
  RedisClient redis(server.address());
  CountingSubscriber counting(redis, server);
  REQUIRE(counting.subscriber().subscribe("a"));
  REQUIRE(counting.subscriber().subscribe("b"));
  REQUIRE(counting.wait_hints("a", 1));
  REQUIRE(counting.wait_hints("b", 1));

  server.kill();
  REQUIRE(counting.run_until([&] { return !counting.subscriber().connected(); }));
  REQUIRE(counting.subscriber().subscribe("c"));
  server.start();

  CHECK(counting.wait_hints("a", 2));
  CHECK(counting.wait_hints("b", 2));
  CHECK(counting.wait_hints("c", 1));
}

TEST_CASE("subscriber: one channel too many is busy and changes nothing", "[redis]") {
  const RedisServer server;
  RedisClient redis(server.address());
  CountingSubscriber counting(redis, server, 1);
  REQUIRE(counting.subscriber().subscribe("a"));

  const auto refused = counting.subscriber().subscribe("b");

  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == kiezel::core::ErrorCode::busy);
  CHECK(counting.subscriber().subscribe("a"));
  CHECK(counting.subscriber().channels() == 1);
}
