// What an advisor's device gives to the next one: sealed to that device alone, in parts that fit the wire
// (crypto/KZ1.md 4.3). In the target kiezel_crypto_kem.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "crypto/ids.hpp"
#include "crypto/random.hpp"
#include "crypto/refusal.hpp"
#include "crypto/secret.hpp"
#include "crypto/xwing.hpp"

namespace kiezel::crypto {

inline constexpr std::size_t bundle_head_bytes = 1204;
/// Plaintext of a part; all but the last have exactly this.
inline constexpr std::size_t bundle_part_bytes = 65'536;
/// Nonce and tag.
inline constexpr std::size_t bundle_part_overhead_bytes = 40;
/// 4 MiB: some 80,000 case keys.
inline constexpr std::size_t bundle_parts_max = 64;

struct BundlePlace {
  KeyId advisor{};
  /// keyid of the receiving device.
  KeyId device{};
};

struct SealedBundle {
  Bytes head;
  std::vector<Bytes> parts;
};

/// Nothing for an empty content, one that is too long, or a KEM key that is refused.
[[nodiscard]] std::optional<SealedBundle> seal_bundle(BytesView content, const BundlePlace& place,
                                                      const KemPublicKey& kem_key, Random& random);
/// Nothing when a part is missing, in another place, of another bundle, or not for this device.
[[nodiscard]] std::optional<SecretBytes> open_bundle(const SealedBundle& bundle, const BundlePlace& place,
                                                     const KemKeyPair& kem_key);

}  // namespace kiezel::crypto
