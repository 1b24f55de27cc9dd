#include "server/reminder/store.hpp"

#include <utility>

#include "protocol/messages/account.hpp"
#include "server/reminder/note.lua.hpp"

namespace kiezel::reminder {

using core::Result;
using core::Task;
using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;
using redis::Reply;

namespace {

std::int64_t number_at(const Reply& reply, std::size_t i) {
  if (!reply.is_array() || i >= reply.elements.size()) return 0;
  return reply.elements[i].as_integer().value_or(0);
}

}  // namespace

Store::Store(redis::Client& log_link, redis::Client& vault_link, const redis::KeySpace& keys)
    : log_(log_link), vault_(vault_link), keys_(keys), note_("reminder_note", note_lua) {}

Task<Result<std::optional<Reminder>>> Store::find(core::AdvisorId advisor) {
  const auto reply = co_await vault_.execute(
      Affinity{advisor}, Command{"HMGET", keys_.reminder(advisor), "address", "seen", "due_at", "mailed_at"});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != 4) co_return redis::unexpected_reply("HMGET");
  if (reply->elements[0].is_nil()) co_return std::nullopt;
  co_return Reminder{.sealed_address = crypto::to_bytes(reply->elements[0].bytes()),
                     .seen = number_at(*reply, 1),
                     .due_at_s = number_at(*reply, 2),
                     .mailed_at_s = number_at(*reply, 3)};
}

Task<Result<void>> Store::put(core::AdvisorId advisor, Reminder reminder) {
  const auto kept = co_await vault_.execute(
      Affinity{advisor},
      Command{"HSET", keys_.reminder(advisor), "address", crypto::as_text(reminder.sealed_address), "seen",
              reminder.seen, "due_at", reminder.due_at_s, "mailed_at", reminder.mailed_at_s});
  if (!kept) co_return std::unexpected(kept.error());
  const auto listed = co_await vault_.execute(Affinity{advisor}, Command{"SADD", keys_.reminders(), advisor});
  if (!listed) co_return std::unexpected(listed.error());
  co_return Result<void>{};
}

Task<Result<void>> Store::note(core::AdvisorId advisor, Reminder reminder) {
  const auto reply = co_await vault_.run(
      note_, Affinity{advisor}, Keys{keys_.reminder(advisor)},
      Args{crypto::as_text(reminder.sealed_address), reminder.seen, reminder.due_at_s, reminder.mailed_at_s});
  if (!reply) co_return std::unexpected(reply.error());
  co_return Result<void>{};
}

Task<Result<void>> Store::remove(core::AdvisorId advisor) {
  const auto listed = co_await vault_.execute(Affinity{advisor}, Command{"SREM", keys_.reminders(), advisor});
  if (!listed) co_return std::unexpected(listed.error());
  const auto gone = co_await vault_.execute(Affinity{advisor}, Command{"DEL", keys_.reminder(advisor)});
  if (!gone) co_return std::unexpected(gone.error());
  co_return Result<void>{};
}

Task<Result<std::vector<core::AdvisorId>>> Store::advisors() {
  const auto reply = co_await vault_.execute(Affinity{}, Command{"SMEMBERS", keys_.reminders()});
  if (!reply) co_return std::unexpected(reply.error());
  std::vector<core::AdvisorId> advisors;
  for (const Reply& one : reply->elements) {
    if (const auto id = core::AdvisorId::from(one.bytes())) advisors.push_back(*id);
  }
  co_return advisors;
}

Task<Result<std::int64_t>> Store::happened(core::AdvisorId advisor) {
  const auto reply = co_await log_.execute(
      Affinity{advisor},
      Command{"MGET", keys_.desk_counter(advisor), keys_.advisor_appointment_changes(advisor)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return number_at(*reply, 0) + number_at(*reply, 1);
}

Task<Result<bool>> Store::is_approved(core::AdvisorId advisor) {
  const auto reply =
      co_await log_.execute(Affinity{advisor}, Command{"HGET", keys_.advisor(advisor), "state"});
  if (!reply) co_return std::unexpected(reply.error());
  co_return reply->text == name(protocol::AccountState::approved);
}

Task<Result<void>> Store::note_present(core::AdvisorId advisor, std::chrono::seconds life) {
  const auto reply = co_await log_.execute(Affinity{advisor}, Command{"SET", keys_.reminder_present(advisor),
                                                                      "1", "EX", std::int64_t{life.count()}});
  if (!reply) co_return std::unexpected(reply.error());
  co_return Result<void>{};
}

Task<Result<bool>> Store::is_present(core::AdvisorId advisor) {
  const auto reply =
      co_await log_.execute(Affinity{advisor}, Command{"EXISTS", keys_.reminder_present(advisor)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return reply->as_integer().value_or(0) == 1;
}

Task<Result<bool>> Store::begin_sweep(std::chrono::seconds every) {
  const auto reply = co_await log_.execute(
      Affinity{}, Command{"SET", keys_.reminders_swept(), "1", "NX", "EX", std::int64_t{every.count()}});
  if (!reply) co_return std::unexpected(reply.error());
  co_return !reply->is_nil();
}

}  // namespace kiezel::reminder
