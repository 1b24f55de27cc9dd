// Makes and opens PRIVATE entries (crypto/KZ1.md 5.5). In the target kiezel_crypto_kem.
#pragma once

#include <optional>
#include <span>

#include "crypto/entry.hpp"
#include "crypto/epoch.hpp"
#include "crypto/private_entry.hpp"
#include "crypto/random.hpp"
#include "crypto/xwing.hpp"

namespace kiezel::crypto {

/// The whole signed entry for these devices (1 to 16). Nothing when a key is refused or a bound is passed.
[[nodiscard]] std::optional<Bytes> seal_private(const CallDetails& details, const EntryPosition& position,
                                                const ConversationShare& share,
                                                std::span<const KemPublicKey> devices,
                                                const SigningKey& sender, Random& random);

/// X: lets an advisor's device read this entry after its prekey is gone.
using PrivateSecret = Secret<32>;

/// Nothing when no wrap is for `our_key` or it does not open.
[[nodiscard]] std::optional<PrivateSecret> unwrap_private(const VerifiedEntry& entry,
                                                          const KemKeyPair& our_key);
[[nodiscard]] std::optional<CallDetails> open_private(const VerifiedEntry& entry, const PrivateSecret& secret,
                                                      const ConversationShare& share);

}  // namespace kiezel::crypto
