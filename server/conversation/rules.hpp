// Which entries the server accepts (crypto/KZ1.md 5.4, 5.8). Pure: facts in, verdict out. That an entry
// follows the head is not decided here but in append.lua, in one step with the writing.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <vector>

#include "crypto/commit_rules.hpp"
#include "crypto/entry.hpp"
#include "server/conversation/membership.hpp"
#include "server/core/caller.hpp"
#include "server/core/result.hpp"

namespace kiezel::conversation {

/// Which method an entry came by. New words come by conversation.rekey, and nothing else does.
enum class Course : std::uint8_t { append, rekey };

/// What an entry is judged by, besides the membership.
struct EntryFacts {
  /// Whoever posts: nobody may post what another signed.
  core::Role role = core::Role::any;
  /// The caller's device when the caller is an advisor.
  std::optional<crypto::Device> device;
  /// Identity keys that a COMMIT may add now.
  std::vector<crypto::VerifyKey> listed_advisors;
  /// Unix seconds.
  std::uint64_t now_s = 0;
  /// Which client signed the STATEMENT that a COMMIT names, when one did.
  std::optional<crypto::KeyId> permission_by{};
  /// Whether the mailbox can move in the same step, so that new words for a client may be accepted.
  Course course = Course::append;
};

enum class EntryRefusal : std::uint8_t {
  entry,   ///< malformed, foreign, of another epoch, not the caller's, or its signature is wrong
  commit,  ///< authentic, but this change of members is not allowed
};
[[nodiscard]] core::ErrorCode error_code(EntryRefusal refusal);

/// An entry that may be written, with what it makes of the membership. Borrows the entry's bytes.
struct AcceptedEntry {
  crypto::VerifiedEntry entry;
  /// The new members when it is a COMMIT.
  std::optional<std::vector<crypto::Member>> members;
  /// The COMMIT is an advisor's card: see limits::card_interval_s.
  bool is_card = false;
};

/// Structure and conversation of an entry, before anything is looked up.
[[nodiscard]] std::expected<crypto::ParsedEntry, EntryRefusal> parse_entry(
    const core::ConversationId& conversation, crypto::BytesView bytes);

/// Sender, epoch, commit rules, and exactly one signature verification, last.
[[nodiscard]] std::expected<AcceptedEntry, EntryRefusal> judge_entry(const crypto::ParsedEntry& entry,
                                                                     const Membership& membership,
                                                                     const EntryFacts& facts);

/// The first entries of a conversation: COMMIT 0 signed by its only client and naming listed advisors, then
/// MESSAGE or PRIVATE entries of the same client, chained from seq 0.
struct AcceptedCreation {
  std::vector<crypto::Member> members;
  crypto::EntryHash head;
};
[[nodiscard]] std::expected<AcceptedCreation, EntryRefusal> judge_creation(
    const core::ConversationId& conversation, std::span<const crypto::Bytes> entries,
    const EntryFacts& facts);

/// Unix seconds to keep beside an entry: to the hour for clients, whose exact times would tell when a child
/// was online; exact for advisors.
[[nodiscard]] std::int64_t received_at(core::Role role, std::uint64_t now_s);

}  // namespace kiezel::conversation
