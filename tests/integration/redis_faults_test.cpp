// The Redis client against a real Redis that is full, frozen, slow or gone, and when the client itself stops
// (architecture sections 1 and 5).
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/integration/redis_outcome.hpp"
#include "tests/support/redis_server.hpp"

namespace {

using namespace std::chrono_literals;
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

TEST_CASE("redis: a full memory is unavailable, for commands and inside scripts", "[redis]") {
  const RedisServer server({"--maxmemory", "1"});
  RedisClient redis(server.address());
  const Script write("write", "return redis.call('SET', KEYS[1], ARGV[1])");

  CHECK(refusal(redis.execute(Command{"SET", "k", "v"})) == ErrorCode::unavailable);
  CHECK(refusal(redis.run(redis.client().run(write, Affinity{}, Keys{"k"}, Args{"v"}))) ==
        ErrorCode::unavailable);
}

TEST_CASE("redis: a Redis that cannot save is unavailable", "[redis]") {
  const RedisServer server({"--save", "3600 1", "--dbfilename", "dump.rdb"});
  RedisClient redis(server.address());
  REQUIRE(redis.execute(Command{"SET", "k", "v"}));
  // A folder in the way of the file makes the save fail, as a full disk does.
  std::filesystem::create_directory(server.folder() / "dump.rdb");
  REQUIRE(redis.execute(Command{"BGSAVE"}));
  while (redis.execute(Command{"INFO", "persistence"})->text.find("rdb_last_bgsave_status:err") ==
         std::string::npos) {
  }

  const auto reply = redis.execute(Command{"SET", "k", "w"});

  CHECK(refusal(reply) == ErrorCode::unavailable);
  CHECK(reply.error().detail == "Redis answered MISCONF");
}

TEST_CASE("redis: a replica that refuses writes is unavailable", "[redis]") {
  const RedisServer server({"--replicaof", "127.0.0.1 1"});
  RedisClient redis(server.address());

  CHECK(refusal(redis.execute(Command{"SET", "k", "v"})) == ErrorCode::unavailable);
}

TEST_CASE("redis: a lost Redis ends what is in flight, and the links come back", "[redis]") {
  RedisServer server;
  RedisClient redis(server.address());
  REQUIRE(redis.execute(Command{"SET", "k", "durable"}));
  server.freeze();
  std::vector<Outcome> outcomes(20);
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    begin(redis, Command{"INCR", "n"}, outcomes[i], Affinity{i});
  redis.loop().restart();
  redis.loop().poll();

  server.kill();
  for (const Outcome& outcome : outcomes) wait_for(redis, outcome);

  for (const Outcome& outcome : outcomes) CHECK(refusal(outcome) == ErrorCode::unavailable);
  CHECK(refusal(redis.execute(Command{"GET", "k"})) == ErrorCode::unavailable);
  server.start();
  REQUIRE(redis.run(redis.client().wait_connected(kiezel::core::deadline_in(20s))));
  CHECK(redis.execute(Command{"GET", "k"})->text == "durable");
}

TEST_CASE("redis: a slow Redis is answered for at the deadline, and late answers stay paired", "[redis]") {
  RedisServer server;
  RedisClient redis(ClientSettings{.address = server.address(), .links = 1, .deadline = 400ms});
  Outcome late;
  server.freeze();

  begin(redis, Command{"ECHO", "late"}, late);
  wait_for(redis, late);
  server.thaw();

  CHECK(refusal(late) == ErrorCode::deadline_exceeded);
  CHECK(redis.execute(Command{"ECHO", "next"})->text == "next");
}

TEST_CASE("redis: a link that stays silent is given up", "[redis]") {
  RedisServer server;
  RedisClient redis(ClientSettings{.address = server.address(), .links = 1, .deadline = 100ms});
  Outcome late;
  server.freeze();
  begin(redis, Command{"ECHO", "late"}, late);
  wait_for(redis, late);

  const auto until = kiezel::core::deadline_in(20s);
  while (redis.client().connected() && redis.loop().run_one_until(until) > 0) {
  }

  CHECK_FALSE(redis.client().connected());
  server.thaw();
  REQUIRE(redis.run(redis.client().wait_connected(kiezel::core::deadline_in(20s))));
  CHECK(redis.execute(Command{"ECHO", "next"})->text == "next");
}

TEST_CASE("redis: a full link says busy at once and recovers", "[redis]") {
  RedisServer server;
  RedisClient redis(ClientSettings{.address = server.address(), .links = 1, .in_flight_max = 4});
  server.freeze();
  std::vector<Outcome> outcomes(5);

  for (Outcome& outcome : outcomes) begin(redis, Command{"INCR", "n"}, outcome);
  wait_for(redis, outcomes.back());

  CHECK(refusal(outcomes.back()) == ErrorCode::busy);
  server.thaw();
  for (const Outcome& outcome : outcomes) wait_for(redis, outcome);
  CHECK(outcomes[3]->value().integer == 4);
  CHECK(redis.execute(Command{"GET", "n"})->as_integer() == 4);
}

TEST_CASE("redis: a link that takes no more bytes says busy", "[redis]") {
  RedisServer server;
  RedisClient redis(ClientSettings{.address = server.address(), .links = 1, .unsent_bytes_max = 1000});
  server.freeze();
  std::vector<Outcome> outcomes(2);

  begin(redis, Command{"SET", "k", std::string(8'000'000, 'x')}, outcomes[0]);
  begin(redis, Command{"SET", "k", "y"}, outcomes[1]);
  wait_for(redis, outcomes[1]);

  CHECK(refusal(outcomes[1]) == ErrorCode::busy);
  server.thaw();
  wait_for(redis, outcomes[0]);
  CHECK(outcomes[0]->has_value());
  CHECK(redis.execute(Command{"STRLEN", "k"})->integer == 8'000'000);
}

TEST_CASE("redis: stopping ends what is in flight and refuses what comes later", "[redis]") {
  RedisServer server;
  RedisClient redis(server.address());
  server.freeze();
  Outcome outcome;
  begin(redis, Command{"INCR", "n"}, outcome);
  redis.loop().restart();
  redis.loop().poll();

  redis.client().stop();
  wait_for(redis, outcome);

  CHECK(refusal(outcome) == ErrorCode::unavailable);
  CHECK(refusal(redis.execute(Command{"INCR", "n"})) == ErrorCode::unavailable);
}

TEST_CASE("redis: a cut group leaves the links whole until they are stopped", "[redis]") {
  const RedisServer server;
  RedisClient redis(server.address());

  redis.tasks().cancel();

  CHECK(redis.execute(Command{"PING"})->is_status("PONG"));
}

TEST_CASE("redis: what is counted agrees with what happened", "[redis]") {
  RedisServer server;
  RedisClient redis(ClientSettings{.address = server.address(), .links = 1});
  REQUIRE(redis.execute(Command{"PING"}));
  Outcome lost;
  server.freeze();
  begin(redis, Command{"PING"}, lost);
  redis.loop().restart();
  redis.loop().poll();
  server.kill();
  wait_for(redis, lost);
  REQUIRE_FALSE(redis.execute(Command{"PING"}));

  const kiezel::core::Metrics* shard = &redis.metrics();
  const std::string text = kiezel::core::Metrics::render({&shard, 1});

  CHECK(text.find("kiezel_redis_commands_total{redis=\"log\"} 2\n") != std::string::npos);
  CHECK(text.find("kiezel_redis_refused_total{redis=\"log\"} 1\n") != std::string::npos);
  CHECK(text.find("kiezel_redis_links_lost_total{redis=\"log\"} 1\n") != std::string::npos);
  CHECK(text.find("kiezel_redis_in_flight{redis=\"log\"} 0\n") != std::string::npos);
  CHECK(text.find("kiezel_redis_answer_seconds_count{redis=\"log\"} 1\n") != std::string::npos);
}
