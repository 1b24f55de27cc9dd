// ML-KEM-768 (FIPS 203): the lattice half of X-Wing where libsodium has none. No branch, index or division
// depends on a secret, but nobody has reviewed it for side channels: for tests, the command-line client and
// the load generator.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"

namespace kiezel::crypto::hazmat {

inline constexpr std::size_t mlkem_ciphertext_bytes = 1088;

using MlKemPublicKey = FixedBytes<struct MlKemPublicKeyTag, 1184>;
using MlKemCiphertext = FixedBytes<struct MlKemCiphertextTag, mlkem_ciphertext_bytes>;
using MlKemSecretKey = Secret<2400>;

struct MlKemKeyPair {
  MlKemPublicKey public_key;
  MlKemSecretKey secret_key;
};

struct MlKemEncapsulation {
  MlKemCiphertext ciphertext;
  Secret<32> shared_secret;
};

/// ML-KEM.KeyGen_internal (FIPS 203 algorithm 16).
[[nodiscard]] MlKemKeyPair mlkem_key_pair(std::span<const std::uint8_t, 32> d,
                                          std::span<const std::uint8_t, 32> z);
/// Every coefficient is reduced (FIPS 203 section 7.2).
[[nodiscard]] bool mlkem_is_valid(const MlKemPublicKey& key);
/// ML-KEM.Encaps_internal (algorithm 17); the key must be valid.
[[nodiscard]] MlKemEncapsulation mlkem_encapsulate(const MlKemPublicKey& key,
                                                   std::span<const std::uint8_t, 32> m);
/// ML-KEM.Decaps_internal (algorithm 18), with implicit rejection.
[[nodiscard]] Secret<32> mlkem_decapsulate(const MlKemSecretKey& key, const MlKemCiphertext& ciphertext);

}  // namespace kiezel::crypto::hazmat
