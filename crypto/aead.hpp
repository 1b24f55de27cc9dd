// XChaCha20-Poly1305-IETF, the cipher of entries, rosters and notes (crypto/KZ1.md 2.3).
#pragma once

#include <optional>

#include "crypto/bytes.hpp"
#include "crypto/ids.hpp"
#include "crypto/secret.hpp"

namespace kiezel::crypto {

using AeadKey = Secret<32>;

inline constexpr std::size_t aead_tag_bytes = 16;

/// Ciphertext, then 16 bytes of tag.
[[nodiscard]] Bytes aead_seal(const AeadKey& key, const Nonce& nonce, BytesView associated,
                              BytesView plaintext);
/// Nothing when it does not open; no reason.
[[nodiscard]] std::optional<SecretBytes> aead_open(const AeadKey& key, const Nonce& nonce,
                                                   BytesView associated, BytesView ciphertext);

}  // namespace kiezel::crypto
