#include "crypto/self_test.hpp"

#include <sodium.h>

#include "crypto/aead.hpp"
#include "crypto/argon2id.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto/hkdf.hpp"
#include "crypto/known_answers.hpp"
#include "crypto/sign.hpp"

namespace kiezel::crypto {
namespace {

Bytes filled(std::size_t byte_count, std::uint8_t value) {
  return Bytes(byte_count, value);
}

/// The salt, key and info of RFC 5869 test case 1 are counting bytes.
Bytes counting(std::uint8_t first, std::size_t byte_count) {
  Bytes bytes(byte_count);
  for (std::size_t i = 0; i < byte_count; ++i) bytes[i] = static_cast<std::uint8_t>(first + i);
  return bytes;
}

bool test_hashing() {
  const PseudoRandomKey key = hkdf_extract(counting(0x00, 13), filled(22, 0x0b));
  Secret<32> output;
  hkdf_expand(key, counting(0xf0, 10), output.expose_mutable());
  return to_hex(sha256(as_bytes("abc"))) == known_answers::sha256 &&
         to_hex(output.expose()) == known_answers::hkdf;
}

bool test_signing() {
  const auto seed = Secret<32>::from(from_hex(known_answers::signing_seed).value()).value();
  const auto key = SigningKey::from_seed(seed);
  if (!key || to_hex(key->verify_key()) != known_answers::verify_key) return false;
  auto signature = Signature::from(from_hex(known_answers::signature).value()).value();
  if (!verify_raw(key->verify_key(), {}, signature)) return false;
  const Signature ours = sign(*key, "kz1/test", {});
  if (!verify(key->verify_key(), "kz1/test", {}, ours) || verify_raw(key->verify_key(), {}, ours))
    return false;
  signature.bytes[0] ^= 1;
  return !verify_raw(key->verify_key(), {}, signature);
}

bool test_sealing() {
  const auto key = AeadKey::from(filled(32, 6)).value();
  const auto nonce = Nonce::from(filled(24, 5)).value();
  Bytes ciphertext = aead_seal(key, nonce, filled(1, 4), counting(1, 3));
  if (to_hex(ciphertext) != known_answers::xchacha) return false;
  if (!aead_open(key, nonce, filled(1, 4), ciphertext)) return false;
  ciphertext[0] ^= 1;
  return !aead_open(key, nonce, filled(1, 4), ciphertext);
}

bool test_argon2id() {
  const auto salt = Argon2Salt::from(filled(16, 7)).value();
  const auto output = argon2id(as_bytes("kiezel"), salt, {.memory_kib = 8, .passes = 1});
  return output && to_hex(output->expose()) == known_answers::argon2id;
}

}  // namespace

bool self_test() {
  if (sodium_init() < 0) return false;
  return test_hashing() && test_signing() && test_sealing() && test_argon2id();
}

}  // namespace kiezel::crypto
