// Times can be kept without an account, so an address has a budget of them: over the wire, with the server's
// own bounds.
#include <algorithm>
#include <catch2/catch.hpp>
#include <optional>

#include "tests/client/advisor.hpp"
#include "tests/client/family.hpp"
#include "tests/support/service_process.hpp"

using namespace kiezel;

namespace {

constexpr int holds_of_an_address = 60;
// What one connection may ask at once is bounded too.
constexpr int holds_of_a_connection = 20;

class Desk {
 public:
  Desk() : advisor_(endpoint_, random_) {
    advisor_.enrol(service_.invitation());
    advisor_.wait_for_approval();
    advisor_.log_in();
    advisor_.offer_every_day();
  }

  [[nodiscard]] const client::Endpoint& endpoint() const { return endpoint_; }

  [[nodiscard]] std::vector<protocol::Slot> offered() {
    protocol::AppointmentOfferedRequest request;
    request.advisor = crypto::key_id(advisor_.identity()).bytes;
    request.from = advisor_.wire().must(protocol::SessionPingRequest{}).now;
    request.until = request.from + 13 * 86'400;
    return advisor_.wire().must(request).slots;
  }

  [[nodiscard]] auto hold(client::Wire& wire, const protocol::Slot& slot) {
    protocol::AppointmentHoldRequest request;
    request.advisor = crypto::key_id(advisor_.identity()).bytes;
    request.start = slot.start;
    request.end = slot.end;
    random_.fill(request.request);
    return wire.call(request);
  }

 private:
  support::ServiceProcess service_{{"--shards", "1"}};
  client::Endpoint endpoint_ = client::Endpoint::parse(service_.origin());
  crypto::SystemRandom random_;
  client::Advisor advisor_;
};

}  // namespace

TEST_CASE("holds: an address keeps sixty times, then waits, and what it kept stays kept", "[scenario]") {
  Desk desk;
  const auto slots = desk.offered();
  REQUIRE(slots.size() > 2);

  int held = 0;
  std::optional<client::Wire> wire;
  // One a connection: each takes the place of the one before, so that slots never run out.
  for (int i = 0; i < holds_of_an_address; ++i) {
    if (i % holds_of_a_connection == 0) wire.emplace(desk.endpoint());
    const auto answer = desk.hold(*wire, slots[static_cast<std::size_t>(i) % 2]);
    held += answer && answer->outcome == protocol::HoldOutcome::held ? 1 : 0;
  }
  auto refused = desk.hold(*wire, slots[1]);
  // A slow run earns some back, one in twenty seconds.
  for (int earned = 0; refused && earned < 10; ++earned) refused = desk.hold(*wire, slots[1]);
  client::Wire neighbour(desk.endpoint());
  auto neighbours = desk.hold(neighbour, slots[2]);

  CHECK(held == holds_of_an_address);
  for (auto* answer : {&refused, &neighbours}) {
    REQUIRE_FALSE(answer->has_value());
    CHECK(answer->error().code == protocol::ErrorCode::rate_limited);
    REQUIRE(answer->error().data.retry_after_s.has_value());
    CHECK(*answer->error().data.retry_after_s >= 1);
    CHECK(*answer->error().data.retry_after_s <= 20);
  }
  const auto still = desk.offered();
  CHECK(std::ranges::none_of(still, [&](const auto& slot) { return slot.start == slots[1].start; }));
  CHECK(std::ranges::any_of(still, [&](const auto& slot) { return slot.start == slots[2].start; }));
}

TEST_CASE("holds: who asks for a time that is taken spends nothing", "[scenario]") {
  Desk desk;
  const auto slots = desk.offered();
  REQUIRE(slots.size() > 1);
  client::Wire owner(desk.endpoint());
  REQUIRE(desk.hold(owner, slots[0])->outcome == protocol::HoldOutcome::held);
  std::optional<client::Wire> other;
  for (int i = 0; i < holds_of_an_address; ++i) {
    if (i % holds_of_a_connection == 0) other.emplace(desk.endpoint());
    REQUIRE(desk.hold(*other, slots[0])->outcome == protocol::HoldOutcome::taken);
  }

  CHECK(desk.hold(*other, slots[1])->outcome == protocol::HoldOutcome::held);
}
