// Numbers people compare by voice (crypto/KZ1.md 5.7). Digits are for public checks; words are only for the
// secret.
#pragma once

#include <optional>
#include <string>

#include "crypto/ids.hpp"
#include "crypto/sign.hpp"

namespace kiezel::crypto {

/// "1234 5678 9012 3456" from an advisor's identity key, made slow with Argon2id (64 MiB) so that a second
/// key with the same number cannot be searched for. Nothing when the memory cannot be had.
[[nodiscard]] std::optional<std::string> safety_number(const VerifyKey& identity_key);

/// The same for a device that asks to be let in: its owner compares the number on two screens.
[[nodiscard]] std::optional<std::string> device_digits(const VerifyKey& device_key);

/// "381 204" from the hash of the last entry: two people who read the same number have the same conversation.
[[nodiscard]] std::string chain_check(const EntryHash& head);

}  // namespace kiezel::crypto
