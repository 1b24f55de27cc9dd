// What Redis holds of one advisor's agenda, read without any of the server's code: which quarters are
// claimed, and which are held. Quarters are counted from 1970; ids are the bytes of the protocol.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>

#include "tests/support/redis_client.hpp"

namespace kiezel::support {

using Quarters = std::set<std::int64_t>;

// The quarters from start until end, both in seconds since 1970.
[[nodiscard]] Quarters quarters(std::int64_t start, std::int64_t end);

// Throws by a failed assertion of the test when Redis does not answer.
[[nodiscard]] Quarters claims_on_record(RedisClient& redis);
[[nodiscard]] std::map<std::array<std::uint8_t, 16>, Quarters> holds_on_record(RedisClient& redis);

}  // namespace kiezel::support
