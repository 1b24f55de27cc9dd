// The key under which lie in Redis what the server must read and a copy of the database must not give:
// secrets of authenticator apps, mail addresses of advisors. It is a file in the data folder, never in Redis.
#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>

#include "crypto/aead.hpp"
#include "crypto/random.hpp"
#include "server/core/ids.hpp"

namespace kiezel::core {

class SealingKey {
 public:
  /// The name within the data folder.
  static constexpr std::string_view file_name = "factor.key";

  /// Made by the first start, for its owner's eyes only (0600). Machines that serve one organisation together
  /// need the same file; without it every app must be set up anew (kiezel-admin advisor factor-reset). The
  /// error is a sentence.
  [[nodiscard]] static std::expected<SealingKey, std::string> load_or_create(
      const std::filesystem::path& file, crypto::Random& random);
  explicit SealingKey(crypto::AeadKey key) : key_(std::move(key)) {}

  /// For a shard of its own.
  [[nodiscard]] SealingKey clone() const { return SealingKey(key_.clone()); }

  /// Nonce and ciphertext, bound to what it is for and to the advisor.
  [[nodiscard]] crypto::Bytes seal(std::string_view purpose, const AdvisorId& advisor,
                                   crypto::BytesView secret, crypto::Random& random) const;
  [[nodiscard]] std::optional<crypto::SecretBytes> open(std::string_view purpose, const AdvisorId& advisor,
                                                        crypto::BytesView sealed) const;

 private:
  crypto::AeadKey key_;
};

}  // namespace kiezel::core
