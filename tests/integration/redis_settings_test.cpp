// How the Redis client finds its Redis, what it says first, and how durable it finds Redis to be.
#include <boost/asio/ip/tcp.hpp>
#include <catch2/catch.hpp>
#include <string>

#include "server/redis/client.hpp"
#include "server/redis/durability.hpp"
#include "tests/support/redis_client.hpp"
#include "tests/support/redis_server.hpp"

namespace {

using namespace std::chrono_literals;
using kiezel::redis::Client;
using kiezel::redis::Command;
using kiezel::support::RedisClient;
using kiezel::support::RedisServer;

}  // namespace

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
