#include "server/appointment/stored.hpp"

#include <algorithm>
#include <utility>

#include "crypto/bytes.hpp"
#include "crypto/hash.hpp"
#include "server/appointment/script_reply.hpp"

namespace kiezel::appointment {
namespace {

// Where read.lua puts what.
enum Field : std::size_t {
  field_mailbox,
  field_advisor,
  field_conversation,
  field_start,
  field_end,
  field_quarter,
  field_count,
  field_state,
  field_request,
  field_revision,
  field_proposed_by,
  field_moved_start,
  field_moved_end,
  field_moved_quarter,
  field_moved_count,
  fields_count,
};

std::optional<Slot> slot_at(const redis::Reply& reply, std::size_t i) {
  const auto start = integer_at(reply, i);
  const auto end = integer_at(reply, i + 1);
  if (!start || !end) return std::nullopt;
  return Slot{.start = instant(*start), .end = instant(*end)};
}

std::optional<QuarterSpan> span_at(const redis::Reply& reply, std::size_t i) {
  const auto first = integer_at(reply, i);
  const auto count = integer_at(reply, i + 1);
  if (!first || !count) return std::nullopt;
  return QuarterSpan{.first = *first, .count = *count};
}

std::optional<protocol::AppointmentState> state_named(std::string_view word) {
  using State = protocol::AppointmentState;
  return named<State>(
      word, {{"proposed", State::proposed}, {"booked", State::booked}, {"cancelled", State::cancelled}});
}

}  // namespace

void Taken::add_day(std::string_view text) {
  Day day;
  const std::size_t length = std::min<std::size_t>(text.size(), quarters_a_day);
  for (std::size_t quarter = 0; quarter < length; ++quarter) {
    day.begun[quarter] = text[quarter] == 'b';
    day.taken[quarter] = text[quarter] != '.';
  }
  days_.push_back(day);
}

const Taken::Day* Taken::day(std::int64_t quarter) const {
  const std::int64_t index = day_of(quarter) - first_day_;
  if (index < 0 || std::cmp_greater_equal(index, days_.size())) return nullptr;
  return &days_[static_cast<std::size_t>(index)];
}

bool Taken::touches(QuarterSpan span) const {
  for (std::int64_t quarter = span.first; quarter < span.end(); ++quarter) {
    const Day* of = day(quarter);
    if (!of || of->taken[static_cast<std::size_t>(quarter % quarters_a_day)]) return true;
  }
  return false;
}

std::int64_t Taken::begun(QuarterSpan span) const {
  std::int64_t count = 0;
  for (std::int64_t quarter = span.first; quarter < span.end(); ++quarter) {
    const Day* of = day(quarter);
    if (of && of->begun[static_cast<std::size_t>(quarter % quarters_a_day)]) ++count;
  }
  return count;
}

core::HoldId hold_id(const core::Caller& caller, core::AdvisorId advisor, const Slot& slot,
                     core::RequestId request) {
  crypto::ByteWriter writer;
  writer.raw(caller.mailbox).raw(advisor);
  writer.u64(static_cast<std::uint64_t>(seconds(slot.start)));
  writer.u64(static_cast<std::uint64_t>(seconds(slot.end))).raw(request);
  const crypto::Digest digest = crypto::hash("kz1/hold", {writer.view()});
  return *core::HoldId::from(digest.view().first(core::HoldId::byte_count));
}

core::AppointmentId appointment_id(core::HoldId hold) {
  const crypto::Digest digest = crypto::hash("kz1/appointment", {hold});
  return *core::AppointmentId::from(digest.view().first(core::AppointmentId::byte_count));
}

core::AppointmentId appointment_id(core::AdvisorId advisor, core::ConversationId conversation,
                                   core::RequestId request) {
  const crypto::Digest digest = crypto::hash("kz1/appointment", {advisor, conversation, request});
  return *core::AppointmentId::from(digest.view().first(core::AppointmentId::byte_count));
}

std::optional<StoredHold> parse_hold(core::HoldId id, const redis::Reply& reply) {
  const auto advisor = id_at<core::AdvisorId>(reply, 0);
  const auto slot = slot_at(reply, 1);
  const auto span = span_at(reply, 3);
  if (!advisor || !slot || !span) return std::nullopt;
  return StoredHold{.hold = {.id = id, .advisor = *advisor, .span = *span}, .slot = *slot};
}

std::optional<StoredAppointment> parse_appointment(core::AppointmentId id, const redis::Reply& reply) {
  if (!reply.is_array() || reply.elements.size() != fields_count) return std::nullopt;
  const auto advisor = id_at<core::AdvisorId>(reply, field_advisor);
  const auto conversation = id_at<core::ConversationId>(reply, field_conversation);
  const auto mailbox = id_at<core::MailboxId>(reply, field_mailbox);
  const auto slot = slot_at(reply, field_start);
  const auto span = span_at(reply, field_quarter);
  const auto state = state_named(reply.elements[field_state].text);
  const auto request = id_at<core::RequestId>(reply, field_request);
  if (!advisor || !conversation || !mailbox || !slot || !span || !state || !request) return std::nullopt;
  StoredAppointment appointment{.id = id,
                                .advisor = *advisor,
                                .conversation = *conversation,
                                .mailbox = *mailbox,
                                .slot = *slot,
                                .span = *span,
                                .state = *state,
                                .request = *request,
                                .revision = integer_at(reply, field_revision).value_or(0),
                                .move = {}};
  if (reply.elements[field_proposed_by].text == name(protocol::Role::advisor))
    appointment.proposed_by = protocol::Role::advisor;
  const auto moved_slot = slot_at(reply, field_moved_start);
  const auto moved_span = span_at(reply, field_moved_quarter);
  if (moved_slot && moved_span) appointment.move = ProposedMove{.slot = *moved_slot, .span = *moved_span};
  return appointment;
}

std::optional<std::int64_t> integer_at(const redis::Reply& reply, std::size_t i) {
  if (!reply.is_array() || i >= reply.elements.size()) return std::nullopt;
  return reply.elements[i].as_integer();
}

}  // namespace kiezel::appointment
