// Conversations in Redis: each call is one command or one script, one atomic step (server/README.md,
// "Redis").
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "crypto/bytes.hpp"
#include "crypto/entry.hpp"
#include "crypto/ids.hpp"
#include "crypto/sign.hpp"
#include "server/conversation/membership.hpp"
#include "server/conversation/quota.hpp"
#include "server/core/caller.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"
#include "server/redis/keys.hpp"
#include "server/redis/script.hpp"

namespace kiezel::conversation {

/// How much one conversation may hold. Sixteen thousand entries are twenty a day for two years; 64 MiB of
/// them fit in memory many times over, and a runaway client is stopped before it hurts others.
struct Bounds {
  std::uint64_t entries_max = 16'384;
  std::uint64_t bytes_max = 64U << 20U;
  Quotas today{};
};

/// S as it lies in the vault and travels to members. Never logged.
using Share = std::array<std::uint8_t, 32>;

struct StoredEntry {
  std::int64_t seq = 0;
  /// Unix seconds as kept, so already rounded for clients.
  std::int64_t received_at = 0;
  crypto::Bytes bytes;
};

struct Page {
  std::int64_t head_seq = 0;
  std::vector<StoredEntry> entries;
};

struct Head {
  core::ConversationId conversation;
  core::MailboxId mailbox;
  /// The mailbox whose words were replaced, when they were.
  std::optional<core::MailboxId> mailbox_before;
  std::int64_t seq = 0;
  /// Unix seconds, when it is closed.
  std::optional<std::int64_t> closed_at{};
  std::optional<std::int64_t> erase_at{};
};

/// What a desk or a mailbox names: those that are there, and those of which a tombstone tells.
struct Heads {
  std::vector<Head> standing;
  std::vector<core::ConversationId> erased;
};

/// What the vault keeps of a new conversation.
struct Founding {
  core::ConversationId conversation;
  core::MailboxId mailbox;
  crypto::VerifyKey auth_key;
  Share share{};
  /// For the quota of the mailbox.
  std::int64_t now_s = 0;
};

/// Borrowed for the time of the call.
struct Creation {
  core::ConversationId conversation;
  core::MailboxId mailbox;
  std::span<const crypto::Bytes> entries;
  std::span<const crypto::Member> members;
  crypto::EntryHash head;
  std::int64_t received_at = 0;
  /// For the pressure on the desks; not kept beside the conversation.
  std::int64_t now_s = 0;
};

/// What a COMMIT changes in one step with its entry.
struct MemberChange {
  std::uint32_t epoch = 0;
  std::vector<crypto::Member> members;
};

struct Addition {
  const Membership& membership;
  crypto::EntryKind kind = crypto::EntryKind::message;
  crypto::KeyId sender{};
  std::uint64_t seq = 0;
  crypto::EntryHash prev;
  crypto::EntryHash hash;
  crypto::BytesView bytes;
  std::int64_t received_at = 0;
  /// For the quota of the writer's role.
  core::Role role = core::Role::any;
  std::int64_t now_s = 0;
  const MemberChange* change = nullptr;
  /// Where the conversation moves in the same step, when the COMMIT gives its client new words.
  std::optional<core::MailboxId> moves_to{};
  bool is_card = false;
};

struct Reservation {
  enum class Kind : std::uint8_t {
    reserved,
    mailbox_full,
    taken,
    spent,  ///< the mailbox began enough today: see wait_s
  };
  Kind kind = Kind::taken;
  std::int64_t wait_s = 0;
};
enum class CreateOutcome : std::uint8_t { created, repeated, taken };

/// A stand-in, in which nobody takes part, when there is no such conversation.
struct Lookup {
  Membership membership;
  bool is_there = false;
};

struct AppendOutcome {
  enum class Kind : std::uint8_t {
    appended,
    repeated,       ///< the same bytes already stand at this seq
    stale,          ///< the head is elsewhere: see head_seq
    members_moved,  ///< the membership is of an older COMMIT
    closed,
    full,
    too_soon,  ///< after the last card: see wait_s
    spent,     ///< the quota of the day: see wait_s
    absent,
  };
  Kind kind = Kind::absent;
  std::int64_t received_at = 0;
  std::int64_t head_seq = 0;
  std::int64_t wait_s = 0;
};

class Store {
 public:
  /// The references must outlive the store.
  Store(redis::Client& log_link, redis::Client& vault_link, const redis::KeySpace& keys, Bounds bounds);

  [[nodiscard]] core::Task<core::Result<Reservation>> reserve(Founding founding);
  [[nodiscard]] core::Task<core::Result<CreateOutcome>> create(Creation creation);
  [[nodiscard]] core::Task<core::Result<AppendOutcome>> append(Addition addition);

  /// Whether it is there or not takes the same reading: strangers should not tell the two apart by the time.
  [[nodiscard]] core::Task<core::Result<Lookup>> membership(core::ConversationId conversation);
  [[nodiscard]] core::Task<core::Result<std::optional<std::int64_t>>> head_seq(
      core::ConversationId conversation);
  /// Nothing when the membership is no longer current.
  [[nodiscard]] core::Task<core::Result<std::optional<Page>>> read(core::ConversationId conversation,
                                                                   std::uint64_t commit_seq,
                                                                   std::int64_t after);
  /// One entry as it was first answered; nothing when there is none.
  [[nodiscard]] core::Task<core::Result<std::optional<StoredEntry>>> entry_at(
      core::ConversationId conversation, std::uint64_t seq);

  [[nodiscard]] core::Task<core::Result<std::vector<core::ConversationId>>> conversations_of(
      core::MailboxId mailbox);
  /// Those that exist, in the order asked. At most conversations_max or desk_page_max at once.
  [[nodiscard]] core::Task<core::Result<Heads>> heads(std::vector<core::ConversationId> conversations);
  /// Which client signed the STATEMENT with this hash; nothing when there is none.
  [[nodiscard]] core::Task<core::Result<std::optional<crypto::KeyId>>> statement_by(
      core::ConversationId conversation, crypto::EntryHash hash);
  /// One per conversation asked; nothing where S was erased.
  [[nodiscard]] core::Task<core::Result<std::vector<std::optional<Share>>>> shares(
      std::vector<core::ConversationId> conversations);

 private:
  redis::Client& log_;
  redis::Client& vault_;
  const redis::KeySpace& keys_;
  Bounds bounds_;
  /// As Redis answers about a conversation of one client and one advisor.
  redis::Reply stand_in_;
  redis::Script reserve_;
  redis::Script create_;
  redis::Script append_;
  redis::Script read_;
  redis::Script heads_;
};

}  // namespace kiezel::conversation
