// An agenda and the steps of one client with it, and of the advisor who proposes.
#pragma once

#include "tests/integration/appointment/agenda.hpp"

namespace kiezel::support {

using AppointmentBytes = std::array<std::uint8_t, 16>;

class Table : public Agenda {
 public:
  core::Caller family = client(1);
  std::vector<protocol::Slot> slots = offered();

  AppointmentBytes book(std::size_t slot) {
    const auto held = hold(family, slots[slot], ++request_);
    REQUIRE(held->outcome == protocol::HoldOutcome::held);
    const auto booked = Agenda::book(family, *held->hold, request_);
    REQUIRE(booked->outcome == protocol::BookOutcome::booked);
    return *booked->appointment;
  }
  // An hour and a half before and after in all.
  auto propose(std::size_t slot, std::uint32_t request = 7) {
    return run(service().propose(advisor(), {.conversation = conversation_of(1).bytes,
                                             .start = slots[slot].start,
                                             .end = slots[slot].end,
                                             .before_s = 1800,
                                             .after_s = 900,
                                             .request = request_number(request)}));
  }
  auto propose_move(const AppointmentBytes& appointment, std::int64_t revision, std::int64_t start) {
    return run(service().propose_move(advisor(), {.appointment = appointment,
                                                  .revision = revision,
                                                  .start = start,
                                                  .end = start + 1800,
                                                  .before_s = 0,
                                                  .after_s = 900}));
  }
  auto answer(const core::Caller& by, const AppointmentBytes& appointment, std::int64_t revision,
              bool accept) {
    return run(service().answer(by, {appointment, revision, accept}));
  }
  auto move(const AppointmentBytes& appointment, std::size_t slot, std::uint32_t request) {
    const auto held = hold(family, slots[slot], request);
    REQUIRE(held->outcome == protocol::HoldOutcome::held);
    return run(service().move(family, {appointment, *held->hold, request_number(request)}));
  }
  protocol::Appointment only() {
    const auto all = list(family);
    REQUIRE(all.size() == 1);
    return all[0];
  }

 private:
  std::uint32_t request_ = 100;
};

}  // namespace kiezel::support
