// Who takes part in a conversation, as its latest COMMIT says: what every access and every entry is judged
// by.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "crypto/commit.hpp"
#include "server/core/caller.hpp"
#include "server/core/ids.hpp"

namespace kiezel::conversation {

struct Membership {
  core::ConversationId conversation;
  /// The mailbox whose words open the conversation.
  core::MailboxId mailbox;
  /// The one before, when a COMMIT gave the client new words, and where that COMMIT stands.
  struct Left {
    core::MailboxId mailbox;
    std::int64_t seq = 0;
  };
  std::optional<Left> left{};
  /// When an advisor last gave a card. Unix seconds.
  std::optional<std::int64_t> card_at{};
  std::uint32_t epoch = 0;
  /// Where the COMMIT stands that says all this: the store verifies it, so a kept Membership can never act
  /// when old.
  std::uint64_t commit_seq = 0;
  std::vector<crypto::Member> members;
  /// Advisors among the members, once each, in the same order.
  std::vector<core::AdvisorId> advisors;
};

[[nodiscard]] std::vector<core::AdvisorId> advisors_of(const std::vector<crypto::Member>& members);

/// Whoever had the old words when a COMMIT replaced them may still read up to that COMMIT, which says who did
/// it.
[[nodiscard]] bool may_read_last(const core::Caller& caller, const Membership& membership,
                                 std::int64_t after);

/// May read the log, get the share and try to append.
[[nodiscard]] bool takes_part(const core::Caller& caller, const Membership& membership);

}  // namespace kiezel::conversation
