#include "crypto/device_certificate.hpp"

#include "crypto/labels.hpp"

namespace kiezel::crypto {
namespace {

constexpr std::uint16_t magic = 0x4331;  // "C1"

/// All that is signed.
Bytes encode(const DeviceCertificateFields& fields) {
  return ByteWriter(device_certificate_bytes)
      .u16(magic)
      .raw(fields.advisor)
      .raw(fields.device_key)
      .u64(fields.not_before_s)
      .u64(fields.not_after_s)
      .take();
}

}  // namespace

Device DeviceCertificate::device() const {
  return {.key = fields_.device_key,
          .advisor = advisor_key_,
          .not_before_s = fields_.not_before_s,
          .not_after_s = fields_.not_after_s,
          .revoked_at_s = std::nullopt};
}

Checked<ParsedDeviceCertificate> parse_device_certificate(BytesView bytes) {
  ByteReader reader(bytes);
  const std::uint16_t magic_read = reader.u16();
  ParsedDeviceCertificate certificate;
  DeviceCertificateFields& fields = certificate.fields;
  fields.advisor = reader.fixed<KeyId>();
  fields.device_key = reader.fixed<VerifyKey>();
  fields.not_before_s = reader.u64();
  fields.not_after_s = reader.u64();
  certificate.signature = reader.fixed<Signature>();
  if (!reader.finished()) return std::unexpected(Refusal::syntax);
  if (magic_read != magic || fields.device_key.is_zero()) return std::unexpected(Refusal::shape);
  if (fields.not_after_s > number_max) return std::unexpected(Refusal::limit);
  if (fields.not_after_s <= fields.not_before_s) return std::unexpected(Refusal::shape);
  if (fields.not_after_s - fields.not_before_s > device_certificate_lifetime_s_max) {
    return std::unexpected(Refusal::limit);
  }
  return certificate;
}

std::optional<DeviceCertificate> verify(const ParsedDeviceCertificate& certificate,
                                        const VerifyKey& advisor_key) {
  if (key_id(advisor_key) != certificate.fields.advisor) return std::nullopt;
  if (!verify(advisor_key, labels::device_certificate, {encode(certificate.fields)}, certificate.signature)) {
    return std::nullopt;
  }
  DeviceCertificate verified;
  verified.fields_ = certificate.fields;
  verified.advisor_key_ = advisor_key;
  return verified;
}

Bytes sign_device_certificate(DeviceCertificateFields fields, const SigningKey& advisor_key) {
  fields.advisor = advisor_key.id();
  const Bytes content = encode(fields);
  return join({content, sign(advisor_key, labels::device_certificate, {content})});
}

}  // namespace kiezel::crypto
