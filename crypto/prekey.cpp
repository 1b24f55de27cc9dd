#include "crypto/prekey.hpp"

#include "crypto/labels.hpp"

namespace kiezel::crypto {
namespace {

constexpr std::uint16_t magic = 0x5031;  // "P1"

/// All that is signed.
Bytes encode(const PrekeyFields& fields) {
  return ByteWriter(prekey_bytes)
      .u16(magic)
      .raw(fields.advisor)
      .raw(fields.device)
      .u32(fields.number)
      .u64(fields.not_before_s)
      .u64(fields.not_after_s)
      .raw(fields.kem_key)
      .take();
}

}  // namespace

Checked<ParsedPrekey> parse_prekey(BytesView bytes) {
  ByteReader reader(bytes);
  const std::uint16_t magic_read = reader.u16();
  ParsedPrekey prekey;
  PrekeyFields& fields = prekey.fields;
  fields.advisor = reader.fixed<KeyId>();
  fields.device = reader.fixed<KeyId>();
  fields.number = reader.u32();
  fields.not_before_s = reader.u64();
  fields.not_after_s = reader.u64();
  fields.kem_key = reader.fixed<KemPublicKey>();
  prekey.signature = reader.fixed<Signature>();
  if (!reader.finished()) return std::unexpected(Refusal::syntax);
  if (magic_read != magic || fields.kem_key.is_zero()) return std::unexpected(Refusal::shape);
  if (fields.not_after_s > number_max) return std::unexpected(Refusal::limit);
  if (fields.not_after_s <= fields.not_before_s) return std::unexpected(Refusal::shape);
  if (fields.not_after_s - fields.not_before_s > prekey_lifetime_s_max)
    return std::unexpected(Refusal::limit);
  return prekey;
}

std::optional<Prekey> verify(const ParsedPrekey& prekey, const DeviceCertificate& device) {
  const VerifyKey& device_key = device.fields().device_key;
  if (prekey.fields.advisor != device.fields().advisor || prekey.fields.device != key_id(device_key)) {
    return std::nullopt;
  }
  if (!verify(device_key, labels::prekey, {encode(prekey.fields)}, prekey.signature)) return std::nullopt;
  Prekey verified;
  verified.fields_ = prekey.fields;
  return verified;
}

Bytes sign_prekey(PrekeyFields fields, const SigningKey& device_key) {
  fields.device = device_key.id();
  const Bytes content = encode(fields);
  return join({content, sign(device_key, labels::prekey, {content})});
}

}  // namespace kiezel::crypto
