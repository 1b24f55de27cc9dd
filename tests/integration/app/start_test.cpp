// How a server starts, refuses to start, and ends.
#include <signal.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/support/plain_socket.hpp"
#include "tests/support/server_process.hpp"

namespace kiezel::support {
namespace {

// Runs a server that must not start, and gives what it said.
std::string refusal(const ServerFolder& folder, std::vector<std::string> settings, int expected_code = 1) {
  ServerProcess server(folder, std::move(settings));
  CHECK(server.wait_exit() == expected_code);
  return server.output();
}

}  // namespace

TEST_CASE("start: it says where it listens and is alive and ready", "[start]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();

  CHECK(http(server.port(), "GET", "/healthz").status == 200);
  CHECK(http(server.port(), "GET", "/readyz").status == 200);
  const HttpReply report = http(server.operations_port(), "GET", "/readyz");
  CHECK(report.status == 200);
  CHECK(report.body.contains(R"("durability":"every_write")"));
  CHECK(report.body.contains(R"("directory":"absent")"));

  server.signal(SIGTERM);
  CHECK(server.wait_exit() == 0);
}

TEST_CASE("start: a port that is in use is refused with a sentence", "[start]") {
  const ServerFolder first_folder;
  ServerProcess first(first_folder);
  first.wait_ready();
  const ServerFolder second_folder;

  const std::string said = refusal(second_folder, {"--listen", "127.0.0.1:" + std::to_string(first.port())});

  CHECK(
      said.contains("listen: 127.0.0.1:" + std::to_string(first.port()) + " is in use by another program."));
}

TEST_CASE("start: a second server on one data folder is refused, the first goes on", "[start]") {
  const ServerFolder folder;
  ServerProcess first(folder);
  first.wait_ready();

  const std::string said = refusal(folder, {});

  CHECK(said.starts_with("kiezel-server: "));
  CHECK(said.contains(folder.data().string()));
  CHECK(http(first.port(), "GET", "/readyz").status == 200);
}

TEST_CASE("start: without an organisation it says how to make one", "[start]") {
  const ServerFolder folder;
  std::filesystem::remove(folder.data() / "organisation.json");

  CHECK(refusal(folder, {}).contains("kiezel-admin org create"));
}

TEST_CASE("start: without the web client it says what is missing", "[start]") {
  const ServerFolder folder;

  CHECK(refusal(folder, {"--web_root", "/nowhere"}).contains("web_root: /nowhere"));
}

TEST_CASE("start: a Redis that is not there is refused with its address", "[start]") {
  const ServerFolder folder;

  CHECK(refusal(folder, {"--redis", "unix:///nowhere/redis.sock"})
            .contains("/nowhere/redis.sock does not answer"));
}

TEST_CASE("start: a private Redis that cannot be run is refused with a sentence", "[start]") {
  const ServerFolder folder;

  CHECK(refusal(folder, {"--redis_program", "/nowhere/redis-server"})
            .contains("redis-server is not installed"));
}

TEST_CASE("start: an unknown setting is a mistake, not a default", "[start]") {
  const ServerFolder folder;

  CHECK(refusal(folder, {"--lisen", "127.0.0.1:1"}, 2).contains("lisen"));
}

TEST_CASE("start: help and version are given without a data folder", "[start]") {
  const ServerFolder folder;
  std::filesystem::remove_all(folder.data());

  CHECK(refusal(folder, {"--help"}, 0).contains("Usage: kiezel-server"));
  CHECK(refusal(folder, {"--help-config"}, 0).contains("ops_listen"));
  CHECK(refusal(folder, {"--version"}, 0).starts_with("kiezel-server "));
}

TEST_CASE("stop: clients are told to resume elsewhere", "[stop]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();
  PlainWebSocket client(server.port());
  CHECK(client.ask("session.ping", "{}").contains("now"));

  server.signal(SIGTERM);

  CHECK(client.wait_closed().code == 1012);
  CHECK(server.wait_exit() == 0);
}

TEST_CASE("stop: what was asked before the signal is still answered", "[stop]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();
  PlainWebSocket client(server.port());
  const std::string request =
      R"({"jsonrpc":"2.0","id":7,"method":"account.status","params":{"advisor":"AAAAAAAAAAAAAAAAAAAAAA"}})";
  // Redis stands still, so all five wait when the signal comes; the ping behind them shows that they have
  // arrived.
  ::kill(folder.redis_pid(), SIGSTOP);
  for (int i = 0; i < 5; ++i) client.send_text(request);
  REQUIRE(client.ask("session.ping", "{}").contains("now"));

  server.signal(SIGTERM);
  ::kill(folder.redis_pid(), SIGCONT);

  for (int i = 0; i < 5; ++i) CHECK(client.next_text().contains("unknown"));
  CHECK(client.wait_closed().code == 1012);
  CHECK(server.wait_exit() == 0);
}

TEST_CASE("stop: a client that does not take its leave is cut at the deadline", "[stop]") {
  const ServerFolder folder;
  ServerProcess server(folder, {"--shutdown_deadline_s", "1"});
  server.wait_ready();
  // It never reads, so it never answers the close frame.
  const PlainWebSocket silent(server.port());

  server.signal(SIGTERM);

  CHECK(server.wait_exit() == 0);
}

TEST_CASE("stop: what is stored is there after the next start", "[stop]") {
  const ServerFolder folder;
  {
    ServerProcess server(folder);
    server.wait_ready();
    server.signal(SIGKILL);
    CHECK(server.wait_exit() == 128 + SIGKILL);
  }
  ServerProcess again(folder);
  again.wait_ready();

  CHECK(http(again.port(), "GET", "/readyz").status == 200);
}

}  // namespace kiezel::support
