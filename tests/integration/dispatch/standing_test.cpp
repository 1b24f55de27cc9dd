// What becomes of a connected advisor whose account or device is taken away.
#include <catch2/catch.hpp>

#include "server/dispatch/dispatcher.hpp"
#include "server/dispatch/services.hpp"
#include "tests/support/blob_domain.hpp"
#include "tests/support/domains.hpp"
#include "tests/support/redis_server.hpp"
#include "tests/unit/server/dispatch/bench.hpp"

namespace kiezel::dispatch {
namespace {

struct Scene {
  support::RedisServer server;
  support::Shard shard{server.address()};
  support::TestAdvisor advisor{"advisor", shard.now_s()};
  appointment::Service appointments{{.log_link = shard.redis.client(),
                                     .vault_link = shard.redis.client(),
                                     .keys = shard.keys,
                                     .clock = shard.clock}};
  reminder::Service reminders{{.log_link = shard.redis.client(),
                               .vault_link = shard.redis.client(),
                               .keys = shard.keys,
                               .clock = shard.clock,
                               .random = shard.random,
                               .sealing_key = shard.sealing_key}};
  support::BlobDomain blobs{shard.clock};
  session::LoginLimiter logins{{}, shard.random};
  session::AddressBudget holds{{.burst = 60, .per_s = 0.05}, shard.random};
  Services services{.domains = {shard.conversations, appointments, shard.directory, shard.account,
                                shard.factors, shard.devices, shard.recovery, blobs.service, reminders},
                    .logins = logins,
                    .holds = holds,
                    .clock = shard.clock,
                    .random = shard.random,
                    .log = shard.redis.log()};
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
  Dispatcher dispatcher{services, metrics};

  Scene() {
    shard.enrol(advisor);
    connection.session().authenticate_advisor(advisor.id(), advisor.device_id());
  }

  std::string answer(const std::string& method, const std::string& params = "{}") {
    dispatcher.receive(connection,
                       R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":)" + params + "}");
    shard.redis.loop().restart();
    while (connection.in_flight() > 0) shard.redis.loop().run_one();
    std::string said(outbox.front());
    outbox.consume(said.size());
    return said;
  }
};

const std::string whole_period = R"({"from":0,"until":2000000000})";

}  // namespace

TEST_CASE("dispatcher: a suspended advisor who is connected can do nothing and is closed", "[dispatcher]") {
  Scene scene;
  REQUIRE(scene.answer("appointment.list", whole_period).contains("result"));

  REQUIRE(scene.shard.run(scene.shard.account.suspend(scene.advisor.id())));
  scene.shard.refresh();

  CHECK(scene.answer("appointment.list", whole_period).contains(R"("message":"forbidden")"));
  CHECK(scene.transport.closed == session::CloseReason::policy);
}

TEST_CASE("dispatcher: a revoked device that is connected can do nothing and is closed", "[dispatcher]") {
  Scene scene;
  const support::TestDirectory first = scene.shard.publish({&scene.advisor});
  REQUIRE(scene.answer("appointment.list", whole_period).contains("result"));
  CHECK_FALSE(scene.transport.closed);

  support::TestDirectory revoking = first.next(scene.shard.now_s());
  revoking.records.emplace_back(
      crypto::RevokedDeviceRecord{crypto::KeyId{scene.advisor.device_id().bytes}, scene.shard.now_s()});
  scene.shard.publish(revoking);

  CHECK(scene.answer("appointment.list", whole_period).contains(R"("message":"forbidden")"));
  CHECK(scene.transport.closed == session::CloseReason::policy);
}

}  // namespace kiezel::dispatch
