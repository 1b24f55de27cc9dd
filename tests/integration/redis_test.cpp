// The Redis client against a real Redis that is well: commands, replies and scripts (architecture sections 1
// and 5).
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/integration/redis_outcome.hpp"
#include "tests/support/redis_server.hpp"

namespace {

using kiezel::core::ErrorCode;
using kiezel::redis::Affinity;
using kiezel::redis::Args;
using kiezel::redis::ClientSettings;
using kiezel::redis::Command;
using kiezel::redis::Keys;
using kiezel::redis::Script;
using kiezel::support::begin;
using Outcome = kiezel::support::RedisOutcome;
using kiezel::support::RedisClient;
using kiezel::support::RedisServer;
using kiezel::support::refusal;
using kiezel::support::wait_for;

}  // namespace

TEST_CASE("redis: every byte comes back as it was sent", "[redis]") {
  const RedisServer server;
  RedisClient redis(server.address());
  std::string bytes = "\r\n$3\r\n*1\r\n";
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  bytes += std::string(70'000, '\0');

  REQUIRE(redis.execute(Command{"SET", "k", bytes}));
  const auto reply = redis.execute(Command{"GET", "k"});

  REQUIRE(reply);
  CHECK(reply->text == bytes);
}

TEST_CASE("redis: answers are paired with their commands in order", "[redis]") {
  const RedisServer server;
  RedisClient redis(ClientSettings{.address = server.address(), .links = 1});
  std::vector<Outcome> outcomes(50);

  for (std::size_t i = 0; i < outcomes.size(); ++i) begin(redis, Command{"ECHO", i}, outcomes[i]);
  wait_for(redis, outcomes.back());

  for (std::size_t i = 0; i < outcomes.size(); ++i) CHECK(outcomes[i]->value().text == std::to_string(i));
}

TEST_CASE("redis: what has one affinity is applied in the order of the calls", "[redis]") {
  const RedisServer server;
  RedisClient redis(server.address());
  std::vector<Outcome> outcomes(40);

  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    begin(redis, Command{"RPUSH", "list", i}, outcomes[i], Affinity{3});
  }
  wait_for(redis, outcomes.back());

  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    CHECK(outcomes[i]->value().integer == static_cast<std::int64_t>(i + 1));
  }
}

TEST_CASE("redis: every kind of reply has its shape", "[redis]") {
  const RedisServer server;
  RedisClient redis(server.address());

  CHECK(redis.execute(Command{"SET", "k", "v"})->is_status("OK"));
  CHECK(redis.execute(Command{"GET", "absent"})->is_nil());
  CHECK(redis.execute(Command{"INCR", "n"})->as_integer() == 1);
  CHECK(redis.execute(Command{"GET", "n"})->as_integer() == 1);
  CHECK(redis.execute(Command{"KEYS", "no*"})->elements.empty());
  REQUIRE(redis.execute(Command{"XADD", "log", "1-0", "e", "entry", "t", 5}));

  const auto page = redis.execute(Command{"XRANGE", "log", "-", "+"});

  REQUIRE(page);
  REQUIRE(page->elements.size() == 1);
  CHECK(page->elements[0].elements[0].text == "1-0");
  CHECK(page->elements[0].elements[1].field("e")->text == "entry");
  CHECK(page->elements[0].elements[1].field("t")->as_integer() == 5);
  CHECK(page->elements[0].elements[1].field("x") == nullptr);
}

TEST_CASE("redis: a refused command is an internal error without its arguments", "[redis]") {
  const RedisServer server;
  RedisClient redis(server.address());

  const auto reply = redis.execute(Command{"NOSUCH", "private words"});

  CHECK(refusal(reply) == ErrorCode::internal_error);
  CHECK(reply.error().detail == "Redis answered ERR");
}

TEST_CASE("redis: a script is sent once and then known by its hash", "[redis]") {
  const RedisServer server;
  RedisClient redis(server.address());
  const Script script("double", "return {KEYS[1], ARGV[1] * 2, ARGV[2]}");

  for (int round = 0; round < 2; ++round) {
    const auto reply =
        redis.run(redis.client().run(script, Affinity{}, Keys{"k"}, Args{21, std::string_view("a\0b", 3)}));
    REQUIRE(reply);
    CHECK(reply->elements[0].text == "k");
    CHECK(reply->elements[1].integer == 42);
    CHECK(reply->elements[2].text == std::string_view("a\0b", 3));
  }

  const auto calls = redis.execute(Command{"INFO", "commandstats"});
  CHECK(calls->text.find("cmdstat_eval:calls=1,") != std::string::npos);
  CHECK(calls->text.find("cmdstat_evalsha:calls=2,") != std::string::npos);
}

TEST_CASE("redis: a script comes back after Redis forgot it", "[redis]") {
  const RedisServer server;
  RedisClient redis(server.address());
  const Script script("one", "return 1");
  REQUIRE(redis.run(redis.client().run(script, Affinity{}, Keys{}, Args{})));
  REQUIRE(redis.execute(Command{"SCRIPT", "FLUSH", "SYNC"}));

  const auto reply = redis.run(redis.client().run(script, Affinity{}, Keys{}, Args{}));

  REQUIRE(reply);
  CHECK(reply->integer == 1);
}

TEST_CASE("redis: a bug in a script names its line and nothing else", "[redis]") {
  const RedisServer server;
  RedisClient redis(server.address());
  const Script script("broken", "local x = 1\nreturn x + ARGV[1]");

  const auto reply = redis.run(redis.client().run(script, Affinity{}, Keys{}, Args{"private words"}));

  CHECK(refusal(reply) == ErrorCode::internal_error);
  CHECK(reply.error().detail == "Redis answered ERR at script line 2");
}
