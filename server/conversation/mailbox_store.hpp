// Which conversations the words of a mailbox find: the vault halves of moving one between two mailboxes. The
// step between them, which decides, is Store::append(). Both may be repeated.
#pragma once

#include <string>

#include "crypto/ids.hpp"
#include "crypto/sign.hpp"
#include "server/core/ids.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"
#include "server/redis/keys.hpp"
#include "server/redis/script.hpp"

namespace kiezel::conversation {

/// Field of a conversation in its mailbox.
[[nodiscard]] std::string mailbox_field(const core::ConversationId& conversation);

class MailboxStore {
 public:
  /// The references must outlive the store.
  MailboxStore(redis::Client& vault_link, const redis::KeySpace& keys);

  /// Lists the conversation, and makes the mailbox when it is new. False when it is full.
  [[nodiscard]] core::Task<core::Result<bool>> join(core::MailboxId mailbox, crypto::VerifyKey auth_key,
                                                    core::ConversationId conversation);
  /// A mailbox that lists nothing any more is closed.
  [[nodiscard]] core::Task<core::Result<void>> leave(core::MailboxId mailbox,
                                                     core::ConversationId conversation);

 private:
  redis::Client& vault_;
  const redis::KeySpace& keys_;
  redis::Script join_;
  redis::Script leave_;
};

}  // namespace kiezel::conversation
