// The keys of one epoch, all from the epoch's secret and the conversation's share (crypto/KZ1.md 5.3).
// Without the share, which the server keeps and can delete, every epoch secret is useless.
#pragma once

#include <cstdint>
#include <optional>

#include "crypto/aead.hpp"
#include "crypto/hkdf.hpp"
#include "crypto/ids.hpp"
#include "crypto/secret.hpp"

namespace kiezel::crypto {

/// S: chosen by the creator of a conversation, handed to the server, never in the log.
using ConversationShare = Secret<32>;
/// E_e: chosen by the committer, wrapped to every reader.
using EpochSecret = Secret<32>;

class EpochKeys {
 public:
  /// Nothing when the share or the secret is all zero.
  [[nodiscard]] static std::optional<EpochKeys> derive(const ConversationShare& share,
                                                       const EpochSecret& secret,
                                                       const ConversationId& conversation,
                                                       std::uint32_t epoch);

  [[nodiscard]] std::uint32_t epoch() const { return epoch_; }
  /// conversation id || u32 epoch.
  [[nodiscard]] BytesView context() const { return context_; }
  /// kc, published in the COMMIT: nobody can give two members different keys.
  [[nodiscard]] const KeyCommitment& commitment() const { return commitment_; }
  [[nodiscard]] AeadKey roster_key() const;
  /// The key for entries written by `sender`: a ciphertext cannot be signed again as somebody else's.
  [[nodiscard]] AeadKey sender_key(const KeyId& sender) const;

 private:
  EpochKeys() = default;
  PseudoRandomKey key_;
  std::array<std::uint8_t, 20> context_{};
  KeyCommitment commitment_;
  std::uint32_t epoch_ = 0;
};

}  // namespace kiezel::crypto
