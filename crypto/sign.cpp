#include "crypto/sign.hpp"

#include <sodium.h>

#include <algorithm>

#include "crypto/hash.hpp"
#include "crypto/labels.hpp"

namespace kiezel::crypto {
namespace {

/// L(label) || parts. Everything signed in KZ1 is public or ciphertext, so the buffer needs no wiping.
Bytes labelled(std::string_view label, std::initializer_list<BytesView> parts) {
  std::size_t total = 1 + label.size();
  for (const BytesView part : parts) total += part.size();
  ByteWriter writer(total);
  writer.label(label);
  for (const BytesView part : parts) writer.raw(part);
  return writer.take();
}

}  // namespace

std::optional<SigningKey> SigningKey::from_seed(const Secret<32>& seed) {
  if (seed.is_zero()) return std::nullopt;
  SigningKey key;
  crypto_sign_ed25519_seed_keypair(key.verify_key_.bytes.data(), key.secret_.expose_mutable().data(),
                                   seed.expose().data());
  if (key.verify_key_.is_zero()) return std::nullopt;
  key.id_ = key_id(key.verify_key_);
  return key;
}

Secret<32> SigningKey::seed() const {
  Secret<32> result;
  std::ranges::copy(secret_.expose().first<32>(), result.expose_mutable().begin());
  return result;
}

SigningKey SigningKey::clone() const {
  SigningKey copy;
  copy.secret_ = secret_.clone();
  copy.verify_key_ = verify_key_;
  copy.id_ = id_;
  return copy;
}

KeyId key_id(const VerifyKey& key) {
  return KeyId::from(hash(labels::key_id, {key}).view().first(KeyId::byte_count)).value();
}

Signature sign(const SigningKey& key, std::string_view label, std::initializer_list<BytesView> message) {
  const Bytes input = labelled(label, message);
  Signature signature;
  crypto_sign_ed25519_detached(signature.bytes.data(), nullptr, input.data(), input.size(),
                               key.secret_.expose().data());
  return signature;
}

bool verify(const VerifyKey& key, std::string_view label, std::initializer_list<BytesView> message,
            const Signature& signature) {
  return verify_raw(key, labelled(label, message), signature);
}

bool verify_raw(const VerifyKey& key, BytesView message, const Signature& signature) {
  if (key.is_zero()) return false;
  return crypto_sign_ed25519_verify_detached(signature.bytes.data(), message.data(), message.size(),
                                             key.bytes.data()) == 0;
}

}  // namespace kiezel::crypto
