#include "crypto/commit.hpp"

#include <algorithm>
#include <cassert>

#include "crypto/aead.hpp"
#include "crypto/padding.hpp"

namespace kiezel::crypto {
namespace {

// E(32) and the number of history grants.
constexpr std::size_t wrap_bytes_min = wrap_overhead_bytes + 34;
constexpr std::size_t grant_bytes = 36;
constexpr std::size_t wrap_bytes_max = wrap_bytes_min + history_grants_max * grant_bytes;

bool is_role(std::uint8_t role) {
  return role >= 1 && role <= 4;
}

Checked<Recipient> read_recipient(ByteReader& reader) {
  Recipient recipient;
  const std::uint8_t role = reader.u8();
  recipient.id = reader.fixed<VerifyKey>();
  const std::size_t key_bytes = reader.u16();
  const BytesView key = reader.raw(key_bytes);
  recipient.kem_id = reader.fixed<KemId>();
  recipient.wrapped = to_bytes(reader.raw(reader.u16()));
  if (!reader.ok()) return std::unexpected(Refusal::syntax);
  if (!is_role(role) || recipient.id.is_zero()) return std::unexpected(Refusal::shape);
  recipient.role = Role{role};
  if (key_bytes != (is_client(recipient.role) ? KemPublicKey::byte_count : 0)) {
    return std::unexpected(Refusal::shape);
  }
  recipient.kem_key = KemPublicKey::from(key);
  if (recipient.kem_key && kem_id(*recipient.kem_key) != recipient.kem_id)
    return std::unexpected(Refusal::shape);
  const std::size_t wrap_bytes = recipient.wrapped.size();
  if (wrap_bytes > wrap_bytes_max) return std::unexpected(Refusal::limit);
  if (wrap_bytes < wrap_bytes_min || (wrap_bytes - wrap_bytes_min) % grant_bytes != 0) {
    return std::unexpected(Refusal::shape);
  }
  return recipient;
}

/// One role for each id, one record for each client, one for each device.
bool are_consistent(const std::vector<Recipient>& recipients) {
  for (std::size_t i = 0; i < recipients.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Recipient& a = recipients[i];
      const Recipient& b = recipients[j];
      if (a.kem_id == b.kem_id) return false;
      if (a.id == b.id && (a.role != b.role || is_client(a.role))) return false;
    }
  }
  return std::ranges::count(recipients, Role::client, &Recipient::role) == 1;
}

bool is_sealed_size(std::size_t byte_count) {
  return byte_count > aead_tag_bytes && is_size_class(byte_count - aead_tag_bytes);
}

}  // namespace

Checked<Commit> parse_commit(BytesView payload) {
  ByteReader reader(payload);
  Commit commit;
  const std::uint8_t reason = reader.u8();
  commit.auth_ref = reader.fixed<EntryHash>();
  commit.key_commitment = reader.fixed<KeyCommitment>();
  const std::size_t count = reader.u8();
  if (!reader.ok()) return std::unexpected(Refusal::syntax);
  if (reason > static_cast<std::uint8_t>(CommitReason::new_card) || count == 0) {
    return std::unexpected(Refusal::shape);
  }
  commit.reason = CommitReason{reason};
  if (count > recipients_max) return std::unexpected(Refusal::limit);
  for (std::size_t i = 0; i < count; ++i) {
    auto recipient = read_recipient(reader);
    if (!recipient) return std::unexpected(recipient.error());
    commit.recipients.push_back(std::move(*recipient));
  }
  const std::size_t roster_bytes = reader.u32();
  if (!reader.ok() || roster_bytes != reader.rest().size()) return std::unexpected(Refusal::syntax);
  commit.roster_nonce = reader.fixed<Nonce>();
  commit.sealed_roster = to_bytes(reader.rest());
  if (!reader.ok() || !is_sealed_size(commit.sealed_roster.size())) return std::unexpected(Refusal::syntax);
  if (!are_consistent(commit.recipients)) return std::unexpected(Refusal::shape);
  return commit;
}

Bytes encode(const Commit& commit) {
  ByteWriter writer;
  writer.u8(static_cast<std::uint8_t>(commit.reason)).raw(commit.auth_ref).raw(commit.key_commitment);
  writer.u8(static_cast<std::uint8_t>(commit.recipients.size()));
  for (const Recipient& recipient : commit.recipients) {
    const BytesView key = recipient.kem_key ? recipient.kem_key->view() : BytesView{};
    writer.u8(static_cast<std::uint8_t>(recipient.role)).raw(recipient.id);
    writer.u16(static_cast<std::uint16_t>(key.size())).raw(key);
    writer.raw(recipient.kem_id)
        .u16(static_cast<std::uint16_t>(recipient.wrapped.size()))
        .raw(recipient.wrapped);
  }
  writer.u32(static_cast<std::uint32_t>(Nonce::byte_count + commit.sealed_roster.size()));
  return writer.raw(commit.roster_nonce).raw(commit.sealed_roster).take();
}

std::vector<Member> members_of(const Commit& commit) {
  std::vector<Member> members;
  for (const Recipient& recipient : commit.recipients) {
    if (std::ranges::find(members, recipient.id, &Member::id) != members.end()) continue;
    members.push_back({.role = recipient.role,
                       .id = recipient.id,
                       .kem_id = is_client(recipient.role) ? recipient.kem_id : KemId{}});
  }
  return members;
}

Bytes encode_members(const std::vector<Member>& members) {
  assert(members.size() <= recipients_max);
  ByteWriter writer;
  writer.u8(static_cast<std::uint8_t>(members.size()));
  for (const Member& member : members) {
    writer.u8(static_cast<std::uint8_t>(member.role)).raw(member.id).raw(member.kem_id);
  }
  return writer.take();
}

Checked<std::vector<Member>> parse_members(BytesView bytes) {
  ByteReader reader(bytes);
  const std::size_t count = reader.u8();
  if (count > recipients_max) return std::unexpected(Refusal::limit);
  std::vector<Member> members;
  for (std::size_t i = 0; i < count && reader.ok(); ++i) {
    const std::uint8_t role = reader.u8();
    if (reader.ok() && !is_role(role)) return std::unexpected(Refusal::shape);
    members.push_back({.role = Role{role}, .id = reader.fixed<VerifyKey>(), .kem_id = reader.fixed<KemId>()});
  }
  if (!reader.finished()) return std::unexpected(Refusal::syntax);
  return members;
}

}  // namespace kiezel::crypto
