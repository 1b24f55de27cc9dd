#include "server/appointment/store.hpp"

#include <algorithm>
#include <utility>

#include "protocol/limits.hpp"
#include "protocol/messages/account.hpp"
#include "protocol/stored_json.hpp"
#include "server/appointment/book.lua.hpp"
#include "server/appointment/cancel.lua.hpp"
#include "server/appointment/find.lua.hpp"
#include "server/appointment/forget.lua.hpp"
#include "server/appointment/hold.lua.hpp"
#include "server/appointment/read.lua.hpp"
#include "server/appointment/release.lua.hpp"
#include "server/appointment/set_availability.lua.hpp"
#include "server/appointment/taken.lua.hpp"

namespace kiezel::appointment {
namespace {

using core::Result;
using core::Task;
using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;
using redis::Reply;

// The word a script answers first; empty when it answers something else.
std::string_view outcome_of(const Reply& reply) {
  if (!reply.is_array() || reply.elements.empty()) return {};
  return reply.elements.front().text;
}

// The value whose name the word is.
template <class Enum>
std::optional<Enum> named(std::string_view word,
                          std::initializer_list<std::pair<std::string_view, Enum>> names) {
  for (const auto& [name, value] : names) {
    if (name == word) return value;
  }
  return std::nullopt;
}

Result<std::int64_t> counter(const Result<Reply>& reply) {
  if (!reply) return std::unexpected(reply.error());
  if (reply->is_nil()) return 0;
  const auto value = reply->as_integer();
  if (!value) return redis::unexpected_reply("GET");
  return *value;
}

}  // namespace

Store::Store(redis::Client& log_link, redis::Client& vault_link, const redis::KeySpace& keys)
    : log_(log_link),
      vault_(vault_link),
      keys_(keys),
      hold_("appointment_hold", hold_lua),
      release_("appointment_release", release_lua),
      book_("appointment_book", book_lua),
      cancel_("appointment_cancel", cancel_lua),
      taken_("appointment_taken", taken_lua),
      find_("appointment_find", find_lua),
      read_("appointment_read", read_lua),
      set_availability_("appointment_set_availability", set_availability_lua),
      forget_("appointment_forget", forget_lua) {}

Keys Store::claim_keys(core::AdvisorId advisor, QuarterSpan span) const {
  const auto key = [&](std::int64_t quarter) {
    return keys_.claims(advisor, std::chrono::sys_days(std::chrono::days(day_of(quarter))));
  };
  return Keys{key(span.first), key(span.first + span.count - 1)};
}

Task<Result<std::optional<Rules>>> Store::rules(core::AdvisorId advisor) {
  const auto reply = co_await log_.execute(
      Affinity{advisor}, Command{"HMGET", keys_.advisor(advisor), "state", "availability", "availability_n"});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != 3) co_return redis::unexpected_reply("HMGET");
  if (reply->elements[0].text != name(protocol::AccountState::approved)) co_return std::nullopt;
  // Hours that were set before versions were counted have none.
  const std::int64_t version = integer_at(*reply, 2).value_or(0);
  if (reply->elements[1].is_nil()) co_return Rules{.availability = no_availability(), .version = version};
  auto availability = protocol::decode_json<protocol::Availability>(reply->elements[1].text);
  if (!availability)
    co_return core::fail(core::ErrorCode::internal_error, "stored availability is malformed");
  co_return Rules{.availability = *std::move(availability), .version = version};
}

