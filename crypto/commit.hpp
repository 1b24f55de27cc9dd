// The payload of a COMMIT: who reads from this epoch on, and the wrapped epoch secret for each
// (crypto/KZ1.md 5.4). Only the public structure; commit_seal.hpp makes and opens it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "crypto/ids.hpp"
#include "crypto/kem_key.hpp"
#include "crypto/refusal.hpp"
#include "crypto/sign.hpp"

namespace kiezel::crypto {

inline constexpr std::size_t recipients_max = 16;
/// Nineteen years of weekly epochs.
inline constexpr std::size_t history_grants_max = 1024;

enum class CommitReason : std::uint8_t {
  create = 0,
  add = 1,
  remove = 2,
  rotate = 3,
  handover = 4,
  device_revoked = 5,
  code_changed = 6,
  recovered = 7,
  new_card = 8,
};

enum class Role : std::uint8_t { client = 1, advisor = 2, cover_advisor = 3, second_client = 4 };

[[nodiscard]] constexpr bool is_client(Role role) {
  return role == Role::client || role == Role::second_client;
}

/// One per client key and one per advisor device.
struct Recipient {
  Role role = Role::client;
  /// A client's signing key in this conversation; an advisor's identity key (AIK).
  VerifyKey id{};
  /// Present for clients, so that anybody can open a new epoch to them; absent for advisors, whose prekeys
  /// rotate.
  std::optional<KemPublicKey> kem_key{};
  KemId kem_id{};
  Bytes wrapped{};
};

struct Commit {
  CommitReason reason = CommitReason::create;
  /// The STATEMENT entry that permits this change, or zeros.
  EntryHash auth_ref{};
  KeyCommitment key_commitment{};
  std::vector<Recipient> recipients{};
  Nonce roster_nonce{};
  Bytes sealed_roster{};
};

/// Lengths must add up (syntax); reason and role known, at least one recipient, key present exactly for
/// clients, its hash right, no device twice (shape); recipients_max, wrap and roster sizes (limit).
[[nodiscard]] Checked<Commit> parse_commit(BytesView payload);
[[nodiscard]] Bytes encode(const Commit& commit);

/// Somebody who may write, as the latest COMMIT says. A client has one key, an advisor any number of devices.
struct Member {
  Role role = Role::client;
  VerifyKey id{};
  /// Clients only: their KEM key, which no one else may change but for a new card (5.4); zeros for advisors.
  KemId kem_id{};

  friend bool operator==(const Member&, const Member&) = default;
};

/// Every id once, in the order of first appearance.
[[nodiscard]] std::vector<Member> members_of(const Commit& commit);
/// u8 n || n x (u8 role, id 32, kem_id 32): how the server keeps them beside the head.
[[nodiscard]] Bytes encode_members(const std::vector<Member>& members);
[[nodiscard]] Checked<std::vector<Member>> parse_members(BytesView bytes);

}  // namespace kiezel::crypto
