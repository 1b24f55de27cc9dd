// The card that brings an advisor back (crypto/KZ1.md 4.4): what a server keeps of it and hands out, and what
// it is told by whoever claims to hold it. Changed in any way it opens nothing and vouches for nothing.
#include "crypto/recovery_card.hpp"

#include <algorithm>

#include "crypto/hash.hpp"
#include "tests/fuzz/property.hpp"
#include "tests/vectors/seeded_random.hpp"

using namespace kiezel;
using fuzz::must_hold;

namespace {

crypto::Secret<32> secret_of(std::uint8_t number) {
  crypto::Secret<32> secret;
  std::ranges::fill(secret.expose_mutable(), number);
  return secret;
}

struct Scene {
  crypto::SigningKey identity = *crypto::SigningKey::from_seed(secret_of(1));
  crypto::Secret<32> root = secret_of(2);
  crypto::Bytes sealed{};
  crypto::Digest token_hash{};
  crypto::Signature card{};
  crypto::KeyId device{};
  std::uint64_t revoked_at_s = 1'800'000'000;
  crypto::Signature revocation{};
};

Scene make_scene() {
  Scene scene;
  vectors::SeededRandom random("fuzz/recovery");
  scene.sealed = crypto::seal_identity(scene.identity, scene.root, random);
  scene.token_hash = crypto::sha256(crypto::recovery_token(scene.root).expose());
  scene.card = crypto::sign_recovery_card(scene.token_hash, scene.sealed, scene.identity);
  scene.device.bytes.fill(5);
  scene.revocation = crypto::sign_revocation(scene.device, scene.revoked_at_s, scene.identity);
  return scene;
}

void try_sealed(const Scene& scene, fuzz::Input& input) {
  const crypto::Bytes sealed = fuzz::changed(scene.sealed, input);
  const auto opened = crypto::open_identity(sealed, scene.root);
  must_hold(opened.has_value() == (sealed == scene.sealed));
  if (opened) must_hold(opened->verify_key() == scene.identity.verify_key());
  must_hold(!crypto::open_identity(sealed, secret_of(3)));
}

void try_card(const Scene& scene, fuzz::Input& input) {
  const crypto::Bytes sealed = fuzz::changed(scene.sealed, input);
  const crypto::Bytes hash = fuzz::changed(scene.token_hash.view(), input);
  const crypto::Bytes made = fuzz::changed(scene.card.view(), input);
  const auto signature = crypto::Signature::from(made);
  if (!signature) return;
  const bool unchanged =
      sealed == scene.sealed && std::ranges::equal(hash, scene.token_hash.view()) && *signature == scene.card;
  // A card that signs for a longer or shorter hash would be another card: the message is both, one after the
  // other.
  must_hold(crypto::verify_recovery_card(hash, sealed, scene.identity.verify_key(), *signature) == unchanged);
}

void try_revocation(const Scene& scene, fuzz::Input& input) {
  const auto device = crypto::KeyId::from(fuzz::changed(scene.device.view(), input));
  const auto signature = crypto::Signature::from(fuzz::changed(scene.revocation.view(), input));
  crypto::ByteReader reader(input.piece(8));
  const std::uint64_t at_s = scene.revoked_at_s ^ reader.u64();
  if (!device || !signature) return;
  const bool unchanged =
      *device == scene.device && *signature == scene.revocation && at_s == scene.revoked_at_s;
  must_hold(crypto::verify_revocation(*device, at_s, scene.identity.verify_key(), *signature) == unchanged);
}

void try_code(fuzz::Bytes bytes) {
  if (auto secret = crypto::Secret<crypto::recovery_code_bytes>::from(bytes)) {
    const auto code = crypto::RecoveryCode::from_integer(*std::move(secret));
    must_hold(code.has_value() ==
              (bytes[0] < 16 && std::ranges::any_of(bytes, [](auto b) { return b != 0; })));
    if (!code) return;
    const auto again = crypto::RecoveryCode::from_indexes(code->indexes());
    must_hold(again.has_value() && std::ranges::equal(again->integer().expose(), bytes));
    return;
  }
  crypto::ByteReader reader(bytes);
  std::array<std::uint16_t, crypto::recovery_words> indexes{};
  for (std::uint16_t& index : indexes) index = reader.u16() % 4096;
  const auto code = crypto::RecoveryCode::from_indexes(indexes);
  const bool all_known = std::ranges::all_of(indexes, [](std::uint16_t index) { return index < 2048; });
  const bool any = std::ranges::any_of(indexes, [](std::uint16_t index) { return index != 0; });
  must_hold(code.has_value() == (all_known && any));
  if (code) must_hold(code->indexes() == indexes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Scene scene = make_scene();
  fuzz::Input input({data, size});
  switch (input.byte() % 5) {
    case 0:
      try_sealed(scene, input);
      break;
    case 1:
      try_card(scene, input);
      break;
    case 2:
      try_revocation(scene, input);
      break;
    case 3:
      must_hold(!crypto::open_identity(input.rest(), scene.root));
      break;
    default:
      try_code(input.rest());
  }
  return 0;
}
