#include "server/appointment/store.hpp"

#include <utility>

#include "server/appointment/answer.lua.hpp"
#include "server/appointment/book.lua.hpp"
#include "server/appointment/cancel.lua.hpp"
#include "server/appointment/find.lua.hpp"
#include "server/appointment/forget.lua.hpp"
#include "server/appointment/move.lua.hpp"
#include "server/appointment/propose.lua.hpp"
#include "server/appointment/propose_move.lua.hpp"
#include "server/appointment/read.lua.hpp"
#include "server/appointment/script_reply.hpp"

namespace kiezel::appointment {

using core::Result;
using core::Task;
using redis::Affinity;
using redis::Args;
using redis::Keys;
using redis::Reply;

namespace {

// What scripts answer when the claims are others than those they were given.
constexpr std::string_view stale = "stale";

// Of a claim in the way: 'a' and the id of an appointment, or a hold's.
std::optional<core::AppointmentId> appointment_of_claim(const Reply& reply) {
  if (reply.elements.size() < 2) return std::nullopt;
  const std::string_view claim = reply.elements[1].text;
  if (!claim.starts_with('a')) return std::nullopt;
  return core::AppointmentId::from(crypto::as_bytes(claim.substr(1)));
}

std::optional<Proposed> proposed_of(const Reply& reply) {
  const auto step = named<ProposeStep>(outcome_of(reply), {{"proposed", ProposeStep::proposed},
                                                           {"taken", ProposeStep::taken},
                                                           {"past", ProposeStep::past},
                                                           {"cancelled", ProposeStep::cancelled},
                                                           {"changed", ProposeStep::changed},
                                                           {"full", ProposeStep::full},
                                                           {"absent", ProposeStep::absent},
                                                           {stale, ProposeStep::stale}});
  if (!step) return std::nullopt;
  return Proposed{.step = *step, .conflict = appointment_of_claim(reply)};
}

}  // namespace

Store::Store(redis::Client& log_link, redis::Client& vault_link, const redis::KeySpace& keys)
    : log_(log_link),
      vault_(vault_link),
      keys_(keys),
      book_("appointment_book", book_lua),
      move_("appointment_move", move_lua),
      propose_("appointment_propose", propose_lua),
      propose_move_("appointment_propose_move", propose_move_lua),
      answer_("appointment_answer", answer_lua),
      cancel_("appointment_cancel", cancel_lua),
      find_("appointment_find", find_lua),
      read_("appointment_read", read_lua),
      forget_("appointment_forget", forget_lua) {}

ClaimDays Store::days_of(const StoredAppointment& appointment) const {
  ClaimDays days(keys_, appointment.advisor);
  days.add(appointment.span);
  if (appointment.move) days.add(appointment.move->span);
  return days;
}

void Store::add_lists(Keys& keys, core::ConversationId conversation, core::AdvisorId advisor) const {
  keys.add(keys_.conversation_appointments(conversation)).add(keys_.advisor_appointments(advisor));
}

void Store::add_counters(Keys& keys, core::ConversationId conversation, core::AdvisorId advisor) const {
  keys.add(keys_.conversation_appointment_changes(conversation))
      .add(keys_.advisor_appointment_changes(advisor));
}

Task<Result<BookStep>> Store::book(Booking booking, sys_seconds now) {
  const Hold& hold = booking.held.hold;
  const core::AppointmentId id = appointment_id(hold.id);
  Keys keys{keys_.hold(hold.id), keys_.appointment(id), keys_.conversation(booking.conversation),
            keys_.desk(hold.advisor)};
  add_lists(keys, booking.conversation, hold.advisor);
  add_counters(keys, booking.conversation, hold.advisor);
  using State = protocol::AppointmentState;
  Args args{id,
            booking.conversation,
            booking.mailbox,
            booking.request,
            seconds(now),
            upcoming_max,
            name(booking.proposal ? State::proposed : State::booked),
            keys_.conversation_hint(booking.conversation),
            keys_.advisor_hint(hold.advisor)};
  ClaimDays(keys_, hold.advisor).add(hold.span).append_to(keys, args);
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

Task<Result<Moved>> Store::move(StoredAppointment appointment, StoredHold held, core::RequestId request,
                                sys_seconds now) {
  Keys keys{keys_.appointment(appointment.id), keys_.hold(held.hold.id)};
  add_lists(keys, appointment.conversation, appointment.advisor);
  add_counters(keys, appointment.conversation, appointment.advisor);
  Args args{appointment.id, request, seconds(now), keys_.conversation_hint(appointment.conversation),
            keys_.advisor_hint(appointment.advisor)};
  days_of(appointment).add(held.hold.span).append_to(keys, args);
  const auto reply =
      co_await log_.run(move_, Affinity{appointment.advisor}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  const auto step = named<MoveStep>(outcome_of(*reply), {{"moved", MoveStep::moved},
                                                         {"expired", MoveStep::expired},
                                                         {"taken", MoveStep::taken},
                                                         {"closed", MoveStep::closed},
                                                         {"past", MoveStep::past},
                                                         {"cancelled", MoveStep::cancelled},
                                                         {stale, MoveStep::stale}});
  if (!step) co_return redis::unexpected_reply(move_.name());
  const Slot slot{.start = instant(integer_at(*reply, 1).value_or(0)),
                  .end = instant(integer_at(*reply, 2).value_or(0))};
  co_return Moved{.step = *step, .slot = slot, .revision = integer_at(*reply, 3).value_or(0)};
}

Task<Result<Proposed>> Store::propose(core::AdvisorId advisor, core::ConversationId conversation,
                                      core::RequestId request, Proposal proposal, sys_seconds now) {
  const core::AppointmentId id = appointment_id(advisor, conversation, request);
  Keys keys{keys_.appointment(id), keys_.conversation(conversation), keys_.desk(advisor)};
  add_lists(keys, conversation, advisor);
  add_counters(keys, conversation, advisor);
  Args args{id,
            conversation,
            advisor,
            request,
            seconds(now),
            upcoming_max,
            seconds(proposal.slot.start),
            seconds(proposal.slot.end),
            proposal.span.first,
            proposal.span.count,
            keys_.conversation_hint(conversation),
            keys_.advisor_hint(advisor)};
  ClaimDays(keys_, advisor).add(proposal.span).append_to(keys, args);
  const auto reply = co_await log_.run(propose_, Affinity{advisor}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  const auto proposed = proposed_of(*reply);
  if (!proposed) co_return redis::unexpected_reply(propose_.name());
  co_return *proposed;
}

Task<Result<Proposed>> Store::propose_move(StoredAppointment appointment, std::int64_t revision,
                                           Proposal proposal, sys_seconds now) {
  Keys keys{keys_.appointment(appointment.id)};
  add_lists(keys, appointment.conversation, appointment.advisor);
  add_counters(keys, appointment.conversation, appointment.advisor);
  Args args{appointment.id,
            revision,
            seconds(now),
            seconds(proposal.slot.start),
            seconds(proposal.slot.end),
            proposal.span.first,
            proposal.span.count,
            keys_.conversation_hint(appointment.conversation),
            keys_.advisor_hint(appointment.advisor)};
  days_of(appointment).add(proposal.span).append_to(keys, args);
  const auto reply =
      co_await log_.run(propose_move_, Affinity{appointment.advisor}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  const auto proposed = proposed_of(*reply);
  if (!proposed) co_return redis::unexpected_reply(propose_move_.name());
  co_return *proposed;
}

Task<Result<Answered>> Store::answer(StoredAppointment appointment, protocol::Role by, std::int64_t revision,
                                     bool accept, sys_seconds now) {
  Keys keys{keys_.appointment(appointment.id)};
  add_lists(keys, appointment.conversation, appointment.advisor);
  add_counters(keys, appointment.conversation, appointment.advisor);
  Args args{appointment.id,
            name(by),
            revision,
            accept ? "yes" : "no",
            seconds(now),
            keys_.conversation_hint(appointment.conversation),
            keys_.advisor_hint(appointment.advisor)};
  days_of(appointment).append_to(keys, args);
  const auto reply =
      co_await log_.run(answer_, Affinity{appointment.advisor}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  if (outcome_of(*reply) == stale) co_return Answered{};
  using protocol::AnswerOutcome;
  const auto outcome = named<AnswerOutcome>(outcome_of(*reply), {{"accepted", AnswerOutcome::accepted},
                                                                 {"declined", AnswerOutcome::declined},
                                                                 {"changed", AnswerOutcome::changed},
                                                                 {"past", AnswerOutcome::past},
                                                                 {"cancelled", AnswerOutcome::cancelled}});
  const auto latest = integer_at(*reply, 1);
  if (!outcome || !latest) co_return redis::unexpected_reply(answer_.name());
  co_return Answered{.outcome = outcome, .revision = *latest};
}

Task<Result<Cancelled>> Store::cancel(StoredAppointment appointment, sys_seconds now) {
  Keys keys{keys_.appointment(appointment.id)};
  add_counters(keys, appointment.conversation, appointment.advisor);
  Args args{appointment.id, seconds(now), keys_.conversation_hint(appointment.conversation),
            keys_.advisor_hint(appointment.advisor)};
  days_of(appointment).append_to(keys, args);
  const auto reply =
      co_await log_.run(cancel_, Affinity{appointment.advisor}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  if (outcome_of(*reply) == stale) co_return Cancelled{};
  using protocol::CancelOutcome;
  const auto outcome =
      named<CancelOutcome>(outcome_of(*reply), {{"cancelled", CancelOutcome::cancelled},
                                                {"already_cancelled", CancelOutcome::already_cancelled},
                                                {"past", CancelOutcome::past}});
  const auto latest = integer_at(*reply, 1);
  if (!outcome || !latest) co_return redis::unexpected_reply(cancel_.name());
  co_return Cancelled{.outcome = outcome, .revision = *latest};
}

}  // namespace kiezel::appointment
