#include "crypto/vault.hpp"

#include "crypto/hkdf.hpp"
#include "crypto/labels.hpp"

namespace kiezel::crypto {

std::optional<Secret<32>> vault_key(BytesView passphrase, const VaultLock& lock, const DeviceShare& share,
                                    BytesView prf) {
  if (share.is_zero()) return std::nullopt;
  const auto stretched = argon2id(passphrase, lock.salt, lock.cost);
  if (!stretched) return std::nullopt;
  const SecretBytes halves(join({stretched->expose(), prf}));
  return expand(hkdf_extract(share.expose(), halves.expose()), labels::vault, lock.device);
}

}  // namespace kiezel::crypto
