// What Store tells of several conversations at once, and of a statement in one.
#include <algorithm>
#include <utility>

#include "server/conversation/script_reply.hpp"
#include "server/conversation/store.hpp"

namespace kiezel::conversation {

using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;
using redis::Reply;

core::Task<core::Result<std::vector<core::ConversationId>>> Store::conversations_of(core::MailboxId mailbox) {
  const auto reply = co_await vault_.execute(Affinity{mailbox}, Command{"HKEYS", keys_.mailbox(mailbox)});
  if (!reply) co_return std::unexpected(reply.error());
  std::vector<core::ConversationId> conversations;
  for (const Reply& name : reply->elements) {
    const auto bytes = name.bytes();
    if (bytes.size() < 2) continue;
    const auto id = core::ConversationId::from(bytes.subspan(2));
    if (id && name.text.starts_with("c:")) conversations.push_back(*id);
  }
  co_return conversations;
}

core::Task<core::Result<Heads>> Store::heads(std::vector<core::ConversationId> conversations) {
  if (conversations.empty()) co_return Heads{};
  Keys keys;
  for (const core::ConversationId& id : conversations) keys.add(keys_.conversation(id));
  const auto reply = co_await log_.run(heads_, Affinity{conversations.front()}, std::move(keys), Args{});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != conversations.size())
    co_return redis::unexpected_reply(heads_.name());

  Heads heads;
  for (std::size_t i = 0; i < conversations.size(); ++i) {
    const Reply& found = reply->elements[i];
    const auto seq = integer_at(found, 0);
    if (!seq || found.elements.size() != 6) continue;
    const auto mailbox = core::MailboxId::from(found.elements[1].bytes());
    if (mailbox) {
      heads.standing.push_back({.conversation = conversations[i],
                                .mailbox = *mailbox,
                                .mailbox_before = core::MailboxId::from(found.elements[2].bytes()),
                                .seq = *seq,
                                .closed_at = integer_at(found, 4),
                                .erase_at = integer_at(found, 5)});
    } else if (found.elements[3].text == "erased") {
      heads.erased.push_back(conversations[i]);
    }
  }
  co_return heads;
}

core::Task<core::Result<std::optional<crypto::KeyId>>> Store::statement_by(core::ConversationId conversation,
                                                                           crypto::EntryHash hash) {
  const auto reply =
      co_await log_.execute(Affinity{conversation}, Command{"HGET", keys_.statements(conversation), hash});
  if (!reply) co_return std::unexpected(reply.error());
  co_return crypto::KeyId::from(reply->bytes());
}

core::Task<core::Result<std::vector<std::optional<Share>>>> Store::shares(
    std::vector<core::ConversationId> conversations) {
  if (conversations.empty()) co_return std::vector<std::optional<Share>>{};
  Command command{"MGET"};
  for (const core::ConversationId& id : conversations) command.add(keys_.share(id));
  const auto reply = co_await vault_.execute(Affinity{conversations.front()}, std::move(command));
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != conversations.size())
    co_return redis::unexpected_reply("MGET");

  std::vector<std::optional<Share>> shares(conversations.size());
  for (std::size_t i = 0; i < conversations.size(); ++i) {
    const auto bytes = reply->elements[i].bytes();
    if (bytes.size() == std::tuple_size_v<Share>) std::ranges::copy(bytes, shares[i].emplace().begin());
  }
  co_return shares;
}

}  // namespace kiezel::conversation
