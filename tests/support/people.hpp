// Clients and advisors with keys of their own, and a writer of conversations: real signatures over payloads
// that look sealed. Whoever needs to read what is inside uses the native client instead.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/aead.hpp"
#include "crypto/client_keys.hpp"
#include "crypto/commit.hpp"
#include "crypto/device_certificate.hpp"
#include "crypto/entry.hpp"
#include "crypto/hash.hpp"
#include "crypto/prekey.hpp"
#include "crypto/sign.hpp"
#include "server/core/advisors.hpp"
#include "server/core/caller.hpp"

namespace kiezel::support {

/// Always the same bytes for the same name.
template <class Fixed>
[[nodiscard]] Fixed named_bytes(std::string_view name) {
  Fixed result;
  for (std::size_t i = 0; i < Fixed::byte_count; i += 32) {
    const std::uint8_t block[] = {static_cast<std::uint8_t>(i / 32)};
    const crypto::Digest digest = crypto::sha256({crypto::as_bytes(name), block});
    for (std::size_t j = 0; j < 32 && i + j < Fixed::byte_count; ++j) result.bytes[i + j] = digest.bytes[j];
  }
  return result;
}

[[nodiscard]] inline crypto::SigningKey named_key(std::string_view name) {
  return std::move(
      *crypto::SigningKey::from_seed(*crypto::Secret<32>::from(named_bytes<crypto::Digest>(name))));
}

/// An advisor with one device, certified and with a prekey from `now_s` on.
struct TestAdvisor {
  TestAdvisor(std::string_view name, std::uint64_t now_s)
      : identity(named_key(std::string(name) + " identity")),
        device(named_key(std::string(name) + " device")) {
    certificate = certify(device, now_s, now_s + 90 * 86'400);
    prekey = make_prekey(1, now_s);
  }

  [[nodiscard]] core::AdvisorId id() const { return core::advisor_id(identity.verify_key()); }
  [[nodiscard]] core::DeviceId device_id() const { return core::device_id(device.verify_key()); }
  [[nodiscard]] core::Caller caller() const {
    return {
        .role = core::Role::advisor, .mailbox = {}, .advisor = id(), .device = device_id(), .connection = 2};
  }
  /// Just after a second factor was proven on the connection.
  [[nodiscard]] core::Caller proven(std::uint64_t now_s) const {
    core::Caller caller = this->caller();
    caller.factor = core::ProvenFactor{id(), now_s + 1};
    return caller;
  }
  [[nodiscard]] crypto::Bytes certify(const crypto::SigningKey& key, std::uint64_t from_s,
                                      std::uint64_t until_s) const {
    return crypto::sign_device_certificate(
        {.advisor = {}, .device_key = key.verify_key(), .not_before_s = from_s, .not_after_s = until_s},
        identity);
  }
  [[nodiscard]] crypto::Bytes make_prekey(std::uint32_t number, std::uint64_t now_s) const {
    return crypto::sign_prekey(
        {.advisor = identity.id(),
         .device = {},
         .number = number,
         .not_before_s = now_s,
         .not_after_s = now_s + 35 * 86'400,
         .kem_key = named_bytes<crypto::KemPublicKey>("prekey " + std::to_string(number))},
        device);
  }

  crypto::SigningKey identity;
  crypto::SigningKey device;
  crypto::Bytes certificate;
  crypto::Bytes prekey;
};

/// A code's keys, without the code.
struct TestClient {
  explicit TestClient(std::string_view name)
      : auth(named_key(std::string(name) + " auth")),
        signing(named_key(std::string(name) + " signing")),
        kem_key(named_bytes<crypto::KemPublicKey>(std::string(name) + " kem")) {}

  [[nodiscard]] core::MailboxId mailbox() const { return crypto::mailbox_id(auth.verify_key()); }
  [[nodiscard]] core::Caller caller() const {
    return {.role = core::Role::client, .mailbox = mailbox(), .advisor = {}, .device = {}, .connection = 1};
  }

