// An approved advisor with hours, on a private Redis, and people who call.
#pragma once

#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "server/appointment/service.hpp"
#include "server/redis/keys.hpp"
#include "tests/support/fixed_clock.hpp"
#include "tests/support/redis_client.hpp"
#include "tests/support/redis_server.hpp"

namespace kiezel::support {

template <class Id>
[[nodiscard]] Id numbered(std::uint8_t number) {
  Id id;
  id.bytes.fill(number);
  return id;
}

[[nodiscard]] inline std::array<std::uint8_t, 16> request_number(std::uint32_t number) {
  std::array<std::uint8_t, 16> request{};
  request[0] = static_cast<std::uint8_t>(number);
  request[1] = static_cast<std::uint8_t>(number >> 8U);
  request[15] = 1;
  return request;
}

[[nodiscard]] core::ErrorCode refusal(const auto& result) {
  REQUIRE_FALSE(result);
  return result.error().code;
}

// Calls of half an hour from eight to eight, every day, a quarter between them, no notice.
[[nodiscard]] inline protocol::Availability wide_hours() {
  using protocol::Kind;
  protocol::Availability hours{.kinds = {{.kind = Kind::call, .duration_min = 30, .buffer_after_min = 15}},
                               .horizon_days = 14};
  for (std::int64_t weekday = 1; weekday <= 7; ++weekday) {
    hours.weekly.push_back({.weekday = weekday, .from_min = 480, .until_min = 1200, .kinds = {Kind::call}});
  }
  return hours;
}

class Agenda {
 public:
  Agenda() {
    REQUIRE(redis_.execute(redis::Command{"HSET", keys_.advisor(advisor_), "state", "approved"}));
    set(wide_hours());
  }

  [[nodiscard]] core::Caller advisor() const { return {.role = core::Role::advisor, .advisor = advisor_}; }
  [[nodiscard]] core::AdvisorId advisor_id() const { return advisor_; }

  // Somebody with one conversation with the advisor, on a connection of its own.
  [[nodiscard]] core::Caller client(std::uint8_t number) {
    const auto mailbox = numbered<core::MailboxId>(number);
    const auto conversation = conversation_of(number);
    std::string field = "c:";
    field.append(crypto::as_text(conversation));
    REQUIRE(redis_.execute(redis::Command{"HSET", keys_.mailbox(mailbox), "auth_key", "k", field, ""}));
    REQUIRE(redis_.execute(redis::Command{"HSET", keys_.conversation(conversation), "mailbox", mailbox}));
    REQUIRE(redis_.execute(redis::Command{"ZADD", keys_.desk(advisor_), 1, conversation}));
    return {.role = core::Role::client, .mailbox = mailbox, .connection = number};
  }
  [[nodiscard]] static core::ConversationId conversation_of(std::uint8_t number) {
    return numbered<core::ConversationId>(static_cast<std::uint8_t>(number ^ 0x80U));
  }

  void set(const protocol::Availability& hours) {
    REQUIRE(run(service_.availability_set(advisor(), {.availability = hours})));
  }
  [[nodiscard]] std::vector<protocol::Slot> offered() {
    const std::int64_t now = clock_.now().time_since_epoch().count();
    const auto answer = run(service_.offered({}, {advisor_.bytes, now, now + 40 * 86'400}));
    REQUIRE(answer);
    return answer->slots;
  }
  [[nodiscard]] core::Result<protocol::AppointmentHoldResult> hold(core::Caller caller,
                                                                   const protocol::Slot& slot,
                                                                   std::uint32_t request = 1) {
    return run(service_.hold(caller, {advisor_.bytes, slot.start, slot.end, request_number(request)}));
  }
  // Half an hour.
  [[nodiscard]] core::Result<protocol::AppointmentHoldResult> hold(core::Caller caller, std::int64_t start,
                                                                   std::uint32_t request = 1) {
    return run(service_.hold(caller, {advisor_.bytes, start, start + 1800, request_number(request)}));
  }
  [[nodiscard]] core::Result<protocol::AppointmentBookResult> book(core::Caller caller,
                                                                   std::array<std::uint8_t, 16> hold,
                                                                   std::uint32_t request = 1) {
    const auto conversation = conversation_of(caller.mailbox.bytes[0]);
    return run(service_.book(caller, {hold, conversation.bytes, false, request_number(request)}));
  }
  [[nodiscard]] core::Result<protocol::AppointmentCancelResult> cancel(
      core::Caller caller, std::array<std::uint8_t, 16> appointment) {
    return run(service_.cancel(caller, {appointment}));
  }
  [[nodiscard]] std::vector<protocol::Appointment> list(core::Caller caller) {
    const std::int64_t now = clock_.now().time_since_epoch().count();
    const auto answer = run(service_.list(caller, {now - 86'400, now + 90 * 86'400}));
    REQUIRE(answer);
    return answer->appointments;
  }
  // Quarters that somebody has claimed, live or not.
  [[nodiscard]] std::int64_t claimed_quarters() {
    const auto reply = redis_.execute(redis::Command{"EVAL", R"(
      local count = 0
      for _, key in ipairs(redis.call('KEYS', '*claims:*')) do count = count + redis.call('HLEN', key) end
      return count)",
                                                     0});
    REQUIRE(reply);
    return reply->integer;
  }

  template <typename T>
  T run(core::Task<T> task) {
    return redis_.run(std::move(task));
  }
  [[nodiscard]] appointment::Service& service() { return service_; }
  [[nodiscard]] RedisClient& redis() { return redis_; }
  [[nodiscard]] RedisServer& server() { return server_; }
  [[nodiscard]] FixedClock& clock() { return clock_; }
  [[nodiscard]] const redis::KeySpace& keys() const { return keys_; }

 private:
  RedisServer server_;
  RedisClient redis_{server_.address()};
  redis::KeySpace keys_{"test"};
  // Holds live by the clock of Redis, so ours must stand near it.
  FixedClock clock_{core::SystemClock().now()};
  appointment::Service service_{{redis_.client(), redis_.client(), keys_, clock_}};
  core::AdvisorId advisor_ = numbered<core::AdvisorId>(0xa0);
};

}  // namespace kiezel::support
