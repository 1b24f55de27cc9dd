#include "server/conversation/erasure_store.hpp"

#include <string>
#include <utility>

#include "crypto/commit.hpp"
#include "server/conversation/close.lua.hpp"
#include "server/conversation/entomb.lua.hpp"
#include "server/conversation/erase_due.lua.hpp"
#include "server/conversation/forget.lua.hpp"
#include "server/conversation/membership.hpp"
#include "server/conversation/script_reply.hpp"

namespace kiezel::conversation {

using core::Result;
using core::Task;
using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;

namespace {

std::vector<core::AdvisorId> advisors_in(crypto::BytesView raw) {
  std::vector<core::AdvisorId> advisors;
  for (; raw.size() >= core::AdvisorId::byte_count; raw = raw.subspan(core::AdvisorId::byte_count)) {
    advisors.push_back(*core::AdvisorId::from(raw.first(core::AdvisorId::byte_count)));
  }
  return advisors;
}

std::string_view name_of(Closing::Kind kind) {
  switch (kind) {
    case Closing::Kind::open:
      return "open";
    case Closing::Kind::close:
      return "close";
    case Closing::Kind::close_idle:
      return "idle";
  }
  return "";
}

}  // namespace

ErasureStore::ErasureStore(redis::Client& log_link, redis::Client& vault_link, const redis::KeySpace& keys)
    : log_(log_link),
      vault_(vault_link),
      keys_(keys),
      close_("conversation_close", close_lua),
      erase_due_("conversation_erase_due", erase_due_lua),
      entomb_("conversation_entomb", entomb_lua),
      forget_("conversation_forget", forget_lua) {}

Task<Result<std::optional<ConversationState>>> ErasureStore::set_closed(core::ConversationId conversation,
                                                                        std::vector<core::AdvisorId> advisors,
                                                                        Closing closing) {
  Keys keys{keys_.conversation(conversation), keys_.retention(), keys_.idle()};
  Args args{conversation,     name_of(closing.kind), closing.now_s,
            closing.erase_at, closing.idle_since,    keys_.conversation_hint(conversation)};
  for (const core::AdvisorId& advisor : advisors) {
    keys.add(keys_.desk(advisor)).add(keys_.desk_counter(advisor));
    args.add(keys_.advisor_hint(advisor));
  }
  const auto reply = co_await log_.run(close_, Affinity{conversation}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  const std::string_view outcome = outcome_of(*reply);
  if (outcome == "absent") co_return std::nullopt;
  if (outcome == "open") co_return ConversationState{};
  if (outcome != "closed") co_return redis::unexpected_reply(close_.name());
  co_return ConversationState{.closed_at = integer_at(*reply, 1), .erase_at = integer_at(*reply, 2)};
}

Task<Result<ConversationState>> ErasureStore::state(core::ConversationId conversation) {
  const auto reply = co_await log_.execute(
      Affinity{conversation},
      Command{"HMGET", keys_.conversation(conversation), "state_n", "closed_at", "erase_at"});
  if (!reply) co_return std::unexpected(reply.error());
  co_return ConversationState{.changes = integer_at(*reply, 0).value_or(0),
                              .closed_at = integer_at(*reply, 1),
                              .erase_at = integer_at(*reply, 2)};
}

Task<Result<bool>> ErasureStore::is_erased(core::ConversationId conversation) {
  const auto reply = co_await log_.execute(Affinity{conversation},
                                           Command{"HGET", keys_.conversation(conversation), "state"});
  if (!reply) co_return std::unexpected(reply.error());
  co_return reply->text == "erasing" || reply->text == "erased";
}

Task<Result<std::optional<std::int64_t>>> ErasureStore::erased_by(core::ConversationId conversation,
                                                                  crypto::EntryHash hash) {
  const auto reply = co_await log_.execute(
      Affinity{conversation},
      Command{"HMGET", keys_.conversation(conversation), "state", "head_hash", "erased_at"});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != 3) co_return redis::unexpected_reply("HMGET");
  const std::string& state = reply->elements[0].text;
  const bool is_it = (state == "erasing" || state == "erased") &&
                     crypto::EntryHash::from(reply->elements[1].bytes()) == hash;
  co_return is_it ? integer_at(*reply, 2) : std::nullopt;
}

Task<Result<std::vector<core::ConversationId>>> ErasureStore::up_to(std::string key, std::string score_max,
                                                                    std::size_t count_max) {
  const auto reply = co_await log_.execute(
      Affinity{}, Command{"ZRANGEBYSCORE", key, "-inf", score_max, "LIMIT", 0, count_max});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array()) co_return redis::unexpected_reply("ZRANGEBYSCORE");
  std::vector<core::ConversationId> found;
  for (const redis::Reply& element : reply->elements) {
    if (const auto id = core::ConversationId::from(element.bytes())) found.push_back(*id);
  }
  co_return found;
}

