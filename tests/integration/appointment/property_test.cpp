// Thousands of steps in random order, alone and two at a time through two shards, against a simple model: who
// has which quarter. No step may lose a time, leak one, or give one to two.
#include <catch2/catch.hpp>

#include "tests/integration/appointment/play_table.hpp"

namespace {

using kiezel::appointment::Service;
using kiezel::core::Caller;
using kiezel::core::Task;
using kiezel::core::TaskGroup;
using kiezel::protocol::AppointmentState;
using kiezel::protocol::BookOutcome;
using kiezel::protocol::HoldOutcome;
using kiezel::protocol::MoveOutcome;
using kiezel::protocol::ProposeOutcome;
using kiezel::protocol::Slot;
using kiezel::support::Agenda;
using kiezel::support::room_of;
using Bytes16 = kiezel::support::NumberBytes;
using Model = kiezel::support::AgendaModel;
using kiezel::support::PlayTable;
using kiezel::support::Quarters;
using kiezel::support::quarters;
using kiezel::support::request_number;

// The steps, each held against the model.
class Play : public PlayTable {
 public:
  using PlayTable::PlayTable;

  void step() {
    INFO("seed " << seed_ << ", step " << ++steps_);
    switch (random_() % 8) {
      case 0:
      case 1:
        return hold();
      case 2:
        return release();
      case 3:
        return book();
      case 4:
        return propose();
      case 5:
        return random_() % 2 == 0 ? move() : propose_move();
      case 6:
        return answer();
      default:
        return cancel();
    }
  }

  // Two steps of two people at the same time, through two shards; afterwards the model learns what stands.
  void step_together() {
    ++steps_;
    INFO("seed " << seed_ << ", pair " << steps_);
    TaskGroup tasks(agenda_.redis().loop().get_executor(), agenda_.redis().log(), 4);
    for (Service* service : {&agenda_.service(), &other_}) {
      const auto talk = some_talk();
      const auto hold = some_hold();
      REQUIRE(tasks.spawn("step", any_step(*service, talk, hold, random_())));
    }
    REQUIRE(agenda_.run(tasks.wait_until(kiezel::core::deadline_in(std::chrono::seconds(20)))));
    learn();
    check();
  }

 private:
  void hold() {
    Caller who = person();
    // A connection of its own, so that nobody's hold replaces another's.
    who.connection = 1000 + request();
    const Slot wanted = slot();
    const bool is_free = model_.is_free(room_of(wanted));
    const auto held = agenda_.hold(who, wanted, requests_);
    REQUIRE(held);
    REQUIRE((held->outcome == HoldOutcome::held) == is_free);
    if (held->hold) model_.holds.emplace(*held->hold, room_of(wanted));
  }

  void release() {
    const Bytes16 hold = some_hold();
    REQUIRE(agenda_.run(agenda_.service().release(person(), {hold})));
    model_.holds.erase(hold);
  }

  void book() {
    const Bytes16 hold = some_hold();
    Caller& who = person();
    const auto booked = agenda_.book(who, hold, request());
    if (!booked) return;
    const bool known = model_.holds.contains(hold);
    REQUIRE((booked->outcome == BookOutcome::booked) == known);
    if (!known) return;
    model_.talks[*booked->appointment] = {.owner = who, .span = model_.holds[hold]};
    model_.holds.erase(hold);
  }

  void propose() {
    const Slot wanted = slot();
    const auto number = static_cast<std::uint8_t>(1 + random_() % kiezel::support::play_clients);
    const Quarters room = quarters(wanted.start - 900, wanted.end + 900);
    const bool is_free = model_.is_free(room);
    const auto proposed = agenda_.run(
        agenda_.service().propose(agenda_.advisor(), {.conversation = Agenda::conversation_of(number).bytes,
                                                      .start = wanted.start,
                                                      .end = wanted.end,
                                                      .before_s = 900,
                                                      .after_s = 900,
                                                      .request = request_number(request())}));
    if (!proposed) return;
    REQUIRE((proposed->outcome == ProposeOutcome::proposed) == is_free);
    if (is_free) model_.talks[*proposed->appointment] = {.owner = people_[number - 1U], .span = room};
  }

