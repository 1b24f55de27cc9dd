// wrap and unwrap: HPKE base mode, single shot (RFC 9180), suite X-Wing 0x647a, HKDF-SHA256 1,
// ChaCha20Poly1305 3, used unmodified so that any HPKE library can check ours (crypto/KZ1.md 2.3). In the
// target kiezel_crypto_kem.
#pragma once

#include <optional>

#include "crypto/random.hpp"
#include "crypto/xwing.hpp"

namespace kiezel::crypto {

struct WrapContext {
  BytesView info{};
  BytesView associated{};
};

/// enc(1120) || ciphertext || tag(16). Nothing when the public key is refused (xwing.hpp).
[[nodiscard]] std::optional<Bytes> wrap(const KemPublicKey& their_key, const WrapContext& context,
                                        BytesView plaintext, Random& random);
/// Nothing when it does not open; no reason.
[[nodiscard]] std::optional<SecretBytes> unwrap(const KemKeyPair& our_key, const WrapContext& context,
                                                BytesView wrapped);

}  // namespace kiezel::crypto
