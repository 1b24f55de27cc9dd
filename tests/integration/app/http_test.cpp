// HTTP as a browser or an attacker meets it. What each route answers is tested in
// unit/server/net/http_answer_test.cpp; here, that it reaches the wire.
#include <catch2/catch.hpp>

#include "tests/support/plain_socket.hpp"
#include "tests/support/server_process.hpp"

namespace kiezel::support {

TEST_CASE("http: every route has its headers on the wire", "[http]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();

  for (const std::string_view target :
       {"/", "/advies", "/assets/app-1.js", "/assets/crypto-worker-1.js", "/organisation.json",
        "/api/directory", "/api/socket", "/weg", "/healthz", "/readyz", "/nothing", "/metrics"}) {
    CAPTURE(target);
    const HttpReply reply = http(server.port(), "GET", target);
    CHECK(reply.header("Content-Security-Policy").starts_with("default-src 'none'"));
    CHECK(reply.header("Cross-Origin-Opener-Policy") == "same-origin");
    CHECK(reply.header("Cross-Origin-Embedder-Policy") == "require-corp");
    CHECK(reply.header("Cross-Origin-Resource-Policy") == "same-origin");
    CHECK(reply.header("Referrer-Policy") == "no-referrer");
    CHECK(reply.header("X-Content-Type-Options") == "nosniff");
    // The organisation lives at an https origin.
    CHECK_FALSE(reply.header("Strict-Transport-Security").empty());
    CHECK_FALSE(reply.header("Cache-Control").empty());
    CHECK_FALSE(reply.header("Date").empty());
    CHECK(reply.header("Server").empty());
  }
  CHECK(http(server.port(), "GET", "/metrics").status == 404);
  CHECK(http(server.operations_port(), "GET", "/metrics").body.contains("kiezel_http_requests_total"));
}

TEST_CASE("http: what is refused before it reaches a route has them too", "[http]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();
  const auto upgrade = [](std::string_view origin, std::string_view subprotocol) {
    return "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: " +
           std::string(subprotocol) + "\r\nOrigin: " + std::string(origin) + "\r\n";
  };
  const std::vector<std::pair<int, HttpReply>> refused{
      {405, http(server.port(), "POST", "/", "Content-Length: 0\r\n")},
      {413, http(server.port(), "POST", "/", "Content-Length: 5\r\n\r\nhello")},
      {431, http(server.port(), "GET", "/", "X-Long: " + std::string(10'000, 'a') + "\r\n")},
      {403, http(server.port(), "GET", "/api/socket", upgrade("https://elsewhere.example", "kiezel.v1"))},
      {400, http(server.port(), "GET", "/api/socket", upgrade(test_origin, "another"))},
      {304, http(server.port(), "GET", "/assets/app-1.js", "If-None-Match: *\r\n")}};

  for (const auto& [status, reply] : refused) {
    CAPTURE(status);
    CHECK(reply.status == status);
    CHECK(reply.header("Content-Security-Policy").starts_with("default-src 'none'"));
    CHECK(reply.header("Cross-Origin-Opener-Policy") == "same-origin");
    CHECK(reply.header("Cross-Origin-Embedder-Policy") == "require-corp");
    CHECK(reply.header("Cross-Origin-Resource-Policy") == "same-origin");
    CHECK(reply.header("Permissions-Policy").contains("camera=()"));
    CHECK(reply.header("X-Content-Type-Options") == "nosniff");
    CHECK_FALSE(reply.header("Strict-Transport-Security").empty());
    CHECK_FALSE(reply.header("Cache-Control").empty());
    CHECK(reply.header("Server").empty());
  }
}

TEST_CASE("http: only the organisation's own origins may read the directory from a page", "[http]") {
  const ServerFolder folder;
  ServerProcess server(folder, {"--origins", "https://kiezel.example,https://pages.kiezel.example"});
  server.wait_ready();
  const auto allowed = [&](std::string_view origin) {
    return http(server.port(), "GET", "/organisation.json", "Origin: " + std::string(origin) + "\r\n")
        .header("Access-Control-Allow-Origin");
  };

  CHECK(allowed("https://pages.kiezel.example") == "https://pages.kiezel.example");
  CHECK(allowed("https://pages.kiezel.example.evil").empty());
  CHECK(allowed("null").empty());
  CHECK(allowed("*").empty());
}

TEST_CASE("http: a file comes in the form that is accepted", "[http]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();

  const HttpReply plain = http(server.port(), "GET", "/assets/app-1.js");
  const HttpReply small = http(server.port(), "GET", "/assets/app-1.js", "Accept-Encoding: gzip, br\r\n");
  const HttpReply head = http(server.port(), "HEAD", "/assets/app-1.js");
  const HttpReply same =
      http(server.port(), "GET", "/assets/app-1.js", "If-None-Match: " + plain.header("ETag") + "\r\n");

  CHECK(plain.body.size() == 2000);
  CHECK(small.body == "compressed");
  CHECK(small.header("Content-Encoding") == "br");
  CHECK(head.body.empty());
  CHECK(head.header("Content-Length") == "2000");
  CHECK(same.status == 304);
  CHECK(same.body.empty());
}

TEST_CASE("http: requests that make no sense get a short answer", "[http]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();

  CHECK(http(server.port(), "POST", "/", "Content-Length: 0\r\n").status == 405);
  CHECK(http(server.port(), "POST", "/", "Content-Length: 5\r\n\r\nhello").status == 413);
  CHECK(http(server.port(), "GET", "/", "X-Long: " + std::string(10'000, 'a') + "\r\n").status == 431);
  CHECK(http(server.port(), "GET", "/../../etc/passwd").status == 404);
  PlainSocket nonsense(server.port());
  nonsense.send("EHLO kiezel\r\n\r\n");
  CHECK(nonsense.read_all().starts_with("HTTP/1.1 400"));
  CHECK(http(server.port(), "GET", "/healthz").status == 200);
}

TEST_CASE("http: several requests share a connection", "[http]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();
  PlainSocket socket(server.port());

  socket.send(
      "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const std::string both = socket.read_all();

  CHECK(both.contains("\r\n\r\nok\n"));
  CHECK(both.ends_with("\r\n\r\nready\n"));
}

TEST_CASE("http: a page from elsewhere gets no WebSocket", "[http]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();
  const std::string upgrade =
      "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  const auto ask = [&](std::string_view more) {
    return http(server.port(), "GET", "/api/socket", upgrade + std::string(more)).status;
  };

  CHECK(ask("Sec-WebSocket-Protocol: kiezel.v1\r\nOrigin: https://evil.example\r\n") == 403);
  CHECK(ask("Sec-WebSocket-Protocol: kiezel.v1\r\nOrigin: null\r\n") == 403);
  CHECK(ask("Sec-WebSocket-Protocol: kiezel.v2\r\nOrigin: https://kiezel.example\r\n") == 400);
  CHECK(ask("Origin: https://kiezel.example\r\n") == 400);
  CHECK(http(server.port(), "GET", "/", upgrade).status == 200);
  CHECK(http(server.operations_port(), "GET", "/api/socket", upgrade).status == 404);
}

}  // namespace kiezel::support
