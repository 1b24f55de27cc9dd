#include "crypto/vault.hpp"

#include "crypto/hkdf.hpp"
#include "crypto/labels.hpp"

namespace kiezel::crypto {

std::optional<VaultKeys> vault_keys(BytesView passphrase, const VaultLock& lock, const DeviceShare& share,
                                    BytesView prf) {
  if (share.is_zero()) return std::nullopt;
  const auto stretched = argon2id(passphrase, lock.salt, lock.cost);
  if (!stretched) return std::nullopt;
  const SecretBytes halves(join({stretched->expose(), prf}));
  const PseudoRandomKey key = hkdf_extract(share.expose(), halves.expose());
  return VaultKeys{.device = expand(key, labels::vault, lock.device),
                   .identity = expand(key, labels::vault_identity, lock.device)};
}

}  // namespace kiezel::crypto
