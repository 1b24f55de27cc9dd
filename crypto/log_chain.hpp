// Folds the entries of a conversation in order and refuses the first that does not belong: position, sender,
// signature, commit rules (crypto/KZ1.md 5.2, 5.4, 5.8). Needs no secrets: the server and every reader use
// the same one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "crypto/commit.hpp"
#include "crypto/commit_rules.hpp"
#include "crypto/entry.hpp"

namespace kiezel::crypto {

/// All that the next entry is judged by.
struct ChainState {
  ConversationId conversation{};
  std::uint64_t next_seq = 0;
  EntryHash head{};
  std::uint32_t epoch = 0;
  std::vector<Member> members{};
  /// An ERASE was the last entry: nothing follows.
  bool is_erased = false;
};

struct ChainFacts {
  /// Devices of the advisors concerned; others do no harm.
  std::span<const Device> devices{};
  /// When the entry was or is being accepted. Unix seconds.
  std::uint64_t at_s = 0;
  /// See CommitFacts.
  std::optional<std::span<const VerifyKey>> directory{};
  std::span<const KeyId> excluded_advisors{};
  /// See CommitFacts.
  bool is_permitted = false;
};

class LogChain {
 public:
  /// An empty conversation.
  explicit LogChain(const ConversationId& conversation) { state_.conversation = conversation; }
  /// Goes on from a state that was kept, as the server does.
  explicit LogChain(ChainState state) : state_(std::move(state)) {}

  [[nodiscard]] const ChainState& state() const { return state_; }
  [[nodiscard]] ChainState take_state() && { return std::move(state_); }

  /// Accepts `entry` as the next one, or refuses it and stays as it was: rule = wrong position, sender is no
  /// member or its device is not valid, the commit is not allowed, an ERASE by anybody but the first client,
  /// anything after one; signature; and the refusals of parse_commit and parse_erase_order.
  [[nodiscard]] Checked<VerifiedEntry> append(const ParsedEntry& entry, const ChainFacts& facts);
  [[nodiscard]] Checked<VerifiedEntry> append(BytesView entry, const ChainFacts& facts);
  /// The same for an entry whose payload was erased. A COMMIT or an ERASE cannot be erased (rule).
  [[nodiscard]] Checked<EntryHash> append(const ErasedEntry& entry, const ChainFacts& facts);

 private:
  [[nodiscard]] Checked<VerifiedEntry> append_commit(const ParsedEntry& entry, const ChainFacts& facts);
  void advance(const EntryHeader& header, const EntryHash& hash);

  ChainState state_;
};

}  // namespace kiezel::crypto
