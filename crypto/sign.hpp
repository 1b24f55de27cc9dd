// Ed25519 over labelled messages. Verification is libsodium's, which refuses small-order and non-canonical
// points that OpenSSL and WebCrypto let pass (crypto/KZ1.md 2.4, T3).
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "crypto/bytes.hpp"
#include "crypto/ids.hpp"
#include "crypto/secret.hpp"

namespace kiezel::crypto {

using VerifyKey = FixedBytes<struct VerifyKeyTag, 32>;
using Signature = FixedBytes<struct SignatureTag, 64>;

class SigningKey {
 public:
  /// Nothing for an all-zero seed: that is a broken generator or a broken library, never a key (T2).
  [[nodiscard]] static std::optional<SigningKey> from_seed(const Secret<32>& seed);

  [[nodiscard]] const VerifyKey& verify_key() const { return verify_key_; }
  [[nodiscard]] const KeyId& id() const { return id_; }
  [[nodiscard]] Secret<32> seed() const;
  [[nodiscard]] SigningKey clone() const;

 private:
  friend Signature sign(const SigningKey&, std::string_view, std::initializer_list<BytesView>);
  SigningKey() = default;

  Secret<64> secret_;
  VerifyKey verify_key_;
  KeyId id_;
};

/// keyid(pk): the first 16 bytes of hash("kz1/keyid", pk).
[[nodiscard]] KeyId key_id(const VerifyKey& key);

/// Ed25519(key, L(label) || message) with message = the parts, one after the other.
[[nodiscard]] Signature sign(const SigningKey& key, std::string_view label,
                             std::initializer_list<BytesView> message);
[[nodiscard]] bool verify(const VerifyKey& key, std::string_view label,
                          std::initializer_list<BytesView> message, const Signature& signature);
/// Without a label: for known answers, the T3 table, and the passkeys of others' making.
[[nodiscard]] bool verify_raw(const VerifyKey& key, BytesView message, const Signature& signature);

}  // namespace kiezel::crypto
