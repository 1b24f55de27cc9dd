// The public identifiers and digests of KZ1 (crypto/KZ1.md 5.1-5.3), one type each.
#pragma once

#include <cstdint>

#include "crypto/bytes.hpp"

namespace kiezel::crypto {

/// SHA-256 of something that has no name of its own.
using Digest = FixedBytes<struct DigestTag, 32>;
/// Random name of a conversation, chosen by its creator.
using ConversationId = FixedBytes<struct ConversationIdTag, 16>;
/// hash("kz1/entry-hash", header || H(payload) || signature); zeros stand for "no entry".
using EntryHash = FixedBytes<struct EntryHashTag, 32>;
/// First 16 bytes of hash("kz1/keyid", public signing key).
using KeyId = FixedBytes<struct KeyIdTag, 16>;
/// H(public KEM key).
using KemId = FixedBytes<struct KemIdTag, 32>;
/// First 16 bytes of hash("kz1/mailbox", client's login key): what a code opens at the server.
using MailboxId = FixedBytes<struct MailboxIdTag, 16>;
/// Random, made by whoever books.
using AppointmentId = FixedBytes<struct AppointmentIdTag, 16>;
/// Random, made by whoever states something (crypto/KZ1.md 5.5).
using StatementId = FixedBytes<struct StatementIdTag, 16>;
/// Random, made by whoever seals a file (crypto/KZ1.md 5.6).
using BlobId = FixedBytes<struct BlobIdTag, 16>;
/// XChaCha20 nonce.
using Nonce = FixedBytes<struct NonceTag, 24>;
/// kc of an epoch (crypto/KZ1.md 5.3): binds its key without telling it.
using KeyCommitment = FixedBytes<struct KeyCommitmentTag, 32>;

/// Which directory snapshot somebody saw (crypto/KZ1.md 5.7).
struct DirectoryHead {
  Digest hash{};
  std::uint64_t version = 0;

  friend bool operator==(const DirectoryHead&, const DirectoryHead&) = default;
};

}  // namespace kiezel::crypto
