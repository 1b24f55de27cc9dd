// The weekly X-Wing key of an advisor's device, to which new epochs are wrapped (crypto/KZ1.md 4.2, 5.7).
// 1334 bytes.
#pragma once

#include <cstdint>
#include <optional>

#include "crypto/device_certificate.hpp"
#include "crypto/kem_key.hpp"
#include "crypto/refusal.hpp"
#include "crypto/sign.hpp"

namespace kiezel::crypto {

inline constexpr std::size_t prekey_bytes = 1334;
/// Replaced weekly; the rest covers a holiday without unlocking.
inline constexpr std::uint64_t prekey_lifetime_s_max = 35 * 86'400;

struct PrekeyFields {
  KeyId advisor{};
  KeyId device{};
  std::uint32_t number = 0;
  std::uint64_t not_before_s = 0;
  std::uint64_t not_after_s = 0;
  KemPublicKey kem_key{};
};

struct ParsedPrekey {
  PrekeyFields fields{};
  Signature signature{};
};

/// Signed by a device whose certificate was verified.
class Prekey {
 public:
  [[nodiscard]] const PrekeyFields& fields() const { return fields_; }
  [[nodiscard]] bool is_valid_at(std::uint64_t at_s) const {
    return fields_.not_before_s <= at_s && at_s < fields_.not_after_s;
  }

 private:
  friend std::optional<Prekey> verify(const ParsedPrekey&, const DeviceCertificate&);
  Prekey() = default;
  PrekeyFields fields_;
};

[[nodiscard]] Checked<ParsedPrekey> parse_prekey(BytesView bytes);
[[nodiscard]] std::optional<Prekey> verify(const ParsedPrekey& prekey, const DeviceCertificate& device);
/// `fields.device` is overwritten with the key id of `device_key`.
[[nodiscard]] Bytes sign_prekey(PrekeyFields fields, const SigningKey& device_key);

}  // namespace kiezel::crypto
