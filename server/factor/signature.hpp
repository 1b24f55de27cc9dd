// Signatures of passkeys. EdDSA goes through libsodium like every Ed25519 signature of ours
// (crypto/KZ1.md 2.4, T3); ES256 and RS256 are not in libsodium and go through OpenSSL, which is the reason
// that this file may include it.
#pragma once

#include "crypto/bytes.hpp"
#include "server/factor/cose_key.hpp"

namespace kiezel::factor {

/// False also for a key that is none: a point off its curve.
[[nodiscard]] bool verify_signature(const CoseKey& key, crypto::BytesView message,
                                    crypto::BytesView signature);

/// False for a key that no signature could ever verify under.
[[nodiscard]] bool is_usable(const CoseKey& key);

}  // namespace kiezel::factor
