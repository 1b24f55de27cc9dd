// Who may write, and who may commit what (crypto/KZ1.md 5.4). Pure: facts in, verdict out. The server passes
// what it can see; a reader adds what only it knows.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "crypto/commit.hpp"
#include "crypto/entry.hpp"

namespace kiezel::crypto {

/// A certified device of an advisor, and the times between which its entries count. Unix seconds.
struct Device {
  VerifyKey key{};
  /// The advisor's identity key (AIK).
  VerifyKey advisor{};
  std::uint64_t not_before_s = 0;
  std::uint64_t not_after_s = 0;
  /// From then on refused; nothing = not revoked.
  std::optional<std::uint64_t> revoked_at_s{};

  [[nodiscard]] bool is_valid_at(std::uint64_t at_s) const {
    return not_before_s <= at_s && at_s < not_after_s && (!revoked_at_s || at_s < *revoked_at_s);
  }
};

/// Whose signature an entry must bear.
struct Sender {
  VerifyKey key{};
  Role role = Role::client;
  /// The member on whose behalf: the same key for clients, the AIK for advisors.
  VerifyKey member{};
};

/// The member or the valid device of a member with this key id; nothing when there is none.
[[nodiscard]] std::optional<Sender> find_sender(std::span<const Member> members,
                                                std::span<const Device> devices, const KeyId& sender,
                                                std::uint64_t at_s);

enum class CommitVerdict : std::uint8_t {
  allowed,
  not_a_creation,      ///< creation wants: one client who signs it, advisors, no one else, no auth_ref
  already_created,     ///< a second creation
  change_not_reason,   ///< what changes in the member set is not what the reason says
  client_key_changed,  ///< a client's KEM key changed without that client changing its code
  not_permitted,       ///< this role may not make this change
  no_statement,        ///< a client's statement is needed and none permits this; or named and not needed
  unknown_advisor,     ///< an added advisor is not in the directory
  excluded_advisor,    ///< an added advisor was excluded by the client
};

[[nodiscard]] std::string_view to_string(CommitVerdict verdict);

struct CommitFacts {
  /// Members of the epoch before; empty when this starts the conversation.
  std::span<const Member> before{};
  Sender sender{};
  /// Identity keys of advisors that may be added now; nothing = not checked (a reader of old entries).
  std::optional<std::span<const VerifyKey>> directory{};
  /// From the sealed roster; empty at the server, which cannot see it.
  std::span<const KeyId> excluded_advisors{};
  /// auth_ref names a STATEMENT that permits to add this advisor, as far as whoever asks can see: the server
  /// sees that a client signed it, a reader what it says (consent_ledger.hpp).
  bool is_permitted = false;
};

/// What needs a client's statement (an advisor who adds somebody, anyone who adds to a conversation with two
/// clients) names it in auth_ref, adds one advisor and nobody else; nothing else may name one.
[[nodiscard]] CommitVerdict judge_commit(const Commit& commit, const CommitFacts& facts);

}  // namespace kiezel::crypto
