// X-Wing = ML-KEM-768 + X25519 (draft-connolly-cfrg-xwing-kem). libsodium's own when it has one (1.0.22),
// else crypto/hazmat. In the target kiezel_crypto_kem: the server never decapsulates.
#pragma once

#include <optional>

#include "crypto/kem_key.hpp"
#include "crypto/secret.hpp"

namespace kiezel::crypto {

class KemKeyPair {
 public:
  /// Nothing for an all-zero seed.
  [[nodiscard]] static std::optional<KemKeyPair> from_seed(const KemSeed& seed);

  [[nodiscard]] const KemSeed& seed() const { return seed_; }
  [[nodiscard]] const KemPublicKey& public_key() const { return public_key_; }
  [[nodiscard]] const KemId& id() const { return id_; }

 private:
  KemKeyPair() = default;
  KemSeed seed_;
  KemPublicKey public_key_;
  KemId id_;
};

using SharedSecret = Secret<32>;
/// ML-KEM's 32 random bytes, then X25519's 32.
using EncapsulationSeed = Secret<64>;

struct Encapsulation {
  KemCiphertext ciphertext;
  SharedSecret shared_secret;
};

/// Nothing for a public key with an ML-KEM coefficient that is not reduced, or with a zero X25519 share (T4).
[[nodiscard]] std::optional<Encapsulation> encapsulate(const KemPublicKey& their_key,
                                                       const EncapsulationSeed& seed);
/// Nothing for a zero X25519 share. A changed ciphertext gives another secret, not a failure (implicit
/// rejection).
[[nodiscard]] std::optional<SharedSecret> decapsulate(const KemKeyPair& our_key,
                                                      const KemCiphertext& ciphertext);

}  // namespace kiezel::crypto
