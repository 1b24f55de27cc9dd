#include <catch2/catch.hpp>

#include "crypto/hash.hpp"
#include "crypto/hkdf.hpp"
#include "crypto/hpke.hpp"
#include "crypto/sign.hpp"
#include "crypto/xwing.hpp"
#include "tests/unit/crypto/vector_runner.hpp"
#include "tests/vectors/seeded_random.hpp"

namespace kiezel::crypto::testing {
namespace {

std::string_view run_hkdf(const Json& vector) {
  const std::string op = text_of(vector, "op");
  const std::string output = text_of(vector, "output");
  if (op == "hash") {
    CHECK(to_hex(hash(text_of(vector, "label"), {bytes_of(vector, "message")})) == output);
  } else if (op == "hkdf") {
    const auto key = hkdf_extract(bytes_of(vector, "salt"), bytes_of(vector, "ikm"));
    Bytes expanded(output.size() / 2);
    hkdf_expand(key, bytes_of(vector, "info"), expanded);
    CHECK(to_hex(expanded) == output);
  } else {
    const auto key = secret_of<32>(vector, "prk");
    CHECK(to_hex(expand(key, text_of(vector, "label"), bytes_of(vector, "context")).expose()) == output);
  }
  return "accept";
}

std::string_view run_signing(const Json& vector) {
  const auto key = SigningKey::from_seed(secret_of<32>(vector, "seed"));
  if (!key) return "shape";
  const Bytes message = bytes_of(vector, "message");
  CHECK(to_hex(key->verify_key()) == text_of(vector, "public_key"));
  CHECK(to_hex(key->id()) == text_of(vector, "key_id"));
  const Signature signature = sign(*key, text_of(vector, "label"), {message});
  CHECK(to_hex(signature) == text_of(vector, "signature"));
  return verify(key->verify_key(), text_of(vector, "label"), {message}, signature) ? "accept" : "signature";
}

std::string_view run_sign(const Json& vector) {
  const std::string op = text_of(vector, "op");
  if (op == "sign") return run_signing(vector);
  const auto key = fixed_of<VerifyKey>(vector, "public_key");
  const auto signature = fixed_of<Signature>(vector, "signature");
  const Bytes message = bytes_of(vector, "message");
  const bool valid = op == "raw" ? verify_raw(key, message, signature)
                                 : verify(key, text_of(vector, "label"), {message}, signature);
  return valid ? "accept" : "signature";
}

std::string_view run_round_trip(const Json& vector) {
  const auto pair = KemKeyPair::from_seed(secret_of<32>(vector, "seed")).value();
  CHECK(to_hex(pair.public_key()) == text_of(vector, "public_key"));
  CHECK(to_hex(pair.id()) == text_of(vector, "kem_id"));
  const auto made = encapsulate(pair.public_key(), secret_of<64>(vector, "encapsulation_seed")).value();
  CHECK(to_hex(made.ciphertext) == text_of(vector, "ciphertext"));
  CHECK(to_hex(made.shared_secret.expose()) == text_of(vector, "shared_secret"));
  CHECK(decapsulate(pair, made.ciphertext).value() == made.shared_secret);
  return "accept";
}

std::string_view run_xwing(const Json& vector) {
  const std::string op = text_of(vector, "op");
  if (op == "round_trip") return run_round_trip(vector);
  if (op == "encapsulate") {
    const auto key = KemPublicKey::from(bytes_of(vector, "public_key"));
    if (!key) return "syntax";
    return outcome_of(encapsulate(*key, secret_of<64>(vector, "encapsulation_seed")), "shape");
  }
  const auto pair = KemKeyPair::from_seed(secret_of<32>(vector, "seed")).value();
  const auto secret = decapsulate(pair, fixed_of<KemCiphertext>(vector, "ciphertext"));
  if (secret) CHECK(to_hex(secret->expose()) == text_of(vector, "shared_secret"));
  return outcome_of(secret, "decrypt");
}

std::string_view run_hpke(const Json& vector) {
  const auto pair = KemKeyPair::from_seed(secret_of<32>(vector, "seed")).value();
  const Bytes info = bytes_of(vector, "info");
  const Bytes associated = bytes_of(vector, "associated");
  const Bytes wrapped = bytes_of(vector, "wrapped");
  const WrapContext context{.info = info, .associated = associated};
  if (text_of(vector, "op") == "wrap") {
    vectors::GivenRandom random(bytes_of(vector, "random"));
    CHECK(wrap(pair.public_key(), context, bytes_of(vector, "plaintext"), random) == wrapped);
    CHECK(random.is_used_up());
  }
  const auto opened = unwrap(pair, context, wrapped);
  if (opened) CHECK(to_hex(opened->expose()) == text_of(vector, "plaintext"));
  return outcome_of(opened, "decrypt");
}

}  // namespace

TEST_CASE("vectors: hashes and HKDF", "[vectors]") {
  run_vectors("hkdf.json", run_hkdf);
}
TEST_CASE("vectors: signatures and the edge cases of T3", "[vectors]") {
  run_vectors("sign.json", run_sign);
}
TEST_CASE("vectors: X-Wing and the edge cases of T4", "[vectors]") {
  run_vectors("xwing.json", run_xwing);
}
TEST_CASE("vectors: HPKE wraps", "[vectors]") {
  run_vectors("hpke.json", run_hpke);
}

}  // namespace kiezel::crypto::testing