Task<Result<bool>> Store::set_availability(core::AdvisorId advisor, protocol::Availability availability) {
  const auto reply =
      co_await log_.run(set_availability_, Affinity{advisor},
                        Keys{keys_.advisor(advisor), keys_.advisor_appointment_changes(advisor)},
                        Args{protocol::encode_json(availability), keys_.advisor_hint(advisor)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return outcome_of(*reply) == "set";
}

Task<Result<Taken>> Store::taken(core::AdvisorId advisor, QuarterSpan span) {
  const std::int64_t first_day = day_of(span.first);
  const std::int64_t last_day = day_of(span.first + span.count - 1);
  Keys keys;
  for (std::int64_t day = first_day; day <= last_day; ++day) {
    keys.add(keys_.claims(advisor, std::chrono::sys_days(std::chrono::days(day))));
  }
  const auto reply = co_await log_.run(taken_, Affinity{advisor}, std::move(keys), Args{});
  if (!reply) co_return std::unexpected(reply.error());
  if (std::cmp_not_equal(reply->elements.size(), last_day - first_day + 1)) {
    co_return redis::unexpected_reply(taken_.name());
  }
  std::vector<std::bitset<quarters_a_day>> days;
  for (const Reply& day : reply->elements) days.push_back(parse_taken(day.text));
  co_return Taken(first_day, std::move(days));
}

Task<Result<Held>> Store::hold(Hold hold, Slot slot, std::int64_t rules_version,
                               std::optional<Hold> earlier) {
  Keys keys{keys_.hold(hold.id)};
  keys.add(claim_keys(hold.advisor, hold.span)).add(keys_.advisor(hold.advisor));
  Args args{hold.id,      hold.span.first,     hold.span.count,   protocol::limits::hold_s,
            hold.advisor, seconds(slot.start), seconds(slot.end), rules_version};
  if (earlier) {
    keys.add(keys_.hold(earlier->id)).add(claim_keys(earlier->advisor, earlier->span));
    args.add(earlier->id).add(earlier->span.first).add(earlier->span.count);
  }
  const auto reply = co_await log_.run(hold_, Affinity{hold.advisor}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  if (outcome_of(*reply) == "taken") co_return Held{.step = HoldStep::taken, .expires_at = {}};
  if (outcome_of(*reply) == "changed") co_return Held{.step = HoldStep::changed, .expires_at = {}};
  const auto expires_at = integer_at(*reply, 1);
  if (!expires_at) co_return redis::unexpected_reply(hold_.name());
  co_return Held{.step = HoldStep::held, .expires_at = instant(*expires_at)};
}

Task<Result<std::optional<StoredHold>>> Store::held(core::HoldId id) {
  const auto reply = co_await log_.execute(
      Affinity{id}, Command{"HMGET", keys_.hold(id), "advisor", "start", "end", "quarter", "count"});
  if (!reply) co_return std::unexpected(reply.error());
  co_return parse_hold(id, *reply);
}

Task<Result<void>> Store::release(Hold hold) {
  Keys keys{keys_.hold(hold.id)};
  keys.add(claim_keys(hold.advisor, hold.span));
  const auto reply = co_await log_.run(release_, Affinity{hold.advisor}, std::move(keys),
                                       Args{hold.span.first, hold.span.count});
  if (!reply) co_return std::unexpected(reply.error());
  co_return Result<void>{};
}

Task<Result<BookStep>> Store::book(Booking booking, sys_seconds now) {
  const Hold& hold = booking.held.hold;
  const core::AppointmentId id = appointment_id(hold.id);
  Keys keys{keys_.hold(hold.id), keys_.appointment(id)};
  keys.add(claim_keys(hold.advisor, hold.span))
      .add(Keys{keys_.conversation(booking.conversation), keys_.desk(hold.advisor),
                keys_.conversation_appointments(booking.conversation),
                keys_.advisor_appointments(hold.advisor),
                keys_.conversation_appointment_changes(booking.conversation),
                keys_.advisor_appointment_changes(hold.advisor)});
  Args args{id,
            booking.conversation,
            booking.mailbox,
            booking.request,
            seconds(now),
            upcoming_max,
            keys_.conversation_hint(booking.conversation),
            keys_.advisor_hint(hold.advisor)};
  const auto reply = co_await log_.run(book_, Affinity{hold.advisor}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  const auto step = named<BookStep>(outcome_of(*reply), {{"booked", BookStep::booked},
                                                         {"already_booked", BookStep::already_booked},
                                                         {"expired", BookStep::expired},
                                                         {"taken", BookStep::taken},
                                                         {"closed", BookStep::closed},
                                                         {"full", BookStep::full},
                                                         {"absent", BookStep::absent}});
  if (!step) co_return redis::unexpected_reply(book_.name());
  co_return *step;
}

Task<Result<protocol::CancelOutcome>> Store::cancel(StoredAppointment appointment, sys_seconds now) {
  Keys keys{keys_.appointment(appointment.id)};
  keys.add(claim_keys(appointment.advisor, appointment.span))
      .add(Keys{keys_.conversation_appointment_changes(appointment.conversation),
                keys_.advisor_appointment_changes(appointment.advisor)});
  Args args{appointment.id,
            appointment.span.first,
            appointment.span.count,
            seconds(now),
            keys_.conversation_hint(appointment.conversation),
            keys_.advisor_hint(appointment.advisor)};
  const auto reply =
      co_await log_.run(cancel_, Affinity{appointment.advisor}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  using protocol::CancelOutcome;
  const auto outcome =
      named<CancelOutcome>(outcome_of(*reply), {{"cancelled", CancelOutcome::cancelled},
                                                {"already_cancelled", CancelOutcome::already_cancelled},
                                                {"past", CancelOutcome::past}});
  if (!outcome) co_return redis::unexpected_reply(cancel_.name());
  co_return *outcome;
}

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
