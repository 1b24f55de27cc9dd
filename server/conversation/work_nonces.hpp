// The nonces that work is done for: one for everybody in each half hour, derived from a key, so that nothing
// has to be kept. That no two conversations share a proof follows from the conversation in it. Pure.
#pragma once

#include <cstdint>

#include "crypto/hkdf.hpp"
#include "crypto/work.hpp"

namespace kiezel::conversation {

class WorkNonces {
 public:
  explicit WorkNonces(crypto::PseudoRandomKey key) : key_(std::move(key)) {}

  struct Issued {
    crypto::WorkNonce nonce;
    std::int64_t expires_at_s = 0;
  };
  [[nodiscard]] Issued issue(std::int64_t now_s) const;
  // Of this period or the one before; or of the next, whose machine's clock is ahead of ours.
  [[nodiscard]] bool is_live(const crypto::WorkNonce& nonce, std::int64_t now_s) const;

 private:
  [[nodiscard]] crypto::WorkNonce of(std::int64_t period) const;

  crypto::PseudoRandomKey key_;
};

}  // namespace kiezel::conversation
