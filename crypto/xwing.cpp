#include "crypto/xwing.hpp"

#include <sodium.h>

#if !KIEZEL_SODIUM_HAS_XWING
#include "crypto/hazmat/xwing_portable.hpp"
#endif

namespace kiezel::crypto {
namespace {

#if KIEZEL_SODIUM_HAS_XWING

static_assert(KemPublicKey::byte_count == crypto_kem_xwing_PUBLICKEYBYTES);
static_assert(KemCiphertext::byte_count == crypto_kem_xwing_CIPHERTEXTBYTES);
static_assert(KemSeed::byte_count == crypto_kem_xwing_SECRETKEYBYTES);

KemPublicKey public_key_of(const KemSeed& seed) {
  KemPublicKey key;
  KemSeed same_as_seed;
  crypto_kem_xwing_seed_keypair(key.bytes.data(), same_as_seed.expose_mutable().data(), seed.expose().data());
  return key;
}

std::optional<Encapsulation> encapsulate_with(const KemPublicKey& key, const EncapsulationSeed& seed) {
  Encapsulation result;
  if (crypto_kem_xwing_enc_deterministic(result.ciphertext.bytes.data(),
                                         result.shared_secret.expose_mutable().data(), key.bytes.data(),
                                         seed.expose().data()) != 0) {
    return std::nullopt;
  }
  return result;
}

std::optional<SharedSecret> decapsulate_with(const KemSeed& seed, const KemCiphertext& ciphertext) {
  SharedSecret secret;
  if (crypto_kem_xwing_dec(secret.expose_mutable().data(), ciphertext.bytes.data(), seed.expose().data()) !=
      0) {
    return std::nullopt;
  }
  return secret;
}

#else

KemPublicKey public_key_of(const KemSeed& seed) {
  return hazmat::xwing_public_key(seed);
}

std::optional<Encapsulation> encapsulate_with(const KemPublicKey& key, const EncapsulationSeed& seed) {
  return hazmat::xwing_encapsulate(key, seed);
}

std::optional<SharedSecret> decapsulate_with(const KemSeed& seed, const KemCiphertext& ciphertext) {
  return hazmat::xwing_decapsulate(seed, ciphertext);
}

#endif

}  // namespace

std::optional<KemKeyPair> KemKeyPair::from_seed(const KemSeed& seed) {
  if (seed.is_zero()) return std::nullopt;
  KemKeyPair pair;
  pair.seed_ = seed.clone();
  pair.public_key_ = public_key_of(seed);
  if (pair.public_key_.is_zero()) return std::nullopt;
  pair.id_ = kem_id(pair.public_key_);
  return pair;
}

std::optional<Encapsulation> encapsulate(const KemPublicKey& their_key, const EncapsulationSeed& seed) {
  auto result = encapsulate_with(their_key, seed);
  if (result && result->shared_secret.is_zero()) return std::nullopt;
  return result;
}

std::optional<SharedSecret> decapsulate(const KemKeyPair& our_key, const KemCiphertext& ciphertext) {
  auto secret = decapsulate_with(our_key.seed(), ciphertext);
  if (secret && secret->is_zero()) return std::nullopt;
  return secret;
}

}  // namespace kiezel::crypto
