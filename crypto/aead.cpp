#include "crypto/aead.hpp"

#include <sodium.h>

namespace kiezel::crypto {

static_assert(aead_tag_bytes == crypto_aead_xchacha20poly1305_ietf_ABYTES);

Bytes aead_seal(const AeadKey& key, const Nonce& nonce, BytesView associated, BytesView plaintext) {
  Bytes ciphertext(plaintext.size() + aead_tag_bytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(ciphertext.data(), nullptr, plaintext.data(), plaintext.size(),
                                             associated.data(), associated.size(), nullptr,
                                             nonce.bytes.data(), key.expose().data());
  return ciphertext;
}

std::optional<SecretBytes> aead_open(const AeadKey& key, const Nonce& nonce, BytesView associated,
                                     BytesView ciphertext) {
  if (ciphertext.size() < aead_tag_bytes) return std::nullopt;
  SecretBytes plaintext(ciphertext.size() - aead_tag_bytes);
  const int refused = crypto_aead_xchacha20poly1305_ietf_decrypt(
      plaintext.expose_mutable().data(), nullptr, nullptr, ciphertext.data(), ciphertext.size(),
      associated.data(), associated.size(), nonce.bytes.data(), key.expose().data());
  if (refused != 0) return std::nullopt;
  return plaintext;
}

}  // namespace kiezel::crypto
