// A log entry: the 108-byte header, the payload and the signature over both (crypto/KZ1.md 5.2). Parsing
// borrows and allocates nothing; a VerifiedEntry exists only after its signature was checked.
#pragma once

#include <cstdint>
#include <optional>

#include "crypto/bytes.hpp"
#include "crypto/ids.hpp"
#include "crypto/refusal.hpp"
#include "crypto/sign.hpp"

namespace kiezel::crypto {

inline constexpr std::size_t entry_header_bytes = 108;
inline constexpr std::size_t entry_overhead_bytes = entry_header_bytes + Signature::byte_count;
/// Room for the largest message (65,552), the largest private entry (84,753) and a commit that gives back
/// some 150 epochs to each of 16 readers.
inline constexpr std::size_t entry_payload_bytes_max = 131'072;
inline constexpr std::size_t entry_bytes_max = entry_payload_bytes_max + entry_overhead_bytes;

enum class EntryKind : std::uint8_t {
  commit = 1,
  message = 2,
  statement = 3,
  private_details = 4,
  erase = 5
};

/// Where an entry stands in its conversation.
struct EntryPosition {
  ConversationId conversation{};
  std::uint64_t seq = 0;
  EntryHash prev{};
  std::uint32_t epoch = 0;
};

struct EntryHeader {
  EntryKind kind = EntryKind::message;
  EntryPosition position{};
  KeyId sender{};
  Nonce nonce{};
  std::uint32_t payload_bytes = 0;
};

[[nodiscard]] std::array<std::uint8_t, entry_header_bytes> encode(const EntryHeader& header);

/// A well-formed entry of which nothing is known to be true. Borrows the bytes that it was parsed from.
class ParsedEntry {
 public:
  /// `bytes` is exactly one entry. Refuses wrong lengths (syntax), another magic, suite or kind, a COMMIT or
  /// ERASE with a nonce (shape), a payload over entry_payload_bytes_max or a seq over number_max (limit).
  [[nodiscard]] static Checked<ParsedEntry> parse(BytesView bytes);

  [[nodiscard]] const EntryHeader& header() const { return header_; }
  [[nodiscard]] BytesView header_bytes() const { return bytes_.first(entry_header_bytes); }
  [[nodiscard]] BytesView payload() const {
    return bytes_.subspan(entry_header_bytes, header_.payload_bytes);
  }
  [[nodiscard]] const Signature& signature() const { return signature_; }
  [[nodiscard]] BytesView bytes() const { return bytes_; }

 private:
  ParsedEntry() = default;
  EntryHeader header_;
  Signature signature_;
  BytesView bytes_;
};

/// An entry that the holder of `signer` wrote, with its hash. Borrows the same bytes as the parsed one.
class VerifiedEntry {
 public:
  [[nodiscard]] const EntryHeader& header() const { return parsed_.header(); }
  [[nodiscard]] BytesView header_bytes() const { return parsed_.header_bytes(); }
  [[nodiscard]] BytesView payload() const { return parsed_.payload(); }
  [[nodiscard]] BytesView bytes() const { return parsed_.bytes(); }
  [[nodiscard]] const Digest& payload_hash() const { return payload_hash_; }
  [[nodiscard]] const EntryHash& hash() const { return hash_; }
  [[nodiscard]] const VerifyKey& signer() const { return signer_; }

 private:
  friend std::optional<VerifiedEntry> verify(const ParsedEntry&, const VerifyKey&);
  explicit VerifiedEntry(const ParsedEntry& parsed) : parsed_(parsed) {}
  ParsedEntry parsed_;
  Digest payload_hash_;
  EntryHash hash_;
  VerifyKey signer_;
};

/// One Ed25519 verification over L("kz1/entry") || header || H(payload). Nothing when keyid(signer) is not
/// the header's sender or the signature is not the signer's.
[[nodiscard]] std::optional<VerifiedEntry> verify(const ParsedEntry& entry, const VerifyKey& signer);

[[nodiscard]] EntryHash entry_hash(BytesView header_bytes, const Digest& payload_hash,
                                   const Signature& signature);

/// Builds the whole entry around a finished payload. The sender is `key`; the nonce is zero for COMMIT and
/// ERASE, else the one the payload was sealed with. The payload must fit entry_payload_bytes_max (asserted).
[[nodiscard]] Bytes sign_entry(EntryKind kind, const EntryPosition& position, const Nonce& nonce,
                               BytesView payload, const SigningKey& key);
/// The header that sign_entry will write: associated data of the payload's seal.
[[nodiscard]] EntryHeader entry_header(EntryKind kind, const EntryPosition& position, const Nonce& nonce,
                                       std::size_t payload_bytes, const KeyId& sender);

/// What is left of an entry whose payload was erased: header || H(payload) || signature. It keeps the chain
/// whole and its signature can still be checked.
struct ErasedEntry {
  EntryHeader header{};
  std::array<std::uint8_t, entry_header_bytes> header_bytes{};
  Digest payload_hash{};
  Signature signature{};

  static constexpr std::size_t byte_count = entry_header_bytes + Digest::byte_count + Signature::byte_count;
};

[[nodiscard]] Checked<ErasedEntry> parse_erased(BytesView bytes);
[[nodiscard]] Bytes erase_payload(const VerifiedEntry& entry);
/// The entry's hash (the same as before the erasure) when the signature is the signer's.
[[nodiscard]] std::optional<EntryHash> verify_erased(const ErasedEntry& entry, const VerifyKey& signer);

}  // namespace kiezel::crypto
