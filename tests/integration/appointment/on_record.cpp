#include "tests/integration/appointment/on_record.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

namespace kiezel::support {

namespace {

constexpr const char* holds_script = R"(
  local found = {}
  for _, key in ipairs(redis.call('KEYS', '*}:hold:*')) do
    local one = redis.call('HMGET', key, 'quarter', 'count')
    local id = string.gsub(string.match(key, 'hold:(%x+)$'), '%x%x', function(x) return string.char(tonumber(x, 16)) end)
    found[#found + 1] = {id, one[1], one[2]}
  end
  return found)";

// The day of a key, counted from 1970 by the rule of the Gregorian calendar.
constexpr const char* claims_script = R"(
  local found = {}
  for _, key in ipairs(redis.call('KEYS', '*claims:*')) do
    local year, month, day = string.match(key, '(%d%d%d%d)(%d%d)(%d%d)$')
    year, month, day = tonumber(year), tonumber(month), tonumber(day)
    local shifted = month <= 2 and year - 1 or year
    local era = math.floor(shifted / 400)
    local of_era = shifted - era * 400
    local of_year = math.floor((153 * (month + (month > 2 and -3 or 9)) + 2) / 5) + day - 1
    local days = era * 146097 + of_era * 365 + math.floor(of_era / 4) - math.floor(of_era / 100) + of_year - 719468
    for _, quarter in ipairs(redis.call('HKEYS', key)) do found[#found + 1] = days * 96 + tonumber(quarter) end
  end
  return found)";

}  // namespace

Quarters quarters(std::int64_t start, std::int64_t end) {
  Quarters result;
  for (std::int64_t quarter = start / 900; quarter < end / 900; ++quarter) result.insert(quarter);
  return result;
}

Quarters claims_on_record(RedisClient& redis) {
  const auto reply = redis.execute(redis::Command{"EVAL", claims_script, 0});
  REQUIRE(reply);
  Quarters result;
  for (const auto& one : reply->elements) result.insert(one.integer);
  return result;
}

std::map<std::array<std::uint8_t, 16>, Quarters> holds_on_record(RedisClient& redis) {
  const auto reply = redis.execute(redis::Command{"EVAL", holds_script, 0});
  REQUIRE(reply);
  std::map<std::array<std::uint8_t, 16>, Quarters> result;
  for (const auto& one : reply->elements) {
    std::array<std::uint8_t, 16> id{};
    std::ranges::copy(one.elements[0].bytes(), id.begin());
    const std::int64_t first = *one.elements[1].as_integer();
    for (std::int64_t i = 0; i < *one.elements[2].as_integer(); ++i) result[id].insert(first + i);
  }
  return result;
}

}  // namespace kiezel::support
