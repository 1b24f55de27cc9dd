#include "server/conversation/mailbox_store.hpp"

#include "protocol/limits.hpp"
#include "server/conversation/join_mailbox.lua.hpp"
#include "server/conversation/leave_mailbox.lua.hpp"
#include "server/conversation/script_reply.hpp"

namespace kiezel::conversation {

using redis::Affinity;
using redis::Args;
using redis::Keys;

std::string mailbox_field(const core::ConversationId& conversation) {
  return "c:" + std::string(crypto::as_text(conversation));
}

MailboxStore::MailboxStore(redis::Client& vault_link, const redis::KeySpace& keys)
    : vault_(vault_link),
      keys_(keys),
      join_("mailbox_join", join_mailbox_lua),
      leave_("mailbox_leave", leave_mailbox_lua) {}

core::Task<core::Result<bool>> MailboxStore::join(core::MailboxId mailbox, crypto::VerifyKey auth_key,
                                                  core::ConversationId conversation) {
  const auto reply =
      co_await vault_.run(join_, Affinity{mailbox}, Keys{keys_.mailbox(mailbox)},
                          Args{auth_key, mailbox_field(conversation), protocol::limits::conversations_max});
  if (!reply) co_return std::unexpected(reply.error());
  const std::string_view outcome = outcome_of(*reply);
  if (outcome == "joined") co_return true;
  if (outcome == "full") co_return false;
  co_return redis::unexpected_reply(join_.name());
}

core::Task<core::Result<void>> MailboxStore::leave(core::MailboxId mailbox,
                                                   core::ConversationId conversation) {
  const auto reply = co_await vault_.run(leave_, Affinity{mailbox}, Keys{keys_.mailbox(mailbox)},
                                         Args{mailbox_field(conversation)});
  if (!reply) co_return std::unexpected(reply.error());
  if (outcome_of(*reply) != "left") co_return redis::unexpected_reply(leave_.name());
  co_return core::Result<void>{};
}

}  // namespace kiezel::conversation
