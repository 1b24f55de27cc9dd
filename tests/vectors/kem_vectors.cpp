#include <algorithm>

#include "crypto/hpke.hpp"
#include "crypto/xwing.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

Json encapsulation_vector(std::string_view name, const KemKeyPair& pair, const EncapsulationSeed& seed) {
  const Encapsulation made = encapsulate(pair.public_key(), seed).value();
  Json result = vector(name, "accept");
  result["op"] = "round_trip";
  result["seed"] = hex(pair.seed());
  result["public_key"] = hex(pair.public_key());
  result["kem_id"] = hex(pair.id());
  result["encapsulation_seed"] = hex(seed);
  result["ciphertext"] = hex(made.ciphertext);
  result["shared_secret"] = hex(made.shared_secret);
  return result;
}

Json bad_key_vector(std::string_view name, std::string_view expect, BytesView public_key,
                    const EncapsulationSeed& seed) {
  Json result = vector(name, expect);
  result["op"] = "encapsulate";
  result["public_key"] = hex(public_key);
  result["encapsulation_seed"] = hex(seed);
  return result;
}

Json decapsulation_vector(std::string_view name, std::string_view expect, const KemKeyPair& pair,
                          BytesView ciphertext) {
  Json result = vector(name, expect);
  result["op"] = "decapsulate";
  result["seed"] = hex(pair.seed());
  result["ciphertext"] = hex(ciphertext);
  return result;
}

void add_kem_edge_cases(Json& vectors, const KemKeyPair& pair, const EncapsulationSeed& seed) {
  const Bytes key = to_bytes(pair.public_key());
  Bytes unreduced = key;
  unreduced[0] = 0xff;
  unreduced[1] = static_cast<std::uint8_t>(unreduced[1] | 0x0f);
  vectors.push_back(bad_key_vector("T4: a coefficient of 4095", "shape", unreduced, seed));
  Bytes zero_share = key;
  std::fill(zero_share.end() - 32, zero_share.end(), std::uint8_t{0});
  vectors.push_back(bad_key_vector("T4: a zero X25519 share in the key", "shape", zero_share, seed));
  const BytesView short_key = BytesView(key).first(key.size() - 1);
  vectors.push_back(bad_key_vector("T4: a key one byte short", "syntax", short_key, seed));

  const Bytes ciphertext = to_bytes(encapsulate(pair.public_key(), seed).value().ciphertext);
  Bytes zero_ciphertext = ciphertext;
  std::fill(zero_ciphertext.end() - 32, zero_ciphertext.end(), std::uint8_t{0});
  vectors.push_back(
      decapsulation_vector("T4: a zero X25519 share in the ciphertext", "decrypt", pair, zero_ciphertext));
  Bytes changed = ciphertext;
  changed[7] ^= 1;
  Json rejected = decapsulation_vector("implicit rejection gives another secret", "accept", pair, changed);
  rejected["shared_secret"] = hex(decapsulate(pair, KemCiphertext::from(changed).value()).value());
  vectors.push_back(rejected);
}

struct WrapCase {
  std::string_view name;
  std::string_view expect;
  const KemKeyPair* key;
  std::string_view info;
  std::string_view associated;
  Bytes wrapped;
};

Json unwrap_vector(const WrapCase& wrap_case, BytesView plaintext) {
  Json result = vector(wrap_case.name, wrap_case.expect);
  result["op"] = "unwrap";
  result["seed"] = hex(wrap_case.key->seed());
  result["info"] = hex(as_bytes(wrap_case.info));
  result["associated"] = hex(as_bytes(wrap_case.associated));
  result["wrapped"] = hex(wrap_case.wrapped);
  if (wrap_case.expect == "accept") result["plaintext"] = hex(plaintext);
  return result;
}

Bytes with_flipped(Bytes bytes, std::size_t index) {
  bytes.at(index) ^= 1;
  return bytes;
}

}  // namespace

VectorFile make_xwing() {
  Json content =
      file_content("X-Wing key pairs, encapsulations with given randomness, and refusals (KZ1 2.3, T4).");
  Json& vectors = content["vectors"];
  SeededRandom random("xwing");
  for (int i = 1; i <= 4; ++i) {
    const KemKeyPair pair = KemKeyPair::from_seed(random.secret<32>()).value();
    vectors.push_back(encapsulation_vector("round trip " + std::to_string(i), pair, random.secret<64>()));
  }
  const KemKeyPair pair = KemKeyPair::from_seed(random.secret<32>()).value();
  add_kem_edge_cases(vectors, pair, random.secret<64>());
  return {.name = "xwing.json", .content = std::move(content)};
}

VectorFile make_hpke() {
  Json content = file_content(
      "wrap and unwrap: HPKE base mode, suite 0x647a/0x0001/0x0003, single shot (KZ1 2.3). `random` is what "
      "a wrap draws.");
  Json& vectors = content["vectors"];
  SeededRandom random("hpke");
  const KemKeyPair pair = KemKeyPair::from_seed(random.secret<32>()).value();
  const KemKeyPair other = KemKeyPair::from_seed(random.secret<32>()).value();
  const Bytes plaintext = to_bytes(as_bytes("an epoch secret and nothing else"));
  static_cast<void>(random.take_used());
  const WrapContext context{.info = as_bytes("info"), .associated = as_bytes("associated")};
  const Bytes wrapped = wrap(pair.public_key(), context, plaintext, random).value();

  Json accepted = unwrap_vector({"a wrap", "accept", &pair, "info", "associated", wrapped}, plaintext);
  accepted["op"] = "wrap";
  accepted["public_key"] = hex(pair.public_key());
  accepted["random"] = hex(random.take_used());
  vectors.push_back(accepted);
  const std::size_t last = wrapped.size() - 1;
  const std::array refused{
      WrapCase{"opened with another key", "decrypt", &other, "info", "associated", wrapped},
      WrapCase{"another info", "decrypt", &pair, "inf", "associated", wrapped},
      WrapCase{"other associated data", "decrypt", &pair, "info", "associate", wrapped},
      WrapCase{"a changed KEM ciphertext", "decrypt", &pair, "info", "associated", with_flipped(wrapped, 0)},
      WrapCase{"a changed X25519 share", "decrypt", &pair, "info", "associated", with_flipped(wrapped, 1119)},
      WrapCase{"a changed ciphertext", "decrypt", &pair, "info", "associated", with_flipped(wrapped, 1120)},
      WrapCase{"a changed tag", "decrypt", &pair, "info", "associated", with_flipped(wrapped, last)},
      WrapCase{"no room for a tag", "decrypt", &pair, "info", "associated",
               to_bytes(BytesView(wrapped).first(1135))}};
  for (const WrapCase& wrap_case : refused) vectors.push_back(unwrap_vector(wrap_case, plaintext));
  return {.name = "hpke.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
