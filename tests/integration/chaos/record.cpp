#include "tests/integration/chaos/record.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <optional>

#include "crypto/encoding.hpp"
#include "protocol/limits.hpp"

namespace kiezel::chaos {

namespace {

using redis::Command;
using redis::Reply;
using support::RedisClient;

constexpr std::int64_t quarters_a_day = 96;

std::vector<Reply> ask(RedisClient& redis, Command command) {
  auto reply = redis.execute(std::move(command));
  REQUIRE(reply);
  return std::move(reply->elements);
}

std::int64_t number(const Reply& reply) {
  return reply.as_integer().value_or(0);
}

// The key's last part: eight digits of a day.
std::int64_t first_quarter_of(const std::string& key) {
  const int day = std::stoi(key.substr(key.size() - 8));
  const std::chrono::year_month_day date{std::chrono::year(day / 10'000),
                                         std::chrono::month(static_cast<unsigned>(day / 100 % 100)),
                                         std::chrono::day(static_cast<unsigned>(day % 100))};
  return std::chrono::sys_days(date).time_since_epoch().count() * quarters_a_day;
}

std::string hexadecimal(const std::string& raw) {
  return crypto::to_hex(crypto::as_bytes(raw));
}

void read_claims(RedisClient& redis, Record& record) {
  for (const Reply& key : ask(redis, Command{"KEYS", "*}:claims:*"})) {
    const std::size_t advisor = key.text.find("claims:") + 7;
    const auto fields = ask(redis, Command{"HGETALL", key.text});
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
      record.claims[{key.text.substr(advisor, 32), first_quarter_of(key.text) + number(fields[i])}] =
          fields[i + 1].text;
    }
  }
}

// What the claims should be, and who wants a quarter that another has.
class Expected {
 public:
  void want(const std::string& advisor, std::int64_t first, std::int64_t count, const std::string& claim,
            Record& record) {
    for (std::int64_t quarter = first; quarter < first + count; ++quarter) {
      const auto [place, fresh] = claims_.try_emplace({advisor, quarter}, claim);
      if (!fresh && place->second != claim) record.faults.emplace_back("two have the same quarter");
    }
  }
  void compare(Record& record) const {
    for (const auto& [place, claim] : claims_) {
      const auto found = record.claims.find(place);
      if (found == record.claims.end())
        record.faults.emplace_back("a quarter that somebody has is not claimed");
    }
    for (const auto& [place, claim] : record.claims) {
      const auto found = claims_.find(place);
      if (found == claims_.end()) {
        record.faults.push_back(claim.starts_with('h') ? "a quarter of no hold stays claimed"
                                                       : "a quarter of no appointment stays claimed");
      } else if (found->second != claim) {
        record.faults.emplace_back("a quarter is claimed for another");
      }
    }
  }

 private:
  std::map<Record::Place, std::string> claims_;
};

void read_appointments(RedisClient& redis, Record& record, Expected& expected) {
  for (const Reply& key : ask(redis, Command{"KEYS", "*}:appt:*"})) {
    const auto one = ask(redis, Command{"HMGET", key.text, "advisor", "state", "quarter", "count",
                                        "moved_quarter", "moved_count"});
    if (one[1].text == "cancelled") continue;
    const auto id = crypto::from_hex(key.text.substr(key.text.size() - 32));
    REQUIRE(id);
    const std::string claim = "a" + std::string(crypto::as_text(*id));
    const std::string advisor = hexadecimal(one[0].text);
    expected.want(advisor, number(one[2]), number(one[3]), claim, record);
    expected.want(advisor, number(one[4]), number(one[5]), claim, record);
  }
}

void read_holds(RedisClient& redis, Record& record, Expected& expected) {
  for (const Reply& key : ask(redis, Command{"KEYS", "*}:hold:*"})) {
    const auto one = ask(redis, Command{"HMGET", key.text, "advisor", "quarter", "count", "expires_at"});
    if (one[0].is_nil()) continue;
    const auto ends = redis.execute(Command{"EXPIRETIME", key.text});
    const auto now = ask(redis, Command{"TIME"});
    REQUIRE(ends);
    const std::int64_t expires_at = number(one[3]);
    if (ends->integer != expires_at) record.faults.emplace_back("a hold does not end when it says");
    if (expires_at > number(now[0]) + protocol::limits::hold_s)
      record.faults.emplace_back("a hold lasts too long");
    const auto id = crypto::from_hex(key.text.substr(key.text.size() - 32));
    REQUIRE(id);
    std::array<std::uint8_t, 16> hold{};
    std::ranges::copy(*id, hold.begin());
    record.holds.insert(hold);
    const std::string claim = "h" + std::to_string(expires_at) + ":" + std::string(crypto::as_text(*id));
    expected.want(hexadecimal(one[0].text), number(one[1]), number(one[2]), claim, record);
  }
}

}  // namespace

Record read_record(RedisClient& redis) {
  Record record;
  Expected expected;
  read_claims(redis, record);
  read_appointments(redis, record, expected);
  read_holds(redis, record, expected);
  expected.compare(record);
  return record;
}

}  // namespace kiezel::chaos
