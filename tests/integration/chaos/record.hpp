// What Redis holds of everybody's agenda, read without any of the server's code: the claims, and what they
// should be by the holds and the appointments.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/redis_client.hpp"

namespace kiezel::chaos {

struct Record {
  // An advisor (hexadecimal) and a quarter since 1970.
  using Place = std::pair<std::string, std::int64_t>;

  // Who has it, as it stands there.
  std::map<Place, std::string> claims;
  std::set<std::array<std::uint8_t, 16>> holds;
  // In words; none when every quarter of a hold or an appointment is claimed by it, no other quarter is
  // claimed, no two want the same one, and every hold ends by itself in time.
  std::vector<std::string> faults;
};

// Throws by a failed assertion of the test when Redis does not answer.
[[nodiscard]] Record read_record(support::RedisClient& redis);

}  // namespace kiezel::chaos
