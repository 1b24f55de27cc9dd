// What a device presents for itself: a certificate by its advisor's identity key and a prekey by its own.
#pragma once

#include <cstdint>
#include <optional>

#include "crypto/device_certificate.hpp"
#include "crypto/prekey.hpp"
#include "server/core/ids.hpp"

namespace kiezel::account {

/// A device's clock may be ahead of ours: its certificate or prekey may start this much later than now.
inline constexpr std::uint64_t clock_skew_s = 300;

/// A certificate that the identity key signed for itself and that is valid now.
[[nodiscard]] std::optional<crypto::DeviceCertificate> certificate_from(crypto::BytesView bytes,
                                                                        const crypto::VerifyKey& advisor_key,
                                                                        std::uint64_t now_s);

/// Of this device and valid now. The signature is still to be checked with the device's certificate.
[[nodiscard]] std::optional<crypto::ParsedPrekey> prekey_from(crypto::BytesView bytes,
                                                              core::AdvisorId advisor, core::DeviceId device,
                                                              std::uint64_t now_s);

}  // namespace kiezel::account
