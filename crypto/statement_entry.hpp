// STATEMENT entries: a signed statement, sealed as a MESSAGE is (crypto/KZ1.md 5.5).
#pragma once

#include <optional>

#include "crypto/entry.hpp"
#include "crypto/epoch.hpp"
#include "crypto/random.hpp"
#include "crypto/statement.hpp"

namespace kiezel::crypto {

/// The whole signed entry. Nothing when statement, keys, sender and position do not belong together.
[[nodiscard]] std::optional<Bytes> seal_statement(const VerifiedStatement& statement,
                                                  const EntryPosition& position, const EpochKeys& keys,
                                                  const SigningKey& sender, Random& random);
/// Nothing when it does not open, holds no sound statement, or one that another key signed or that was made
/// for another conversation.
[[nodiscard]] std::optional<VerifiedStatement> open_statement(const VerifiedEntry& entry,
                                                              const EpochKeys& keys);

}  // namespace kiezel::crypto
