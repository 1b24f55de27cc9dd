// What a browser that wants to become a device of an advisor shows to the others (crypto/KZ1.md 4.3). It
// vouches for nobody: the advisor compares its digits on two screens. 1314 bytes.
#pragma once

#include <optional>
#include <string_view>

#include "crypto/kem_key.hpp"
#include "crypto/refusal.hpp"
#include "crypto/sign.hpp"

namespace kiezel::crypto {

inline constexpr std::size_t device_offer_bytes = 1314;

/// Under which an offer waits at the server.
using OfferId = FixedBytes<struct OfferIdTag, 16>;

struct DeviceOfferFields {
  VerifyKey device_key{};
  /// The device's first prekey: what it is sent is wrapped to this.
  KemPublicKey kem_key{};
};

struct ParsedDeviceOffer {
  DeviceOfferFields fields{};
  Signature signature{};
};

/// Signed by the device's own key: whoever compared the digits has the right KEM key too.
class DeviceOffer {
 public:
  [[nodiscard]] const DeviceOfferFields& fields() const { return fields_; }

 private:
  friend std::optional<DeviceOffer> verify(const ParsedDeviceOffer&);
  DeviceOffer() = default;
  DeviceOfferFields fields_;
};

[[nodiscard]] Checked<ParsedDeviceOffer> parse_device_offer(BytesView bytes);
[[nodiscard]] std::optional<DeviceOffer> verify(const ParsedDeviceOffer& offer);
/// `fields.device_key` is overwritten with the key of `device`.
[[nodiscard]] Bytes sign_device_offer(DeviceOfferFields fields, const SigningKey& device);

/// From device_digits() (safety_number.hpp); whatever is no digit does not count.
[[nodiscard]] OfferId offer_id(std::string_view digits);

}  // namespace kiezel::crypto
