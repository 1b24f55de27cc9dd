// An advisor's identity key vouches for one of that advisor's devices (crypto/KZ1.md 5.7). 130 bytes.
#pragma once

#include <cstdint>
#include <optional>

#include "crypto/commit_rules.hpp"
#include "crypto/refusal.hpp"
#include "crypto/sign.hpp"

namespace kiezel::crypto {

inline constexpr std::size_t device_certificate_bytes = 130;
/// A lost device that nobody reports is out by itself within half a year.
inline constexpr std::uint64_t device_certificate_lifetime_s_max = 180 * 86'400;

/// Unix seconds; valid when not_before_s <= now < not_after_s.
struct DeviceCertificateFields {
  KeyId advisor{};
  VerifyKey device_key{};
  std::uint64_t not_before_s = 0;
  std::uint64_t not_after_s = 0;
};

/// Well formed; nobody's word for it yet.
struct ParsedDeviceCertificate {
  DeviceCertificateFields fields{};
  Signature signature{};
};

/// Signed by the advisor's identity key.
class DeviceCertificate {
 public:
  [[nodiscard]] const DeviceCertificateFields& fields() const { return fields_; }
  [[nodiscard]] const VerifyKey& advisor_key() const { return advisor_key_; }
  [[nodiscard]] bool is_valid_at(std::uint64_t at_s) const {
    return fields_.not_before_s <= at_s && at_s < fields_.not_after_s;
  }
  /// As the rules want it; the caller adds what the directory says about revocation.
  [[nodiscard]] Device device() const;

 private:
  friend std::optional<DeviceCertificate> verify(const ParsedDeviceCertificate&, const VerifyKey&);
  DeviceCertificate() = default;
  DeviceCertificateFields fields_;
  VerifyKey advisor_key_;
};

/// Wrong size (syntax); magic, zero key, end not after start (shape); longer than 180 days (limit).
[[nodiscard]] Checked<ParsedDeviceCertificate> parse_device_certificate(BytesView bytes);
[[nodiscard]] std::optional<DeviceCertificate> verify(const ParsedDeviceCertificate& certificate,
                                                      const VerifyKey& advisor_key);
/// `fields.advisor` is overwritten with the key id of `advisor_key`.
[[nodiscard]] Bytes sign_device_certificate(DeviceCertificateFields fields, const SigningKey& advisor_key);

}  // namespace kiezel::crypto