  crypto::SigningKey auth;
  crypto::SigningKey signing;
  crypto::KemPublicKey kem_key;
};

[[nodiscard]] inline crypto::Recipient recipient(const TestClient& client) {
  return {.role = crypto::Role::client,
          .id = client.signing.verify_key(),
          .kem_key = client.kem_key,
          .kem_id = crypto::kem_id(client.kem_key),
          .wrapped = crypto::Bytes(crypto::wrap_overhead_bytes + 34, 7)};
}

[[nodiscard]] inline crypto::Recipient recipient(const TestAdvisor& advisor) {
  return {.role = crypto::Role::advisor,
          .id = advisor.identity.verify_key(),
          .kem_key = {},
          .kem_id = named_bytes<crypto::KemId>(crypto::as_text(advisor.prekey)),
          .wrapped = crypto::Bytes(crypto::wrap_overhead_bytes + 34, 7)};
}

/// The advisors in the first commit; none when it is no commit.
[[nodiscard]] inline std::vector<crypto::KeyId> advisors_named(const std::vector<crypto::Bytes>& entries) {
  std::vector<crypto::KeyId> advisors;
  const auto entry = crypto::ParsedEntry::parse(entries.front());
  if (!entry) return advisors;
  const auto commit = crypto::parse_commit(entry->payload());
  if (!commit) return advisors;
  for (const crypto::Recipient& recipient : commit->recipients) {
    const crypto::KeyId id = crypto::key_id(recipient.id);
    const bool known = std::ranges::find(advisors, id) != advisors.end();
    if (!crypto::is_client(recipient.role) && !known) advisors.push_back(id);
  }
  return advisors;
}

/// Writes the next entry of one conversation. What a test wants wrong it sets in `position` or passes to
/// `write`.
class LogWriter {
 public:
  explicit LogWriter(const core::ConversationId& conversation) { position.conversation = conversation; }

  [[nodiscard]] static crypto::Bytes commit_payload(crypto::CommitReason reason,
                                                    std::vector<crypto::Recipient> recipients) {
    return crypto::encode(crypto::Commit{.reason = reason,
                                         .auth_ref = {},
                                         .key_commitment = named_bytes<crypto::KeyCommitment>("kc"),
                                         .recipients = std::move(recipients),
                                         .roster_nonce = named_bytes<crypto::Nonce>("roster"),
                                         .sealed_roster = crypto::Bytes(512 + crypto::aead_tag_bytes, 9)});
  }

  /// Starts the next epoch, but for the first entry.
  crypto::Bytes commit(const crypto::SigningKey& key, crypto::CommitReason reason,
                       std::vector<crypto::Recipient> recipients) {
    if (position.seq > 0) ++position.epoch;
    return write(key, crypto::EntryKind::commit, commit_payload(reason, std::move(recipients)));
  }
  crypto::Bytes message(const crypto::SigningKey& key, std::uint8_t fill = 1,
                        std::size_t sealed_bytes = 528) {
    return write(key, crypto::EntryKind::message, crypto::Bytes(sealed_bytes, fill));
  }
  crypto::Bytes write(const crypto::SigningKey& key, crypto::EntryKind kind, const crypto::Bytes& payload) {
    const bool without_nonce = kind == crypto::EntryKind::commit || kind == crypto::EntryKind::erase;
    const crypto::Nonce nonce = without_nonce ? crypto::Nonce{} : named_bytes<crypto::Nonce>("nonce");
    crypto::Bytes entry = crypto::sign_entry(kind, position, nonce, payload, key);
    const auto parsed = crypto::ParsedEntry::parse(entry);
    position.prev =
        crypto::entry_hash(parsed->header_bytes(), crypto::sha256(parsed->payload()), parsed->signature());
    ++position.seq;
    return entry;
  }

  crypto::EntryPosition position;
};

}  // namespace kiezel::support
