#include "crypto/hazmat/xwing_portable.hpp"

#include <sodium.h>

#include <algorithm>

#include "crypto/hazmat/keccak.hpp"
#include "crypto/hazmat/mlkem768.hpp"

namespace kiezel::crypto::hazmat {
namespace {

// An ASCII drawing of an X-wing; part of the combiner's input so that its output is of this construction
// only.
constexpr std::array<std::uint8_t, 6> combiner_label{'\\', '.', '/', '/', '^', '\\'};

using X25519Key = FixedBytes<struct X25519KeyTag, 32>;

struct ExpandedKey {
  MlKemKeyPair lattice;
  Secret<32> curve_secret;
  X25519Key curve_public;
};

ExpandedKey expand_key(const KemSeed& seed) {
  const Secret<96> expanded = shake256<96>({seed.expose()});
  const auto bytes = expanded.expose();
  ExpandedKey key{.lattice = mlkem_key_pair(bytes.subspan<0, 32>(), bytes.subspan<32, 32>()),
                  .curve_secret = Secret<32>::from(bytes.last<32>()).value(),
                  .curve_public = {}};
  crypto_scalarmult_curve25519_base(key.curve_public.bytes.data(), key.curve_secret.expose().data());
  return key;
}

/// Nothing when the result is zero: a share of small order, sent to make the curve half contribute nothing.
std::optional<Secret<32>> curve_shared(std::span<const std::uint8_t, 32> secret,
                                       const X25519Key& their_share) {
  Secret<32> shared;
  if (crypto_scalarmult_curve25519(shared.expose_mutable().data(), secret.data(), their_share.bytes.data()) !=
      0) {
    return std::nullopt;
  }
  return shared;
}

SharedSecret combine(const Secret<32>& lattice, const Secret<32>& curve, const X25519Key& curve_ciphertext,
                     const X25519Key& curve_public) {
  return sha3_256({lattice.expose(), curve.expose(), curve_ciphertext, curve_public, combiner_label});
}

}  // namespace

KemPublicKey xwing_public_key(const KemSeed& seed) {
  const ExpandedKey key = expand_key(seed);
  return KemPublicKey::from(join({key.lattice.public_key, key.curve_public})).value();
}

std::optional<Encapsulation> xwing_encapsulate(const KemPublicKey& key, const EncapsulationSeed& seed) {
  const auto lattice_key = MlKemPublicKey::from(key.view().first(MlKemPublicKey::byte_count)).value();
  const auto curve_key = X25519Key::from(key.view().last(X25519Key::byte_count)).value();
  if (!mlkem_is_valid(lattice_key)) return std::nullopt;

  const auto curve_ephemeral = seed.expose().last<32>();
  const auto curve_secret = curve_shared(curve_ephemeral, curve_key);
  if (!curve_secret) return std::nullopt;
  X25519Key curve_ciphertext;
  crypto_scalarmult_curve25519_base(curve_ciphertext.bytes.data(), curve_ephemeral.data());

  const MlKemEncapsulation lattice = mlkem_encapsulate(lattice_key, seed.expose().first<32>());
  return Encapsulation{
      .ciphertext = KemCiphertext::from(join({lattice.ciphertext, curve_ciphertext})).value(),
      .shared_secret = combine(lattice.shared_secret, *curve_secret, curve_ciphertext, curve_key)};
}

std::optional<SharedSecret> xwing_decapsulate(const KemSeed& seed, const KemCiphertext& ciphertext) {
  const auto lattice_ciphertext =
      MlKemCiphertext::from(ciphertext.view().first(mlkem_ciphertext_bytes)).value();
  const auto curve_ciphertext = X25519Key::from(ciphertext.view().last(X25519Key::byte_count)).value();
  const ExpandedKey key = expand_key(seed);
  const auto curve_secret = curve_shared(key.curve_secret.expose(), curve_ciphertext);
  if (!curve_secret) return std::nullopt;
  const Secret<32> lattice_secret = mlkem_decapsulate(key.lattice.secret_key, lattice_ciphertext);
  return combine(lattice_secret, *curve_secret, curve_ciphertext, key.curve_public);
}

}  // namespace kiezel::crypto::hazmat
