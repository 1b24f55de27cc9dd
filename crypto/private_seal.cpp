#include "crypto/private_seal.hpp"

#include "crypto/aead.hpp"
#include "crypto/commit.hpp"
#include "crypto/hash.hpp"
#include "crypto/hkdf.hpp"
#include "crypto/hpke.hpp"
#include "crypto/labels.hpp"
#include "crypto/padding.hpp"

namespace kiezel::crypto {
namespace {

/// conversation || seq: binds wraps and key to one place in one log.
Bytes place(const EntryPosition& position) {
  return ByteWriter(24).raw(position.conversation).u64(position.seq).take();
}

Bytes wrap_info() {
  return ByteWriter().label(labels::private_wrap).take();
}

AeadKey content_key(const ConversationShare& share, const PrivateSecret& secret,
                    const EntryPosition& position) {
  return expand(hkdf_extract(share.expose(), secret.expose()), labels::private_key, place(position));
}

Bytes associated_data(BytesView header, BytesView wraps) {
  return join({header, sha256(wraps)});
}

/// n || n x (kem_id || wrap).
std::optional<Bytes> make_wraps(const PrivateSecret& secret, const EntryPosition& position,
                                std::span<const KemPublicKey> devices, Random& random) {
  const Bytes info = wrap_info();
  const Bytes associated = place(position);
  ByteWriter writer;
  writer.u8(static_cast<std::uint8_t>(devices.size()));
  for (const KemPublicKey& device : devices) {
    const auto wrapped = wrap(device, {.info = info, .associated = associated}, secret.expose(), random);
    if (!wrapped) return std::nullopt;
    writer.raw(kem_id(device)).raw(*wrapped);
  }
  return writer.take();
}

}  // namespace

std::optional<Bytes> seal_private(const CallDetails& details, const EntryPosition& position,
                                  const ConversationShare& share, std::span<const KemPublicKey> devices,
                                  const SigningKey& sender, Random& random) {
  if (share.is_zero() || devices.empty() || devices.size() > recipients_max) return std::nullopt;
  const SecretBytes tlv(encode(details));
  if (!parse_call_details(tlv.expose())) return std::nullopt;
  const auto padded = pad(tlv.expose());
  if (!padded) return std::nullopt;

  const auto secret = random.secret<PrivateSecret::byte_count>();
  const auto nonce = random.fixed<Nonce>();
  const auto wraps = make_wraps(secret, position, devices, random);
  if (!wraps) return std::nullopt;
  const std::size_t payload_bytes = wraps->size() + padded->expose().size() + aead_tag_bytes;
  const auto header =
      encode(entry_header(EntryKind::private_details, position, nonce, payload_bytes, sender.id()));
  const Bytes sealed = aead_seal(content_key(share, secret, position), nonce, associated_data(header, *wraps),
                                 padded->expose());
  return sign_entry(EntryKind::private_details, position, nonce, join({*wraps, sealed}), sender);
}

std::optional<PrivateSecret> unwrap_private(const VerifiedEntry& entry, const KemKeyPair& our_key) {
  if (entry.header().kind != EntryKind::private_details) return std::nullopt;
  const auto payload = parse_private(entry.payload());
  if (!payload) return std::nullopt;
  const Bytes info = wrap_info();
  const Bytes associated = place(entry.header().position);
  for (const PrivateWrap& wrap : payload->wraps) {
    if (wrap.kem_id != our_key.id()) continue;
    const auto secret = unwrap(our_key, {.info = info, .associated = associated}, wrap.wrapped);
    return secret ? PrivateSecret::from(secret->expose()) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<CallDetails> open_private(const VerifiedEntry& entry, const PrivateSecret& secret,
                                        const ConversationShare& share) {
  if (share.is_zero() || secret.is_zero()) return std::nullopt;
  if (entry.header().kind != EntryKind::private_details) return std::nullopt;
  const auto payload = parse_private(entry.payload());
  if (!payload) return std::nullopt;
  const auto padded = aead_open(content_key(share, secret, entry.header().position), entry.header().nonce,
                                associated_data(entry.header_bytes(), payload->wraps_bytes), payload->sealed);
  if (!padded) return std::nullopt;
  const auto size = unpadded_size(padded->expose());
  if (!size) return std::nullopt;
  auto details = parse_call_details(padded->expose().first(*size));
  if (!details) return std::nullopt;
  return std::move(*details);
}

}  // namespace kiezel::crypto
