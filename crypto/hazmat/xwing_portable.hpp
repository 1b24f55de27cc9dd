// X-Wing (draft-connolly-cfrg-xwing-kem) from crypto/hazmat's ML-KEM-768 and libsodium's X25519. Always
// built, so that it can be compared with libsodium's own where that exists.
#pragma once

#include <optional>

#include "crypto/kem_key.hpp"
#include "crypto/xwing.hpp"

namespace kiezel::crypto::hazmat {

[[nodiscard]] KemPublicKey xwing_public_key(const KemSeed& seed);
[[nodiscard]] std::optional<Encapsulation> xwing_encapsulate(const KemPublicKey& key,
                                                             const EncapsulationSeed& seed);
[[nodiscard]] std::optional<SharedSecret> xwing_decapsulate(const KemSeed& seed,
                                                            const KemCiphertext& ciphertext);

}  // namespace kiezel::crypto::hazmat
