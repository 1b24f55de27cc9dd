#include "server/conversation/desk_store.hpp"

#include <string>

#include "protocol/limits.hpp"
#include "server/conversation/put_note.lua.hpp"
#include "server/conversation/script_reply.hpp"

namespace kiezel::conversation {

using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;

namespace limits = protocol::limits;

DeskStore::DeskStore(redis::Client& log_link, const redis::KeySpace& keys)
    : log_(log_link), keys_(keys), put_note_("conversation_put_note", put_note_lua) {}

core::Task<core::Result<std::int64_t>> DeskStore::activity(core::AdvisorId advisor) {
  const auto reply = co_await log_.execute(Affinity{advisor}, Command{"GET", keys_.desk_counter(advisor)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return reply->as_integer().value_or(0);
}

core::Task<core::Result<std::vector<DeskItem>>> DeskStore::changed_after(core::AdvisorId advisor,
                                                                         std::int64_t after) {
  const auto reply = co_await log_.execute(
      Affinity{advisor}, Command{"ZRANGEBYSCORE", keys_.desk(advisor), "(" + std::to_string(after), "+inf",
                                 "WITHSCORES", "LIMIT", 0, limits::desk_page_max});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() % 2 != 0)
    co_return redis::unexpected_reply("ZRANGEBYSCORE");
  std::vector<DeskItem> items;
  for (std::size_t i = 0; i < reply->elements.size(); i += 2) {
    const auto id = core::ConversationId::from(reply->elements[i].bytes());
    const auto activity = integer_at(*reply, i + 1);
    if (!id || !activity) co_return redis::unexpected_reply("ZRANGEBYSCORE");
    items.push_back({*id, *activity});
  }
  co_return items;
}

core::Task<core::Result<Note>> DeskStore::note(core::AdvisorId advisor, core::ConversationId conversation) {
  const auto reply = co_await log_.execute(
      Affinity{conversation}, Command{"HMGET", keys_.note(advisor, conversation), "revision", "blob"});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != 2) co_return redis::unexpected_reply("HMGET");
  co_return Note{integer_at(*reply, 0).value_or(0), crypto::to_bytes(reply->elements[1].bytes())};
}

core::Task<core::Result<PutNoteOutcome>> DeskStore::put_note(core::AdvisorId advisor,
                                                             core::ConversationId conversation,
                                                             std::int64_t expected_revision,
                                                             crypto::BytesView blob) {
  const auto reply =
      co_await log_.run(put_note_, Affinity{conversation}, Keys{keys_.note(advisor, conversation)},
                        Args{expected_revision, blob});
  if (!reply) co_return std::unexpected(reply.error());
  const std::string_view outcome = outcome_of(*reply);
  const auto revision = integer_at(*reply, 1);
  if (!revision || (outcome != "stored" && outcome != "conflict"))
    co_return redis::unexpected_reply(put_note_.name());
  using Kind = PutNoteOutcome::Kind;
  co_return PutNoteOutcome{outcome == "stored" ? Kind::stored : Kind::conflict, *revision};
}

}  // namespace kiezel::conversation
