// Peers that send what they should not, and a Redis that goes away: a clear answer, and the server goes on.
#include <signal.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/support/plain_socket.hpp"
#include "tests/support/server_process.hpp"

namespace kiezel::support {
namespace {

constexpr std::string_view status_of_nobody = R"({"advisor":"AAAAAAAAAAAAAAAAAAAAAA"})";

}  // namespace

TEST_CASE("frames: what is no request gets an error that says which kind", "[frames]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();
  PlainWebSocket socket(server.port());
  const auto [frame, code] = GENERATE(table<std::string, std::string>({
      {"", "parse_error"},
      {"hello", "parse_error"},
      {"{", "parse_error"},
      {R"({"jsonrpc":"2.0","id":1,"method":"session.ping","params":{}} )" + std::string("x"), "parse_error"},
      {std::string(1000, '['), "too_large"},
      {"[]", "invalid_request"},
      {R"({"jsonrpc":"1.0","id":1,"method":"session.ping","params":{}})", "invalid_request"},
      {R"({"jsonrpc":"2.0","method":"session.ping","params":{}})", "invalid_request"},
      {R"({"jsonrpc":"2.0","id":1,"method":"session.ping","params":{},"more":1})", "invalid_request"},
      {R"({"jsonrpc":"2.0","id":1,"method":"session.nothing","params":{}})", "method_not_found"},
      {R"({"jsonrpc":"2.0","id":1,"method":"session.ping","params":{"x":1}})", "invalid_params"},
      {R"({"jsonrpc":"2.0","id":1,"method":"account.status","params":{}})", "invalid_params"},
      {R"({"jsonrpc":"2.0","id":1,"method":"account.status","params":{"advisor":7}})", "invalid_params"},
      {R"({"jsonrpc":"2.0","id":1,"method":"account.status","params":{"advisor":"AA"}})", "invalid_params"},
  }));
  CAPTURE(frame);

  socket.send_text(frame);

  CHECK(socket.next_text().contains("\"message\":\"" + code + '"'));
  CHECK(socket.ask("session.ping", "{}").contains("now"));
}

TEST_CASE("frames: one that is too large closes with 1009", "[frames]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();
  PlainWebSocket socket(server.port());

  socket.send_text(std::string(131'073, ' '));

  CHECK(socket.wait_closed().code == 1009);
}

TEST_CASE("frames: the largest that is allowed is read to its end", "[frames]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();
  PlainWebSocket socket(server.port());

  socket.send_text(std::string(131'072, ' '));

  CHECK(socket.next_text().contains("parse_error"));
}

TEST_CASE("frames: binary is refused with 1003", "[frames]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();
  PlainWebSocket socket(server.port());

  socket.send_frame(0x2, "bytes");

  CHECK(socket.wait_closed().code == 1003);
}

TEST_CASE("frames: text that is not UTF-8 is refused with 1007", "[frames]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();
  PlainWebSocket socket(server.port());

  socket.send_text("\xff\xfe");

  CHECK(socket.wait_closed().code == 1007);
}

TEST_CASE("frames: whoever asks too much is told to wait, then closed with 1008", "[frames]") {
  const ServerFolder folder;
  ServerProcess server(folder, {"--rate_burst", "10", "--rate_per_s", "1"});
  server.wait_ready();
  PlainWebSocket socket(server.port());

  for (int i = 0; i < 100; ++i) {
    socket.send_text(R"({"jsonrpc":"2.0","id":1,"method":"session.ping","params":{}})");
  }

  std::size_t refused = 0;
  PlainWebSocket::Event event = socket.next();
  for (; std::holds_alternative<std::string>(event); event = socket.next()) {
    if (std::get<std::string>(event).contains("rate_limited")) ++refused;
  }
  CHECK(refused >= 60);
  CHECK(std::get<PlainWebSocket::Closed>(event).code == 1008);
}

TEST_CASE("frames: many requests at once are all answered, in spite of the limit in flight", "[frames]") {
  const ServerFolder folder;
  ServerProcess server(folder, {"--rate_burst", "1000"});
  server.wait_ready();
  PlainWebSocket socket(server.port());

  for (int i = 0; i < 100; ++i) {
    socket.send_text(R"({"jsonrpc":"2.0","id":)" + std::to_string(i) +
                     R"(,"method":"account.status","params":)" + std::string(status_of_nobody) + "}");
  }

  for (int i = 0; i < 100; ++i) CHECK(socket.next_text().contains(R"("state":"unknown")"));
}

TEST_CASE("connections: one that asks nothing is closed with 4001", "[connections]") {
  const ServerFolder folder;
  ServerProcess server(folder, {"--idle_s", "10"});
  server.wait_ready();
  PlainWebSocket socket(server.port());

  CHECK(socket.wait_closed().code == 4001);
}

TEST_CASE("connections: one more than there is room for hears 503", "[connections]") {
  const ServerFolder folder;
  ServerProcess server(folder, {"--connections_max", "2", "--shards", "1"});
  server.wait_ready();
  const PlainWebSocket first(server.port());
  const PlainWebSocket second(server.port());

  PlainSocket third(server.port());

  const std::string busy = third.read_all();
  CHECK(busy.starts_with("HTTP/1.1 503"));
  for (const auto* const header :
       {"Content-Security-Policy: default-src 'none'", "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff", "Cross-Origin-Resource-Policy: same-origin"})
    CHECK(busy.contains(header));
}

TEST_CASE("redis: killed in the middle, requests hear unavailable, and then it works again", "[redis]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();
  PlainWebSocket socket(server.port());
  REQUIRE(socket.ask("account.status", status_of_nobody).contains("unknown"));

  REQUIRE(folder.redis_pid() > 0);
  REQUIRE(::kill(folder.redis_pid(), SIGKILL) == 0);

  // Unavailable as long as it takes; the connection stays, and then the answer is there again.
  std::string answer;
  std::size_t unavailable = 0;
  for (const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
       std::chrono::steady_clock::now() < until;) {
    answer = socket.ask("account.status", status_of_nobody);
    if (answer.contains("unknown") && unavailable > 0) break;
    if (!answer.contains("unknown")) {
      CHECK(answer.contains("unavailable"));
      ++unavailable;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  CHECK(answer.contains("unknown"));
  CHECK(unavailable > 0);
}

}  // namespace kiezel::support
