#include "server/appointment/stored.hpp"

#include <algorithm>

#include "crypto/bytes.hpp"
#include "crypto/hash.hpp"

namespace kiezel::appointment {

bool Taken::touches(QuarterSpan span) const {
  for (std::int64_t quarter = span.first; quarter < span.first + span.count; ++quarter) {
    const std::int64_t day = day_of(quarter) - first_day_;
    if (day < 0 || std::cmp_greater_equal(day, days_.size())) return true;
    if (days_[static_cast<std::size_t>(day)][static_cast<std::size_t>(quarter % quarters_a_day)]) return true;
  }
  return false;
}

core::HoldId hold_id(const core::Caller& caller, core::AdvisorId advisor, std::int64_t start,
                     core::RequestId request) {
  crypto::ByteWriter writer;
  writer.raw(caller.mailbox).raw(advisor).u64(static_cast<std::uint64_t>(start)).raw(request);
  const crypto::Digest digest = crypto::hash("kz1/hold", {writer.view()});
  return *core::HoldId::from(digest.view().first(core::HoldId::byte_count));
}

core::AppointmentId appointment_id(core::HoldId hold) {
  const crypto::Digest digest = crypto::hash("kz1/appointment", {hold});
  return *core::AppointmentId::from(digest.view().first(core::AppointmentId::byte_count));
}

std::optional<StoredHold> parse_hold(core::HoldId id, const redis::Reply& reply) {
  const auto advisor = id_at<core::AdvisorId>(reply, 0);
  const auto start = integer_at(reply, 1);
  const auto end = integer_at(reply, 2);
  const auto first = integer_at(reply, 3);
  const auto count = integer_at(reply, 4);
  if (!advisor || !start || !end || !first || !count) return std::nullopt;
  return StoredHold{.hold = {.id = id, .advisor = *advisor, .span = {.first = *first, .count = *count}},
                    .slot = {.start = instant(*start), .end = instant(*end)}};
}

std::optional<StoredAppointment> parse_appointment(core::AppointmentId id, const redis::Reply& reply) {
  const auto advisor = id_at<core::AdvisorId>(reply, 0);
  const auto conversation = id_at<core::ConversationId>(reply, 1);
  const auto mailbox = id_at<core::MailboxId>(reply, 2);
  const auto start = integer_at(reply, 3);
  const auto end = integer_at(reply, 4);
  const auto first = integer_at(reply, 5);
  const auto count = integer_at(reply, 6);
  const auto request = id_at<core::RequestId>(reply, 8);
  if (!advisor || !conversation || !mailbox || !start || !end || !first || !count || !request) {
    return std::nullopt;
  }
  const std::string_view state = reply.elements[7].text;
  const bool cancelled = state == name(protocol::AppointmentState::cancelled);
  if (!cancelled && state != name(protocol::AppointmentState::booked)) return std::nullopt;
  return StoredAppointment{
      .id = id,
      .advisor = *advisor,
      .conversation = *conversation,
      .mailbox = *mailbox,
      .slot = {.start = instant(*start), .end = instant(*end)},
      .span = {.first = *first, .count = *count},
      .state = cancelled ? protocol::AppointmentState::cancelled : protocol::AppointmentState::booked,
      .request = *request};
}

std::bitset<quarters_a_day> parse_taken(std::string_view day) {
  std::bitset<quarters_a_day> taken;
  const std::size_t length = std::min<std::size_t>(day.size(), quarters_a_day);
  for (std::size_t quarter = 0; quarter < length; ++quarter) taken[quarter] = day[quarter] == 'x';
  return taken;
}

std::optional<std::int64_t> integer_at(const redis::Reply& reply, std::size_t i) {
  if (!reply.is_array() || i >= reply.elements.size()) return std::nullopt;
  return reply.elements[i].as_integer();
}

}  // namespace kiezel::appointment
