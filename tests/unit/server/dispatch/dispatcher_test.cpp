#include "server/dispatch/dispatcher.hpp"

#include <catch2/catch.hpp>

#include "server/dispatch/services.hpp"
#include "tests/support/blob_domain.hpp"
#include "tests/support/fixed_clock.hpp"
#include "tests/unit/server/dispatch/bench.hpp"

namespace kiezel::dispatch {
namespace {

using std::chrono::seconds;

// All services, on Redis links that are never connected: what needs Redis is unavailable.
struct Fixture : Bench {
  using Bench::Bench;

  support::FixedClock clock;
  crypto::SystemRandom random;
  redis::Client link{
      loop.get_executor(), {.address = {.place = redis::UnixAddress{"/nowhere"}}}, log, metrics};
  directory::Service directory{
      {.log_link = link, .keys = keys, .clock = clock, .pinned_roots = std::nullopt}};
  account::Service accounts{{.log_link = link,
                             .vault_link = link,
                             .keys = keys,
                             .advisors = directory,
                             .clock = clock,
                             .random = random}};
  core::SealingKey sealing_key{random.secret<32>()};
  factor::Service factors{{.vault_link = link,
                           .keys = keys,
                           .gate = accounts,
                           .clock = clock,
                           .random = random,
                           .sealing_key = sealing_key,
                           .rp_id = "kiezel.example"}};
  account::Devices devices{{.log_link = link,
                            .vault_link = link,
                            .keys = keys,
                            .advisors = directory,
                            .clock = clock,
                            .random = random}};
  account::Recovery recovery{{.log_link = link,
                              .vault_link = link,
                              .keys = keys,
                              .advisors = directory,
                              .clock = clock,
                              .random = random}};
  conversation::Service conversations{{.log_link = link,
                                       .vault_link = link,
                                       .keys = keys,
                                       .advisors = directory,
                                       .clock = clock,
                                       .random = random}};
  appointment::Service appointments{{.log_link = link, .vault_link = link, .keys = keys, .clock = clock}};
  reminder::Service reminders{{.log_link = link,
                               .vault_link = link,
                               .keys = keys,
                               .clock = clock,
                               .random = random,
                               .sealing_key = sealing_key}};
  support::BlobDomain blobs{clock};
  session::LoginLimiter logins{{}, random};
  session::AddressBudget holds{{.burst = 60, .per_s = 0.05}, random};
  Services services{.domains = {conversations, appointments, directory, accounts, factors, devices, recovery,
                                blobs.service, reminders},
                    .logins = logins,
                    .holds = holds,
                    .clock = clock,
                    .random = random,
                    .log = log};
  Dispatcher dispatcher{services, metrics};

  ~Fixture() {
    link.stop();
    static_cast<void>(said());
  }

  std::string answer(std::string_view method, std::string_view params = "{}") {
    dispatcher.receive(connection, R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(method) +
                                       R"(","params":)" + std::string(params) + "}");
    return said();
  }
};

constexpr std::string_view somebody = R"({"advisor":"AAAAAAAAAAAAAAAAAAAAAA"})";

}  // namespace

TEST_CASE("dispatcher: a request is answered under its id", "[dispatcher]") {
  Fixture f;

  CHECK(f.answer("session.ping").contains(R"({"jsonrpc":"2.0","id":1,"result":{"now":1768381200}})"));
}

TEST_CASE("dispatcher: a passkey's answer needs a live challenge, and uses it up", "[dispatcher][factor]") {
  Fixture f;
  const std::string answer =
      R"({"device":"AAAAAAAAAAAAAAAAAAAAAA",)"
      R"("unlock_token":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","credential":"AA",)"
      R"("client_data":"AA","authenticator_data":")" +
      std::string(50, 'A') + R"(","signature":"AA"})";
  const auto prove = [&] { return f.answer("factor.prove_passkey", answer); };

  CHECK(prove().contains("challenge_expired"));
  static_cast<void>(f.answer("session.challenge"));
  // Redis is not there, so that this is as far as it goes.
  CHECK(prove().contains("unavailable"));
  CHECK(prove().contains("challenge_expired"));
  static_cast<void>(f.answer("session.challenge"));
  f.clock.advance(seconds(60));
  CHECK(prove().contains("challenge_expired"));
}

TEST_CASE("dispatcher: a challenge is fresh and lives a minute", "[dispatcher]") {
  Fixture f;

  const std::string first = f.answer("session.challenge");
  const std::string second = f.answer("session.challenge");

  CHECK(first.contains(R"("expires_at":1768381260)"));
  CHECK(first != second);
}

TEST_CASE("dispatcher: the role is asked before anything is looked up", "[dispatcher]") {
  Fixture f;

  CHECK(f.answer("conversation.list").contains("unauthenticated"));
  CHECK(f.answer("availability.get").contains("unauthenticated"));

  f.connection.session().authenticate_client(core::MailboxId{{1}});
  CHECK(f.answer("availability.get").contains("forbidden"));
  CHECK(f.answer("conversation.list").contains("unavailable"));
}

TEST_CASE("dispatcher: without Redis the answer is unavailable, not silence", "[dispatcher]") {
  Fixture f;

  CHECK(f.answer("account.status", somebody).contains(R"("code":1005,"message":"unavailable")"));
  CHECK(f.connection.in_flight() == 0);
}

TEST_CASE("dispatcher: nonsense is answered and costs", "[dispatcher]") {
  Fixture f(core::TokenBudget{.burst = 8, .per_s = 1});

  f.dispatcher.receive(f.connection, "nonsense");
  CHECK(f.said().contains("parse_error"));
  f.dispatcher.receive(f.connection, "nonsense");
  CHECK(f.said().contains("parse_error"));
  f.dispatcher.receive(f.connection, "nonsense");

  CHECK(f.said().contains("rate_limited"));
}

TEST_CASE("dispatcher: a spent budget says when to come back, and then it is so", "[dispatcher]") {
  Fixture f(core::TokenBudget{.burst = 2, .per_s = 1});
  CHECK(f.answer("session.ping").contains("now"));
  CHECK(f.answer("session.challenge").contains(R"("data":{"retry_after_s":1})"));

  f.clock.advance(seconds(1));

  CHECK(f.answer("session.challenge").contains("nonce"));
}

TEST_CASE("dispatcher: a peer that never listens is closed", "[dispatcher]") {
  Fixture f(core::TokenBudget{.burst = 1, .per_s = 1});

  for (std::uint32_t i = 0; i <= refusals_in_a_row_max; ++i) static_cast<void>(f.answer("session.ping"));

  CHECK(f.transport.closed == session::CloseReason::policy);
}

TEST_CASE("dispatcher: a login is handled in turn", "[dispatcher]") {
  Fixture f;
  f.dispatcher.receive(f.connection, R"({"jsonrpc":"2.0","id":1,"method":"session.challenge","params":{}})");
  CHECK_FALSE(f.connection.may_read());

  CHECK(f.said().contains("nonce"));
  CHECK(f.connection.may_read());
}

TEST_CASE("dispatcher: a login that is refused for lack of a challenge is no failure to be counted",
          "[dispatcher]") {
  Fixture f;
  const std::string login =
      R"({"role":"client","id":"AAAAAAAAAAAAAAAAAAAAAA","signature":")" + std::string(86, 'A') + "\"}";

  CHECK(f.answer("session.login", login).contains("challenge_expired"));
  CHECK(f.logins.addresses() == 0);
}

}  // namespace kiezel::dispatch
