// X-Wing keys as bytes: all that needs no KEM (crypto/KZ1.md 2.3).
#pragma once

#include "crypto/bytes.hpp"
#include "crypto/ids.hpp"
#include "crypto/secret.hpp"

namespace kiezel::crypto {

using KemPublicKey = FixedBytes<struct KemPublicKeyTag, 1216>;
using KemCiphertext = FixedBytes<struct KemCiphertextTag, 1120>;
/// The whole private key: both halves are expanded from it.
using KemSeed = Secret<32>;

/// HPKE output around a plaintext: the ciphertext of the KEM and the tag of the AEAD.
inline constexpr std::size_t wrap_overhead_bytes = KemCiphertext::byte_count + 16;

/// H(public key).
[[nodiscard]] KemId kem_id(const KemPublicKey& key);

}  // namespace kiezel::crypto
