// The paper that brings an advisor back who lost every device: 132 random bits as twelve words, from which
// the key grows that seals the identity key (crypto/KZ1.md 4.4). The server keeps what is sealed and gives it
// to whoever shows the token; the card alone opens nothing, nor does the server.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "crypto/argon2id.hpp"
#include "crypto/random.hpp"
#include "crypto/refusal.hpp"
#include "crypto/sign.hpp"

namespace kiezel::crypto {

inline constexpr std::size_t recovery_words = 12;
inline constexpr std::size_t recovery_code_bytes = 17;
inline constexpr std::size_t sealed_identity_bytes = 106;

/// Word i is bits 131-11i .. 121-11i of the seventeen bytes.
class RecoveryCode {
 public:
  /// Nothing when a bit above the 132 is set, or when all are zero.
  [[nodiscard]] static std::optional<RecoveryCode> from_integer(Secret<recovery_code_bytes> integer);
  [[nodiscard]] static RecoveryCode generate(Random& random);
  [[nodiscard]] static std::optional<RecoveryCode> from_indexes(
      std::span<const std::uint16_t, recovery_words> indexes);

  [[nodiscard]] const Secret<recovery_code_bytes>& integer() const { return integer_; }
  [[nodiscard]] std::array<std::uint16_t, recovery_words> indexes() const;

 private:
  explicit RecoveryCode(Secret<recovery_code_bytes> integer) : integer_(std::move(integer)) {}
  Secret<recovery_code_bytes> integer_;
};

/// Argon2id over the seventeen bytes, 64 MiB. Nothing when the memory cannot be had.
[[nodiscard]] std::optional<Secret<32>> recovery_root(const RecoveryCode& code,
                                                      std::string_view deployment_id);
/// Asks the server for what it keeps; the server keeps SHA-256 of it.
[[nodiscard]] Secret<32> recovery_token(const Secret<32>& root);

/// "R1" || AIK 32 || nonce 24 || AEAD of the identity key's seed.
[[nodiscard]] Bytes seal_identity(const SigningKey& identity, const Secret<32>& root, Random& random);
/// Nothing when it does not open, or opens to another key than it names.
[[nodiscard]] std::optional<SigningKey> open_identity(BytesView sealed, const Secret<32>& root);

/// The identity key says that this card takes the place of the one before.
[[nodiscard]] Signature sign_recovery_card(BytesView token_hash, BytesView sealed,
                                           const SigningKey& identity);
[[nodiscard]] bool verify_recovery_card(BytesView token_hash, BytesView sealed, const VerifyKey& identity_key,
                                        const Signature& signature);

/// The identity key says that a device is lost: `at_s` in unix seconds.
[[nodiscard]] Signature sign_revocation(const KeyId& device, std::uint64_t at_s, const SigningKey& identity);
[[nodiscard]] bool verify_revocation(const KeyId& device, std::uint64_t at_s, const VerifyKey& identity_key,
                                     const Signature& signature);

}  // namespace kiezel::crypto
