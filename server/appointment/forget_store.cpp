// The erasing half of Store.
#include <utility>

#include "server/appointment/script_reply.hpp"
#include "server/appointment/store.hpp"

namespace kiezel::appointment {

using core::Result;
using core::Task;
using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;

namespace {

constexpr std::int64_t some = 64;

}  // namespace

Task<Result<std::vector<StoredAppointment>>> Store::some_of(core::ConversationId conversation) {
  const std::string list = keys_.conversation_appointments(conversation);
  const auto reply = co_await log_.execute(Affinity{conversation}, Command{"ZRANGE", list, 0, some - 1});
  if (!reply) co_return std::unexpected(reply.error());
  std::vector<StoredAppointment> found;
  for (const redis::Reply& element : reply->elements) {
    const auto id = core::AppointmentId::from(element.bytes());
    if (!id) co_return redis::unexpected_reply("ZRANGE");
    const auto fields = co_await log_.execute(
        Affinity{conversation}, Command{"HMGET", keys_.appointment(*id), "advisor", "quarter", "count",
                                        "moved_quarter", "moved_count"});
    if (!fields) co_return std::unexpected(fields.error());
    StoredAppointment one;
    one.id = *id;
    one.conversation = conversation;
    // One that is gone already is only taken from the list.
    one.advisor = id_at<core::AdvisorId>(*fields, 0).value_or(core::AdvisorId{});
    one.span = {.first = integer_at(*fields, 1).value_or(0), .count = integer_at(*fields, 2).value_or(0)};
    const auto moved_first = integer_at(*fields, 3);
    if (moved_first) {
      const QuarterSpan moved{.first = *moved_first, .count = integer_at(*fields, 4).value_or(0)};
      one.move = ProposedMove{.slot = {}, .span = moved};
    }
    found.push_back(std::move(one));
  }
  co_return found;
}

Task<Result<bool>> Store::forget(StoredAppointment appointment) {
  Keys keys{keys_.appointment(appointment.id)};
  add_lists(keys, appointment.conversation, appointment.advisor);
  keys.add(keys_.advisor_appointment_changes(appointment.advisor));
  Args args{appointment.id, keys_.advisor_hint(appointment.advisor)};
  days_of(appointment).append_to(keys, args);
  const auto reply =
      co_await log_.run(forget_, Affinity{appointment.conversation}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  co_return outcome_of(*reply) == "forgotten";
}

Task<Result<void>> Store::forget_all(core::ConversationId conversation) {
  const auto reply = co_await log_.execute(Affinity{conversation},
                                           Command{"DEL", keys_.conversation_appointments(conversation),
                                                   keys_.conversation_appointment_changes(conversation)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return Result<void>{};
}

}  // namespace kiezel::appointment
