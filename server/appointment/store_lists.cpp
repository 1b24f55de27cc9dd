// The reading half of Store.
#include <algorithm>
#include <utility>

#include "protocol/limits.hpp"
#include "server/appointment/store.hpp"

namespace kiezel::appointment {

using core::Result;
using core::Task;
using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;
using redis::Reply;

namespace {

Result<std::int64_t> counter(const Result<Reply>& reply) {
  if (!reply) return std::unexpected(reply.error());
  if (reply->is_nil()) return 0;
  const auto value = reply->as_integer();
  if (!value) return redis::unexpected_reply("GET");
  return *value;
}

}  // namespace

Task<Result<std::vector<StoredAppointment>>> Store::read(std::vector<core::AppointmentId> ids) {
  std::vector<StoredAppointment> read;
  if (ids.empty()) co_return read;
  Keys keys;
  for (const core::AppointmentId& id : ids) keys.add(keys_.appointment(id));
  const auto reply =
      co_await log_.run(read_, Affinity{ids.front()}, std::move(keys), Args{keys_.conversations()});
  if (!reply) co_return std::unexpected(reply.error());
  if (reply->elements.size() != ids.size()) co_return redis::unexpected_reply(read_.name());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (auto appointment = parse_appointment(ids[i], reply->elements[i]))
      read.push_back(*std::move(appointment));
  }
  co_return read;
}

Task<Result<std::vector<core::AppointmentId>>> Store::find(core::AdvisorId advisor, Period period) {
  return find_in(Keys{keys_.advisor_appointments(advisor)}, period);
}

Task<Result<std::vector<core::AppointmentId>>> Store::find(std::vector<core::ConversationId> conversations,
                                                           Period period) {
  Keys sets;
  for (const core::ConversationId& id : conversations) sets.add(keys_.conversation_appointments(id));
  return find_in(std::move(sets), period);
}

Task<Result<std::vector<core::AppointmentId>>> Store::find_in(Keys sets, Period period) {
  struct Found {
    std::int64_t start;
    core::AppointmentId id;
  };
  const Args args{seconds(period.from), seconds(period.until), protocol::limits::appointments_page_max};
  const auto reply = co_await log_.run(find_, Affinity{}, std::move(sets), args);
  if (!reply) co_return std::unexpected(reply.error());
  std::vector<Found> found;
  for (std::size_t i = 0; i + 1 < reply->elements.size(); i += 2) {
    const auto id = id_at<core::AppointmentId>(*reply, i);
    const auto start = integer_at(*reply, i + 1);
    if (!id || !start) co_return redis::unexpected_reply(find_.name());
    found.push_back({*start, *id});
  }
  std::ranges::sort(found, {}, &Found::start);
  if (std::cmp_greater(found.size(), protocol::limits::appointments_page_max)) {
    found.resize(protocol::limits::appointments_page_max);
  }
  std::vector<core::AppointmentId> ids;
  for (const Found& one : found) ids.push_back(one.id);
  co_return ids;
}

Task<Result<std::vector<core::ConversationId>>> Store::conversations_of(core::MailboxId mailbox) {
  // Beside auth_key the hash holds one field c:<conversation, raw> for each conversation.
  constexpr std::string_view mark = "c:";
  const auto reply = co_await vault_.execute(Affinity{mailbox}, Command{"HKEYS", keys_.mailbox(mailbox)});
  if (!reply) co_return std::unexpected(reply.error());
  std::vector<core::ConversationId> conversations;
  for (const Reply& field : reply->elements) {
    if (!field.text.starts_with(mark)) continue;
    if (const auto id = core::ConversationId::from(field.bytes().subspan(mark.size())))
      conversations.push_back(*id);
  }
  co_return conversations;
}

Task<Result<std::int64_t>> Store::changes(core::AdvisorId advisor) {
  co_return counter(
      co_await log_.execute(Affinity{advisor}, Command{"GET", keys_.advisor_appointment_changes(advisor)}));
}

Task<Result<std::int64_t>> Store::changes(core::ConversationId conversation) {
  co_return counter(co_await log_.execute(
      Affinity{conversation}, Command{"GET", keys_.conversation_appointment_changes(conversation)}));
}

}  // namespace kiezel::appointment
