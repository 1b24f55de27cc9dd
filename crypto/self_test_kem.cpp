#include <algorithm>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto/hpke.hpp"
#include "crypto/known_answers.hpp"
#include "crypto/self_test.hpp"

namespace kiezel::crypto {
namespace {

Secret<64> filled_seed(std::uint8_t value) {
  Secret<64> seed;
  std::ranges::fill(seed.expose_mutable(), value);
  return seed;
}

bool test_kem(const KemKeyPair& pair) {
  if (to_hex(pair.id()) != known_answers::kem_id) return false;
  const auto made = encapsulate(pair.public_key(), filled_seed(2));
  if (!made || to_hex(sha256(made->ciphertext.view())) != known_answers::kem_ciphertext_hash) return false;
  const auto opened = decapsulate(pair, made->ciphertext);
  return opened && *opened == made->shared_secret &&
         to_hex(opened->expose()) == known_answers::kem_shared_secret;
}

bool test_wrap(const KemKeyPair& pair) {
  SystemRandom random;
  const WrapContext context{.info = as_bytes("info"), .associated = as_bytes("associated")};
  auto wrapped = wrap(pair.public_key(), context, as_bytes("kiezel"), random);
  if (!wrapped) return false;
  const auto opened = unwrap(pair, context, *wrapped);
  if (!opened || as_text(opened->expose()) != "kiezel") return false;
  wrapped->front() ^= 1;
  return !unwrap(pair, context, *wrapped);
}

}  // namespace

bool self_test_kem() {
  const auto pair = KemKeyPair::from_seed(KemSeed::from(filled_seed(1).expose().first<32>()).value());
  return pair && test_kem(*pair) && test_wrap(*pair);
}

}  // namespace kiezel::crypto
