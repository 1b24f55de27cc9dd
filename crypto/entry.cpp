#include "crypto/entry.hpp"

#include <algorithm>
#include <cassert>

#include "crypto/hash.hpp"
#include "crypto/labels.hpp"

namespace kiezel::crypto {
namespace {

constexpr std::uint16_t magic = 0x4b31;  // "K1"
constexpr std::uint8_t suite = 0x02;

bool is_known(std::uint8_t kind) {
  return kind >= 1 && kind <= 5;
}

/// COMMIT seals nothing under one nonce and ERASE seals nothing at all.
bool has_nonce(EntryKind kind) {
  return kind != EntryKind::commit && kind != EntryKind::erase;
}

Checked<EntryHeader> parse_header(BytesView bytes) {
  ByteReader reader(bytes);
  const std::uint16_t magic_read = reader.u16();
  const std::uint8_t suite_read = reader.u8();
  const std::uint8_t kind = reader.u8();
  EntryHeader header;
  header.position.conversation = reader.fixed<ConversationId>();
  header.position.seq = reader.u64();
  header.position.prev = reader.fixed<EntryHash>();
  header.position.epoch = reader.u32();
  header.sender = reader.fixed<KeyId>();
  header.nonce = reader.fixed<Nonce>();
  header.payload_bytes = reader.u32();
  if (!reader.ok()) return std::unexpected(Refusal::syntax);
  if (magic_read != magic || suite_read != suite || !is_known(kind)) return std::unexpected(Refusal::shape);
  header.kind = EntryKind{kind};
  if (!has_nonce(header.kind) && !header.nonce.is_zero()) return std::unexpected(Refusal::shape);
  if (header.payload_bytes > entry_payload_bytes_max) return std::unexpected(Refusal::limit);
  if (header.position.seq > number_max) return std::unexpected(Refusal::limit);
  return header;
}

}  // namespace

std::array<std::uint8_t, entry_header_bytes> encode(const EntryHeader& header) {
  const Bytes bytes = ByteWriter(entry_header_bytes)
                          .u16(magic)
                          .u8(suite)
                          .u8(static_cast<std::uint8_t>(header.kind))
                          .raw(header.position.conversation)
                          .u64(header.position.seq)
                          .raw(header.position.prev)
                          .u32(header.position.epoch)
                          .raw(header.sender)
                          .raw(header.nonce)
                          .u32(header.payload_bytes)
                          .take();
  assert(bytes.size() == entry_header_bytes);
  std::array<std::uint8_t, entry_header_bytes> result{};
  std::ranges::copy(bytes, result.begin());
  return result;
}

Checked<ParsedEntry> ParsedEntry::parse(BytesView bytes) {
  const auto header = parse_header(bytes);
  if (!header) return std::unexpected(header.error());
  if (bytes.size() != entry_overhead_bytes + header->payload_bytes) return std::unexpected(Refusal::syntax);
  ParsedEntry entry;
  entry.header_ = *header;
  entry.signature_ = Signature::from(bytes.last(Signature::byte_count)).value();
  entry.bytes_ = bytes;
  return entry;
}

std::optional<VerifiedEntry> verify(const ParsedEntry& entry, const VerifyKey& signer) {
  if (key_id(signer) != entry.header().sender) return std::nullopt;
  const Digest payload_hash = sha256(entry.payload());
  if (!verify(signer, labels::entry, {entry.header_bytes(), payload_hash}, entry.signature()))
    return std::nullopt;
  VerifiedEntry verified(entry);
  verified.payload_hash_ = payload_hash;
  verified.hash_ = entry_hash(entry.header_bytes(), payload_hash, entry.signature());
  verified.signer_ = signer;
  return verified;
}

EntryHash entry_hash(BytesView header_bytes, const Digest& payload_hash, const Signature& signature) {
  return EntryHash{hash(labels::entry_hash, {header_bytes, payload_hash, signature}).bytes};
}

EntryHeader entry_header(EntryKind kind, const EntryPosition& position, const Nonce& nonce,
                         std::size_t payload_bytes, const KeyId& sender) {
  assert(payload_bytes <= entry_payload_bytes_max);
  return {.kind = kind,
          .position = position,
          .sender = sender,
          .nonce = nonce,
          .payload_bytes = static_cast<std::uint32_t>(payload_bytes)};
}

Bytes sign_entry(EntryKind kind, const EntryPosition& position, const Nonce& nonce, BytesView payload,
                 const SigningKey& key) {
  const auto header = encode(entry_header(kind, position, nonce, payload.size(), key.id()));
  const Signature signature = sign(key, labels::entry, {header, sha256(payload)});
  return join({header, payload, signature});
}

Checked<ErasedEntry> parse_erased(BytesView bytes) {
  if (bytes.size() != ErasedEntry::byte_count) return std::unexpected(Refusal::syntax);
  const auto header = parse_header(bytes);
  if (!header) return std::unexpected(header.error());
  ErasedEntry entry;
  entry.header = *header;
  ByteReader reader(bytes);
  std::ranges::copy(reader.raw(entry_header_bytes), entry.header_bytes.begin());
  entry.payload_hash = reader.fixed<Digest>();
  entry.signature = reader.fixed<Signature>();
  return entry;
}

Bytes erase_payload(const VerifiedEntry& entry) {
  return join({entry.header_bytes(), entry.payload_hash(), entry.bytes().last(Signature::byte_count)});
}

std::optional<EntryHash> verify_erased(const ErasedEntry& entry, const VerifyKey& signer) {
  if (key_id(signer) != entry.header.sender) return std::nullopt;
  if (!verify(signer, labels::entry, {entry.header_bytes, entry.payload_hash}, entry.signature))
    return std::nullopt;
  return entry_hash(entry.header_bytes, entry.payload_hash, entry.signature);
}

}  // namespace kiezel::crypto
