// Makes a COMMIT for its readers and opens one as a reader (crypto/KZ1.md 5.4). In the target
// kiezel_crypto_kem.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "crypto/commit.hpp"
#include "crypto/entry.hpp"
#include "crypto/epoch.hpp"
#include "crypto/random.hpp"
#include "crypto/roster.hpp"
#include "crypto/xwing.hpp"

namespace kiezel::crypto {

/// The secret of an earlier epoch, given to a reader who did not have it.
struct HistoryGrant {
  std::uint32_t epoch = 0;
  EpochSecret secret{};
};

struct NewRecipient {
  Role role = Role::client;
  VerifyKey id{};
  KemPublicKey kem_key{};
  /// Borrowed; at most history_grants_max, each an epoch before this one.
  std::span<const HistoryGrant> history{};
};

struct CommitPlan {
  CommitReason reason = CommitReason::create;
  EntryHash auth_ref{};
  std::vector<NewRecipient> recipients{};
  Roster roster{};
};

/// The payload of a COMMIT that starts `keys`' epoch. Nothing when a key is refused or a bound is passed.
/// `secret` must be the one that `keys` were derived from.
[[nodiscard]] std::optional<Bytes> seal_commit(const CommitPlan& plan, const EpochSecret& secret,
                                               const EpochKeys& keys, Random& random);

struct OpenedCommit {
  EpochSecret secret{};
  EpochKeys keys;
  std::vector<HistoryGrant> history{};
  Roster roster{};
};

/// Opens the wrap made for `our_key` and checks it against the key commitment. Nothing when there is none for
/// us, when it does not open, or when committer and key commitment disagree.
[[nodiscard]] std::optional<OpenedCommit> open_commit(const VerifiedEntry& entry, const KemKeyPair& our_key,
                                                      const ConversationShare& share);

/// A grant is worth taking only when its key is the one that the log committed to for that epoch.
[[nodiscard]] bool is_genuine(const HistoryGrant& grant, const ConversationShare& share,
                              const ConversationId& conversation, const KeyCommitment& commitment);

}  // namespace kiezel::crypto
