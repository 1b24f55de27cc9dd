// The server and its Redis are killed in the middle of holding, booking, moving and cancelling, again and
// again. What was heard stands, what was not heard can be asked again, and no time is lost or given twice.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>
#include <thread>

#include "tests/client/advisor.hpp"
#include "tests/client/family.hpp"
#include "tests/support/service_process.hpp"

using namespace kiezel;
using protocol::AppointmentState;
using protocol::BookOutcome;

namespace {

constexpr int rounds = 10;

class Chaos {
 public:
  Chaos() {
    advisor_.enrol(service_.invitation());
    advisor_.wait_for_approval();
    advisor_.log_in();
    advisor_.offer_every_day();
    pupil_.write_first({.advisor = advisor_.identity(), .roster = {}, .text = "begin"});
  }

  // Makes the steps while somebody pulls the plug, then makes them again with the same ids until all are
  // heard.
  void round(const protocol::Slot& first, const protocol::Slot& second, bool cancels) {
    const Ids ids = fresh();
    std::thread plug([this] {
      std::this_thread::sleep_for(std::chrono::milliseconds(dice_() % 60));
      service_.kill();
    });
    try {
      steps(ids, first, second, cancels);
    } catch (const std::exception&) {
      // The line is dead; whether anything was done is unknown.
    }
    plug.join();
    service_.start();
    advisor_.reconnect();
    pupil_.reconnect();
    steps(ids, first, second, cancels);
  }

  [[nodiscard]] std::vector<protocol::Slot> offered() {
    protocol::AppointmentOfferedRequest request;
    request.advisor = advisor();
    request.from = advisor_.wire().must(protocol::SessionPingRequest{}).now;
    request.until = request.from + 13 * 86'400;
    return advisor_.wire().must(request).slots;
  }
  [[nodiscard]] std::vector<protocol::Appointment> list() {
    protocol::AppointmentListRequest request;
    request.from = 0;
    request.until = advisor_.wire().must(protocol::SessionPingRequest{}).now + 30 * 86'400;
    return pupil_.wire().must(request).appointments;
  }

 private:
  using Bytes16 = std::array<std::uint8_t, 16>;
  struct Ids {
    Bytes16 hold;
    Bytes16 book;
    Bytes16 second_hold;
    Bytes16 move;
  };

  Ids fresh() {
    Ids ids{};
    for (Bytes16* id : {&ids.hold, &ids.book, &ids.second_hold, &ids.move}) random_.fill(*id);
    return ids;
  }

  [[nodiscard]] Bytes16 advisor() const { return crypto::key_id(advisor_.identity()).bytes; }

  // What a hold of this request has as its id: the same when it is asked again.
  std::optional<Bytes16> hold(const protocol::Slot& slot, const Bytes16& request) {
    const auto held = pupil_.wire().must(protocol::AppointmentHoldRequest{
        .advisor = advisor(), .start = slot.start, .end = slot.end, .request = request});
    return held.hold;
  }

  void steps(const Ids& ids, const protocol::Slot& first, const protocol::Slot& second, bool cancels) {
    if (const auto held = hold(first, ids.hold)) first_hold_ = *held;
    const auto booked =
        pupil_.wire().must(protocol::AppointmentBookRequest{.hold = first_hold_,
                                                            .conversation = pupil_.conversation().bytes,
                                                            .proposal = false,
                                                            .request = ids.book});
    if (booked.appointment) appointment_ = *booked.appointment;
    if (const auto held = hold(second, ids.second_hold)) second_hold_ = *held;
    static_cast<void>(pupil_.wire().must(protocol::AppointmentMoveRequest{
        .appointment = appointment_, .hold = second_hold_, .request = ids.move}));
    if (cancels)
      static_cast<void>(pupil_.wire().must(protocol::AppointmentCancelRequest{.appointment = appointment_}));
    // A step that is asked again after its time was moved away holds that time anew.
    for (const Bytes16& hold : {first_hold_, second_hold_})
      static_cast<void>(pupil_.wire().must(protocol::AppointmentReleaseRequest{.hold = hold}));
  }

  support::ServiceProcess service_{
      {"--shards", "1", "--rate_burst", "100000", "--holds_per_address_burst", "1000"}};
  client::Endpoint endpoint_ = client::Endpoint::parse(service_.origin());
  crypto::SystemRandom random_;
  std::mt19937 dice_{20261127};
  client::Advisor advisor_{endpoint_, random_};
  client::Family pupil_{endpoint_, random_};
  Bytes16 first_hold_{};
  Bytes16 second_hold_{};
  Bytes16 appointment_{};
};

}  // namespace

TEST_CASE("chaos: killed in the middle of booking, nothing is lost, doubled or leaked", "[scenario]") {
  Chaos chaos;
  const auto slots = chaos.offered();
  REQUIRE(slots.size() > 4 * rounds);
  std::set<std::int64_t> standing;

  for (int i = 0; i < rounds; ++i) {
    const auto at = static_cast<std::size_t>(4 * i);
    const bool cancels = i % 3 == 2;
    chaos.round(slots[at], slots[at + 2], cancels);
    if (!cancels) standing.insert(slots[at + 2].start);
  }

  const auto list = chaos.list();
  CHECK(list.size() == rounds);
  std::set<std::int64_t> booked;
  for (const auto& one : list) {
    CHECK(one.revision >= 1);
    if (one.state == AppointmentState::booked) booked.insert(one.start);
  }
  CHECK(booked == standing);
  // Free again is exactly what nobody has.
  std::set<std::int64_t> free;
  for (const auto& slot : chaos.offered()) free.insert(slot.start);
  for (int i = 0; i < 4 * rounds; ++i) {
    const std::int64_t start = slots[static_cast<std::size_t>(i)].start;
    CHECK(free.contains(start) == !standing.contains(start));
  }
}
