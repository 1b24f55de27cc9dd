// Logging in over the wire (protocol/README.md, "Login"): what is refused, and how alike the refusals are.
#include <catch2/catch.hpp>
#include <charconv>
#include <chrono>

#include "crypto/encoding.hpp"
#include "crypto/login.hpp"
#include "tests/support/people.hpp"
#include "tests/support/plain_socket.hpp"
#include "tests/support/server_process.hpp"

namespace kiezel::support {
namespace {

// The text of one member; enough for answers that we know the shape of.
std::string member(const std::string& json, std::string_view name) {
  const std::string key = '"' + std::string(name) + "\":";
  const std::size_t start = json.find(key) + key.size();
  const std::size_t end = json.find_first_of(",}", start);
  std::string value = json.substr(start, end - start);
  std::erase(value, '"');
  return value;
}

struct OpenChallenge {
  crypto::Challenge nonce;
  std::uint64_t expires_s = 0;
};

OpenChallenge challenge(PlainWebSocket& socket) {
  const std::string answer = socket.ask("session.challenge", "{}");
  OpenChallenge open;
  open.nonce = *crypto::Challenge::from(*crypto::from_base64url(member(answer, "nonce")));
  const std::string expires = member(answer, "expires_at");
  std::from_chars(expires.data(), expires.data() + expires.size(), open.expires_s);
  return open;
}

std::string signed_login(const TestClient& client, const OpenChallenge& open,
                         std::string_view origin = test_origin) {
  const crypto::LoginId id = crypto::login_id(client.mailbox());
  const crypto::Signature signature = crypto::sign_login(
      {.origin = origin, .challenge = open.nonce, .id = id, .expires_s = open.expires_s}, client.auth);
  return R"({"role":"client","id":")" + crypto::to_base64url(id) + R"(","signature":")" +
         crypto::to_base64url(signature) + "\"}";
}

}  // namespace

TEST_CASE("login: nobody is let in without one", "[login]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();
  PlainWebSocket socket(server.port());

  CHECK(socket.ask("conversation.list", "{}").contains(R"("message":"unauthenticated")"));
  CHECK(socket.ask("availability.get", "{}").contains(R"("message":"unauthenticated")"));
}

TEST_CASE("login: an unknown id and a wrong signature get the same answer", "[login]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();
  PlainWebSocket socket(server.port());
  const TestClient stranger("stranger");

  const std::string unknown = socket.ask("session.login", signed_login(stranger, challenge(socket)));
  const std::string wrong =
      socket.ask("session.login", signed_login(stranger, challenge(socket), "https://evil.example"));

  CHECK(unknown.contains(R"("error":{"code":1010,"message":"login_failed"})"));
  CHECK(wrong.substr(wrong.find("\"error\"")) == unknown.substr(unknown.find("\"error\"")));
}

TEST_CASE("login: a challenge serves once, and only on its own connection", "[login]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();
  PlainWebSocket first(server.port());
  PlainWebSocket second(server.port());
  const std::string login = signed_login(TestClient("stranger"), challenge(first));

  CHECK(second.ask("session.login", login).contains("challenge_expired"));
  CHECK(first.ask("session.login", login).contains("login_failed"));
  CHECK(first.ask("session.login", login).contains("challenge_expired"));
}

TEST_CASE("login: whoever keeps guessing is told to wait, and others are not", "[login]") {
  const ServerFolder folder;
  ServerProcess server(folder, {"--login_failures_per_address_burst", "5", "--trust_forwarded_for", "yes"});
  server.wait_ready();
  PlainWebSocket socket(server.port());
  const TestClient stranger("stranger");

  for (int i = 0; i < 5; ++i) {
    CHECK(socket.ask("session.login", signed_login(stranger, challenge(socket))).contains("login_failed"));
  }

  const std::string refused = socket.ask("session.login", signed_login(stranger, challenge(socket)));
  CHECK(refused.contains("rate_limited"));
  CHECK(refused.contains("retry_after_s"));
  CHECK(socket.ask("session.ping", "{}").contains("now"));
}

TEST_CASE("login: thirty clients behind one address in one burst are all heard", "[login]") {
  const ServerFolder folder;
  ServerProcess server(folder);
  server.wait_ready();

  for (int i = 0; i < 30; ++i) {
    PlainWebSocket socket(server.port());
    const TestClient client("pupil " + std::to_string(i));
    CHECK(socket.ask("session.login", signed_login(client, challenge(socket))).contains("login_failed"));
  }
}

TEST_CASE("login: behind the proxy each address has its own budget, by the last line that the proxy wrote",
          "[login]") {
  const ServerFolder folder;
  ServerProcess server(folder, {"--login_failures_per_address_burst", "3", "--trust_forwarded_for", "yes"});
  server.wait_ready();
  const auto fail_from = [&](std::string_view headers) {
    PlainWebSocket socket(server.port(), headers);
    return socket.ask("session.login", signed_login(TestClient("stranger"), challenge(socket)));
  };

  for (int i = 0; i < 3; ++i) {
    CHECK(
        fail_from("X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 192.0.2.1\r\n").contains("login_failed"));
  }

  // What the peer itself claims first changes nothing, neither for it nor against another.
  CHECK(fail_from("X-Forwarded-For: 192.0.2.2\r\nX-Forwarded-For: 192.0.2.1\r\n").contains("rate_limited"));
  CHECK(fail_from("X-Forwarded-For: 198.51.100.7, 192.0.2.1\r\n").contains("rate_limited"));
  CHECK(fail_from("X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: 192.0.2.2\r\n").contains("login_failed"));
}

}  // namespace kiezel::support
