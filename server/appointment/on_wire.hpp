// Between what the wire says and what this folder computes with.
#pragma once

#include <algorithm>
#include <vector>

#include "protocol/messages/appointment.hpp"
#include "server/appointment/stored.hpp"

namespace kiezel::appointment {

// Times on the wire reach far beyond what a calendar computes with; nothing is ever offered out there.
[[nodiscard]] inline sys_seconds from_wire(std::int64_t seconds_since_1970) {
  constexpr std::int64_t year_3000_s = 32'503'680'000;
  return instant(std::min(seconds_since_1970, year_3000_s));
}

[[nodiscard]] protocol::Slot on_wire(const Offer& offer);
[[nodiscard]] std::vector<protocol::Slot> on_wire(const std::vector<Offer>& offers);
// What is kept free around it is for the advisor alone.
[[nodiscard]] protocol::Appointment on_wire(const StoredAppointment& appointment, core::Role reader);

[[nodiscard]] bool may_see(const core::Caller& caller, const StoredAppointment& appointment);

}  // namespace kiezel::appointment
