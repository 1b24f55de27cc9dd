// The Redis client against a real Redis, well and ill (architecture sections 1 and 5).
#include <boost/asio/ip/tcp.hpp>
#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <vector>

#include "server/redis/client.hpp"
#include "server/redis/durability.hpp"
#include "tests/support/redis_client.hpp"
#include "tests/support/redis_server.hpp"

namespace {

using namespace std::chrono_literals;
using kiezel::core::ErrorCode;
using kiezel::core::Result;
using kiezel::core::Task;
using kiezel::redis::Affinity;
using kiezel::redis::Args;
using kiezel::redis::Client;
using kiezel::redis::ClientSettings;
using kiezel::redis::Command;
using kiezel::redis::Keys;
using kiezel::redis::Kind;
using kiezel::redis::Reply;
using kiezel::redis::Script;
using kiezel::support::RedisClient;
using kiezel::support::RedisServer;

using Outcome = std::optional<Result<Reply>>;

Task<void> keep(Client& client, Affinity affinity, Command command, Outcome& outcome) {
  outcome = co_await client.execute(affinity, std::move(command));
}

// Starts the command without waiting for it.
void begin(RedisClient& redis, Command command, Outcome& outcome, Affinity affinity = {}) {
  REQUIRE(redis.tasks().spawn("test", keep(redis.client(), affinity, std::move(command), outcome)));
}

void wait_for(RedisClient& redis, const Outcome& outcome) {
  const auto until = kiezel::core::deadline_in(20s);
  redis.loop().restart();
  while (!outcome && redis.loop().run_one_until(until) > 0) {
  }
  REQUIRE(outcome);
}

ErrorCode refusal(const Outcome& outcome) {
  REQUIRE(outcome);
  REQUIRE_FALSE(outcome->has_value());
  return outcome->error().code;
}

ErrorCode refusal(const Result<Reply>& reply) {
  REQUIRE_FALSE(reply);
  return reply.error().code;
}

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

TEST_CASE("redis: over TCP it is the same", "[redis]") {
  boost::asio::io_context loop;
  using boost::asio::ip::tcp;
  tcp::acceptor free_port(loop, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  const std::uint16_t port = free_port.local_endpoint().port();
  free_port.close();
  const RedisServer server({"--port", std::to_string(port), "--bind", "127.0.0.1"});

  RedisClient redis({.place = kiezel::redis::TcpAddress{"localhost", port}});

  CHECK(redis.execute(Command{"ECHO", "there"})->text == "there");
}

TEST_CASE("redis: a password and a database are given before anything else", "[redis]") {
  const RedisServer server;
  RedisClient plain(server.address());
  REQUIRE(plain.execute(Command{"CONFIG", "SET", "requirepass", "open sesame"}));
  auto address = server.address();
  address.password = "open sesame";
  address.database = 5;

  RedisClient redis(address);
  REQUIRE(redis.execute(Command{"SET", "k", "v"}));

  CHECK(plain.execute(Command{"GET", "k"})->is_nil());
}

TEST_CASE("redis: a wrong password never connects", "[redis]") {
  const RedisServer server;
  RedisClient plain(server.address());
  REQUIRE(plain.execute(Command{"CONFIG", "SET", "requirepass", "open sesame"}));
  auto address = server.address();
  address.password = "wrong";
  boost::asio::io_context loop(1);
  const kiezel::core::Log quiet(kiezel::core::LogLevel::error, -1);
  kiezel::core::Metrics metrics;
  kiezel::core::TaskGroup tasks(loop.get_executor(), quiet, 1);
  Client client(loop.get_executor(), {.address = address, .links = 1}, quiet, metrics);

  client.start(tasks);
  const bool connected =
      kiezel::support::run_task(loop, client.wait_connected(kiezel::core::deadline_in(300ms)));

  CHECK_FALSE(connected);
  client.stop();
  CHECK(kiezel::support::run_task(loop, tasks.wait_until(kiezel::core::deadline_in(10s))));
}

TEST_CASE("redis: durability is told as Redis has it", "[redis]") {
  using kiezel::redis::check_durability;
  using kiezel::redis::Durability;
  const RedisServer server;
  RedisClient redis(server.address());

  CHECK(redis.run(check_durability(redis.client())) == Durability::every_write);
  REQUIRE(redis.execute(Command{"CONFIG", "SET", "appendfsync", "everysec"}));
  CHECK(redis.run(check_durability(redis.client())) == Durability::every_second);
  REQUIRE(redis.execute(Command{"CONFIG", "SET", "appendfsync", "no"}));
  CHECK(redis.run(check_durability(redis.client())) == Durability::none);
  REQUIRE(redis.execute(Command{"CONFIG", "SET", "appendfsync", "always", "appendonly", "no"}));
  CHECK(redis.run(check_durability(redis.client())) == Durability::none);
}

TEST_CASE("redis: where CONFIG is hidden, durability is unknown", "[redis]") {
  const RedisServer server({"--rename-command", "CONFIG", ""});
  RedisClient redis(server.address());

  CHECK(redis.run(kiezel::redis::check_durability(redis.client())) == kiezel::redis::Durability::unknown);
}