  void move() {
    const Bytes16 id = some_talk();
    const Bytes16 hold = some_hold();
    if (!model_.talks.contains(id)) return;
    Model::Talk& talk = model_.talks[id];
    const auto moved = agenda_.run(agenda_.service().move(talk.owner, {id, hold, request_number(request())}));
    REQUIRE(moved);
    const bool can = !talk.cancelled && model_.holds.contains(hold);
    REQUIRE((moved->outcome == MoveOutcome::moved) == can);
    if (!can) return;
    talk.span = model_.holds[hold];
    talk.moved.clear();
    model_.holds.erase(hold);
  }

  void propose_move() {
    const Bytes16 id = some_talk();
    const auto appointment = listed(id);
    if (!appointment) return;
    Model::Talk& talk = model_.talks[id];
    const Slot wanted = slot();
    const Quarters room = room_of(wanted);
    Model others = model_;
    others.talks.erase(id);
    const bool can = !talk.cancelled && others.is_free(room);
    const bool replaces = appointment->state == AppointmentState::proposed &&
                          appointment->proposed_by == kiezel::protocol::Role::advisor;
    const auto proposed =
        agenda_.run(agenda_.service().propose_move(agenda_.advisor(), {.appointment = id,
                                                                       .revision = appointment->revision,
                                                                       .start = wanted.start,
                                                                       .end = wanted.end,
                                                                       .before_s = 0,
                                                                       .after_s = 900}));
    REQUIRE(proposed);
    REQUIRE((proposed->outcome == ProposeOutcome::proposed) == can);
    if (!can) return;
    (replaces ? talk.span : talk.moved) = room;
  }

  void answer() {
    const Bytes16 id = some_talk();
    const auto before = listed(id);
    if (!before) return;
    const bool accept = random_() % 2 == 0;
    const auto answered =
        agenda_.run(agenda_.service().answer(model_.talks[id].owner, {id, before->revision, accept}));
    REQUIRE(answered);
    learn();
  }

  void cancel() {
    const Bytes16 id = some_talk();
    if (!model_.talks.contains(id)) return;
    Model::Talk& talk = model_.talks[id];
    REQUIRE(agenda_.cancel(random_() % 2 == 0 ? talk.owner : agenda_.advisor(), id));
    talk.cancelled = true;
    talk.moved.clear();
  }

  Task<void> any_step(Service& service, Bytes16 talk, Bytes16 hold, std::uint64_t dice) {
    const auto found = model_.talks.find(talk);
    const Caller owner = found == model_.talks.end() ? people_[0] : found->second.owner;
    const std::int64_t revision = static_cast<std::int64_t>(dice % 4);
    switch (dice % 5) {
      case 0:
        static_cast<void>(co_await service.cancel(owner, {talk}));
        break;
      case 1:
        static_cast<void>(co_await service.move(owner, {talk, hold, request_number(request())}));
        break;
      case 2:
        static_cast<void>(co_await service.answer(owner, {talk, revision, dice % 2 == 0}));
        break;
      case 3: {
        const Slot& wanted = slots_[dice % slots_.size()];
        static_cast<void>(co_await service.propose_move(agenda_.advisor(),
                                                        {talk, revision, wanted.start, wanted.end, 0, 900}));
        break;
      }
      default:
        static_cast<void>(co_await service.book(
            people_[0], {hold, Agenda::conversation_of(1).bytes, false, request_number(request())}));
        break;
    }
  }
};

}  // namespace

TEST_CASE("property: after every step exactly what somebody has is claimed", "[appointment]") {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    Play play(seed);
    for (int i = 0; i < 300; ++i) {
      play.step();
      play.check();
    }
    CHECK(play.talks() > 5);
  }
}

TEST_CASE("property: two steps at the same time lose nothing and leak nothing", "[appointment]") {
  for (std::uint64_t seed = 101; seed <= 108; ++seed) {
    Play play(seed);
    for (int i = 0; i < 150; ++i) {
      play.step();
      play.step_together();
    }
    CHECK(play.talks() > 5);
  }
}
