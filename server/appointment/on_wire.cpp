#include "server/appointment/on_wire.hpp"

namespace kiezel::appointment {

protocol::Slot on_wire(const Offer& offer) {
  protocol::Slot slot{.start = seconds(offer.slot.start), .end = seconds(offer.slot.end)};
  for (const KindSpan& kind : offer.spans) slot.kinds.push_back(kind.kind);
  return slot;
}

std::vector<protocol::Slot> on_wire(const std::vector<Offer>& offers) {
  std::vector<protocol::Slot> result;
  result.reserve(offers.size());
  for (const Offer& offer : offers) result.push_back(on_wire(offer));
  return result;
}

protocol::Appointment on_wire(const StoredAppointment& appointment, core::Role reader) {
  protocol::Appointment result{.appointment = appointment.id.bytes,
                               .conversation = appointment.conversation.bytes,
                               .advisor = appointment.advisor.bytes,
                               .start = seconds(appointment.slot.start),
                               .end = seconds(appointment.slot.end),
                               .state = appointment.state,
                               .revision = appointment.revision,
                               .proposed_by = appointment.proposed_by};
  if (appointment.move) {
    result.moved_start = seconds(appointment.move->slot.start);
    result.moved_end = seconds(appointment.move->slot.end);
  }
  if (reader == core::Role::advisor) {
    const Period busy = period_of(appointment.span);
    result.busy_from = seconds(busy.from);
    result.busy_until = seconds(busy.until);
  }
  return result;
}

bool may_see(const core::Caller& caller, const StoredAppointment& appointment) {
  if (caller.role == core::Role::client) return appointment.mailbox == caller.mailbox;
  return caller.role == core::Role::advisor && appointment.advisor == caller.advisor;
}

}  // namespace kiezel::appointment
