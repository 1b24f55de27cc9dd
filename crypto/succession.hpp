// What a client's next keys say about the COMMIT that brings them in (crypto/KZ1.md 5.4). Whoever comes back
// with the new words knows nothing of the old ones; this signature, which only the new words can make, says
// that whoever made them vouches for the whole log before.
#pragma once

#include "crypto/entry.hpp"
#include "crypto/ids.hpp"
#include "crypto/sign.hpp"

namespace kiezel::crypto {

struct Succession {
  /// Of the COMMIT itself: its `prev` stands for all that came before.
  EntryPosition position{};
  KemId kem_id{};
};

/// By the client's new signing key in this conversation.
[[nodiscard]] Signature sign_succession(const Succession& succession, const SigningKey& successor);
[[nodiscard]] bool verify_succession(const Succession& succession, const VerifyKey& successor,
                                     const Signature& signature);

}  // namespace kiezel::crypto
