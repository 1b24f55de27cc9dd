// What becomes of a connected client whose words were replaced.
#include <catch2/catch.hpp>

#include "server/dispatch/sources.hpp"
#include "tests/integration/conversation/scene.hpp"
#include "tests/unit/server/dispatch/bench.hpp"

namespace kiezel::dispatch {
namespace {

struct Scene : support::ConversationScene {
  Scene() {
    found();
    connection.session().authenticate_client(client.mailbox());
  }

  void give_card() {
    const support::TestClient next{"next"};
    protocol::ConversationRekeyRequest request;
    request.conversation = id.bytes;
    request.entry = log.commit(advisor.device, crypto::CommitReason::new_card,
                               {support::recipient(next), support::recipient(advisor)});
    request.auth_key = next.auth.verify_key().bytes;
    const crypto::LoginTranscript challenge{.origin = support::origin,
                                            .challenge = {},
                                            .id = crypto::login_id(next.mailbox()),
                                            .expires_s = shard.now_s() + 60};
    request.signature = crypto::sign_login(challenge, next.auth).bytes;
    REQUIRE(shard.run(shard.conversations.rekey(advisor.caller(), request, challenge)));
  }

  core::Executor executor = shard.redis.loop().get_executor();
  core::Metrics metrics;
  redis::Subscriber subscriber{executor, server.address(), shard.redis.log(), metrics, 10};
  event::Bus bus{subscriber, shard.keys, metrics};
  event::OutboxLimits limits{.bytes_max = 100'000, .push_bytes_max = 50'000};
  event::OutboxMetrics outbox_metrics{metrics};
  event::FeedMetrics feed_metrics{metrics};
  core::TokenBudget budget{.burst = 1000, .per_s = 10};
  NotingTransport transport;
  event::Outbox outbox{transport, limits, outbox_metrics};
  Connection connection{transport,
                        {.number = 7, .origin = "https://kiezel.example", .address = {}},
                        {executor, bus, outbox, shard.redis.tasks(), feed_metrics, budget}};
};

}  // namespace

TEST_CASE("dispatcher: a client whose words were replaced hears who did it and is closed",
          "[dispatcher][rekey]") {
  Scene scene;
  const ConversationSource source(scene.shard.conversations, scene.connection, scene.id);
  const auto before = scene.shard.run(source.read_after(-1));
  REQUIRE(before);
  REQUIRE(*before);
  CHECK((*before)->caught_up);

  scene.give_card();

  // The page with the COMMIT is not the end: the feed reads on at once, and that read ends the connection.
  const auto last = scene.shard.run(source.read_after((*before)->cursor));
  REQUIRE(last);
  REQUIRE(*last);
  CHECK((*last)->cursor == 2);
  CHECK_FALSE((*last)->caught_up);
  CHECK_FALSE(scene.transport.closed);
  CHECK(support::code_of(scene.shard.run(source.read_after(2))) == core::ErrorCode::not_found);
  CHECK(scene.transport.closed == session::CloseReason::words_replaced);
}

}  // namespace kiezel::dispatch
