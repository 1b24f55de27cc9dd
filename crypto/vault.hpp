// The key of an advisor's vault: two halves, one in the advisor's head and one at the server
// (crypto/KZ1.md 4.2).
#pragma once

#include <optional>

#include "crypto/argon2id.hpp"
#include "crypto/ids.hpp"
#include "crypto/secret.hpp"

namespace kiezel::crypto {

/// DS: kept by the server, given to the device after login, deleted when the device is revoked.
using DeviceShare = Secret<32>;

struct VaultLock {
  Argon2Salt salt{};
  Argon2Cost cost = vault_argon2_cost;
  /// keyid of the device's signing key.
  KeyId device{};
};

struct VaultKeys {
  /// LUK: opens what a device needs from day to day, and stays in memory while the vault is open.
  Secret<32> device;
  /// Opens the identity key; forgotten at once, so that whoever has an open device must have the passphrase
  /// too.
  Secret<32> identity;
};

/// Both from extract(DS, Argon2id(passphrase, salt, cost) || prf), with "kz1/vault" and "kz1/vault-identity".
/// `passphrase` is NFKD, UTF-8; `prf` is the security key's output or empty. Nothing when the memory cannot
/// be had or a half is all zero.
[[nodiscard]] std::optional<VaultKeys> vault_keys(BytesView passphrase, const VaultLock& lock,
                                                  const DeviceShare& share, BytesView prf = {});

}  // namespace kiezel::crypto