Task<Result<std::vector<core::ConversationId>>> ErasureStore::due(std::int64_t now_s, std::size_t count_max) {
  return up_to(keys_.retention(), std::to_string(now_s), count_max);
}

Task<Result<std::vector<core::ConversationId>>> ErasureStore::idle(std::int64_t since_s,
                                                                   std::size_t count_max) {
  return up_to(keys_.idle(), std::to_string(since_s), count_max);
}

Task<Result<std::vector<core::ConversationId>>> ErasureStore::begun(std::size_t count_max) {
  return up_to(keys_.erasing(), "+inf", count_max);
}

Task<Result<std::vector<core::ConversationId>>> ErasureStore::told(std::int64_t now_s,
                                                                   std::size_t count_max) {
  return up_to(keys_.tombstones(), std::to_string(now_s), count_max);
}

Task<Result<bool>> ErasureStore::begin(core::ConversationId conversation, std::int64_t now_s) {
  const auto reply =
      co_await log_.run(erase_due_, Affinity{conversation},
                        Keys{keys_.conversation(conversation), keys_.retention(), keys_.erasing()},
                        Args{conversation, now_s, keys_.conversation_hint(conversation)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return outcome_of(*reply) == "begun";
}

Task<Result<std::optional<Erasing>>> ErasureStore::erasing(core::ConversationId conversation) {
  const auto reply = co_await log_.execute(
      Affinity{conversation},
      Command{"HMGET", keys_.conversation(conversation), "state", "leaving", "mailbox_before", "members"});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != 4) co_return redis::unexpected_reply("HMGET");
  if (reply->elements[0].text != "erasing") co_return std::nullopt;
  Erasing erasing{.conversation = conversation, .mailboxes = {}, .advisors = {}};
  for (const std::size_t i : {1U, 2U}) {
    if (const auto id = core::MailboxId::from(reply->elements[i].bytes())) erasing.mailboxes.push_back(*id);
  }
  const auto members = crypto::parse_members(reply->elements[3].bytes());
  if (!members) co_return redis::unexpected_reply("HMGET");
  erasing.advisors = advisors_of(*members);
  co_return erasing;
}

Task<Result<void>> ErasureStore::delete_share(core::ConversationId conversation) {
  const auto reply =
      co_await vault_.execute(Affinity{conversation}, Command{"DEL", keys_.share(conversation)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return Result<void>{};
}

Task<Result<void>> ErasureStore::entomb(Erasing erasing, std::int64_t until_s) {
  const core::ConversationId& conversation = erasing.conversation;
  Keys keys{keys_.conversation(conversation),
            keys_.log(conversation),
            keys_.statements(conversation),
            keys_.written_today(conversation, core::Role::client),
            keys_.written_today(conversation, core::Role::advisor),
            keys_.erasing(),
            keys_.tombstones()};
  std::string advisors;
  for (const core::AdvisorId& advisor : erasing.advisors) advisors.append(crypto::as_text(advisor));
  Args args{conversation, until_s, advisors, keys_.conversation_hint(conversation)};
  for (const core::AdvisorId& advisor : erasing.advisors) {
    keys.add(keys_.desk(advisor)).add(keys_.desk_counter(advisor)).add(keys_.note(advisor, conversation));
    args.add(keys_.advisor_hint(advisor));
  }
  const auto reply = co_await log_.run(entomb_, Affinity{conversation}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  co_return Result<void>{};
}

Task<Result<void>> ErasureStore::forget(core::ConversationId conversation) {
  const auto raw = co_await log_.execute(Affinity{conversation},
                                         Command{"HGET", keys_.conversation(conversation), "advisors"});
  if (!raw) co_return std::unexpected(raw.error());
  Keys keys{keys_.conversation(conversation), keys_.tombstones()};
  for (const core::AdvisorId& advisor : advisors_in(raw->bytes())) keys.add(keys_.desk(advisor));
  const auto reply = co_await log_.run(forget_, Affinity{conversation}, std::move(keys), Args{conversation});
  if (!reply) co_return std::unexpected(reply.error());
  co_return Result<void>{};
}

}  // namespace kiezel::conversation
