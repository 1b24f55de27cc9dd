// Commands that a test starts without waiting for them, and what became of them.
#pragma once

#include <catch2/catch.hpp>
#include <optional>

#include "server/redis/client.hpp"
#include "tests/support/redis_client.hpp"

namespace kiezel::support {

using RedisOutcome = std::optional<core::Result<redis::Reply>>;

inline core::Task<void> keep(redis::Client& client, redis::Affinity affinity, redis::Command command,
                             RedisOutcome& outcome) {
  outcome = co_await client.execute(affinity, std::move(command));
}

// Starts the command without waiting for it.
inline void begin(RedisClient& redis, redis::Command command, RedisOutcome& outcome,
                  redis::Affinity affinity = {}) {
  REQUIRE(redis.tasks().spawn("test", keep(redis.client(), affinity, std::move(command), outcome)));
}

inline void wait_for(RedisClient& redis, const RedisOutcome& outcome) {
  const auto until = core::deadline_in(std::chrono::seconds(20));
  redis.loop().restart();
  while (!outcome && redis.loop().run_one_until(until) > 0) {
  }
  REQUIRE(outcome);
}

[[nodiscard]] inline core::ErrorCode refusal(const RedisOutcome& outcome) {
  REQUIRE(outcome);
  REQUIRE_FALSE(outcome->has_value());
  return outcome->error().code;
}

[[nodiscard]] inline core::ErrorCode refusal(const core::Result<redis::Reply>& reply) {
  REQUIRE_FALSE(reply);
  return reply.error().code;
}

}  // namespace kiezel::support
