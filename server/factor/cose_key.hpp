// The public key of a passkey in COSE form (RFC 9053), of the three kinds we ask authenticators for.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <variant>

#include "crypto/bytes.hpp"
#include "crypto/sign.hpp"
#include "server/factor/cbor.hpp"

namespace kiezel::factor {

/// ECDSA over P-256 with SHA-256: what nearly every authenticator makes.
struct Es256Key {
  std::array<std::uint8_t, 32> x{};
  std::array<std::uint8_t, 32> y{};
};

/// Ed25519.
struct EddsaKey {
  crypto::VerifyKey key;
};

/// RSASSA-PKCS1-v1_5 with SHA-256 and the exponent 65537: what Windows Hello makes in many TPMs.
struct Rs256Key {
  /// 2048 to 4096 bits, big-endian.
  crypto::Bytes modulus;
};

using CoseKey = std::variant<Es256Key, EddsaKey, Rs256Key>;

/// Exactly the members of one of the three, in canonical order. Whether the point lies on its curve is only
/// seen when a signature is verified.
[[nodiscard]] std::optional<CoseKey> parse_cose_key(CborReader& reader);

}  // namespace kiezel::factor
