#include "crypto/kem_key.hpp"

#include "crypto/hash.hpp"

namespace kiezel::crypto {

KemId kem_id(const KemPublicKey& key) {
  return KemId{sha256(key.view()).bytes};
}

}  // namespace kiezel::crypto
