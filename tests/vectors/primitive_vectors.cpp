#include "crypto/hash.hpp"
#include "crypto/hkdf.hpp"
#include "crypto/sign.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

Bytes unhex(std::string_view text) {
  return from_hex(text).value();
}

Json hash_vector(std::string_view name, std::string_view label, BytesView message) {
  Json result = vector(name, "accept");
  result["op"] = "hash";
  result["label"] = label;
  result["message"] = hex(message);
  result["output"] = hex(hash(label, {message}));
  return result;
}

Json expand_vector(std::string_view name, Random& random, std::string_view label, std::size_t context_bytes) {
  const auto key = random.secret<32>();
  Bytes context(context_bytes);
  random.fill(context);
  Json result = vector(name, "accept");
  result["op"] = "expand";
  result["prk"] = hex(key);
  result["label"] = label;
  result["context"] = hex(context);
  result["output"] = hex(expand(key, label, context));
  return result;
}

struct Rfc5869Case {
  std::string_view name;
  std::string_view input;
  std::string_view salt;
  std::string_view info;
  std::string_view output;
};

// RFC 5869 appendix A.1 and A.3; their outputs are the RFC's, so that the raw functions are right by a
// foreign word.
constexpr std::array rfc5869_cases{
    Rfc5869Case{"RFC 5869 test case 1", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
                "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
    Rfc5869Case{"RFC 5869 test case 3", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"}};

Json rfc5869_vector(const Rfc5869Case& known) {
  Json result = vector(known.name, "accept");
  result["op"] = "hkdf";
  result["ikm"] = known.input;
  result["salt"] = known.salt;
  result["info"] = known.info;
  result["output"] = known.output;
  return result;
}

Json signature_vector(std::string_view name, const SigningKey& key, std::string_view label,
                      BytesView message) {
  Json result = vector(name, "accept");
  result["op"] = "sign";
  result["seed"] = hex(key.seed());
  result["label"] = label;
  result["message"] = hex(message);
  result["public_key"] = hex(key.verify_key());
  result["key_id"] = hex(key.id());
  result["signature"] = hex(sign(key, label, {message}));
  return result;
}

Json raw_vector(std::string_view name, std::string_view expect, BytesView key, BytesView message,
                BytesView signature) {
  Json result = vector(name, expect);
  result["op"] = "raw";
  result["public_key"] = hex(key);
  result["message"] = hex(message);
  result["signature"] = hex(signature);
  return result;
}

// Points of order 1, 2, 4 and 8, and encodings of such points that are not the canonical ones.
constexpr std::array<std::string_view, 8> small_points{
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0100000000000000000000000000000000000000000000000000000000000080"};

/// S + L: the same signature to a verifier that does not insist on a reduced S.
Signature with_group_order_added(Signature signature) {
  const Bytes order = unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += signature.bytes[32 + i] + unsigned{order[i]};
    signature.bytes[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  return signature;
}

void add_edge_cases(Json& vectors) {
  const BytesView message = as_bytes("kz1/test");
  for (std::size_t a = 0; a < small_points.size(); ++a) {
    for (std::size_t r = 0; r < small_points.size(); ++r) {
      const Bytes signature = join({unhex(small_points[r]), Bytes(32)});
      const std::string name =
          "T3: small-order key " + std::to_string(a) + ", small-order R " + std::to_string(r);
      vectors.push_back(raw_vector(name, "signature", unhex(small_points[a]), message, signature));
    }
  }
  // RFC 8032 section 7.1, test 3.
  const Bytes key = unhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
  const Bytes known_message = unhex("af82");
  const auto signature =
      Signature::from(unhex("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b53"
                            "8d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"));
  vectors.push_back(raw_vector("T3: RFC 8032 test 3", "accept", key, known_message, *signature));
  vectors.push_back(raw_vector("T3: the same with S + L", "signature", key, known_message,
                               with_group_order_added(*signature)));
}

}  // namespace

VectorFile make_hkdf() {
  Json content = file_content("Hashes and HKDF-SHA-256, plain and labelled (KZ1 2.3).");
  Json& vectors = content["vectors"];
  SeededRandom random("hkdf");
  vectors.push_back(hash_vector("a labelled hash of nothing", "kz1/test", {}));
  vectors.push_back(
      hash_vector("a labelled hash", "kz1/mailbox", as_bytes("thirty-two bytes, more or less")));
  for (const Rfc5869Case& known : rfc5869_cases) vectors.push_back(rfc5869_vector(known));
  vectors.push_back(expand_vector("no context", random, "kz1/client/auth", 0));
  vectors.push_back(expand_vector("a conversation as context", random, "kz1/client/sign", 16));
  vectors.push_back(expand_vector("a long context", random, "kz1/entry-key", 200));
  return {.name = "hkdf.json", .content = std::move(content)};
}

VectorFile make_sign() {
  Json content = file_content(
      "Ed25519 with labels, and the edge cases that OpenSSL and WebCrypto let pass (KZ1 2.3, T3). op raw: no "
      "label.");
  Json& vectors = content["vectors"];
  SeededRandom random("sign");
  for (const std::size_t message_bytes : {0UZ, 1UZ, 140UZ}) {
    const SigningKey key = SigningKey::from_seed(random.secret<32>()).value();
    Bytes message(message_bytes);
    random.fill(message);
    const std::string name = "a message of " + std::to_string(message_bytes) + " bytes";
    Json signed_vector = signature_vector(name, key, "kz1/entry", message);
    Json wrong_label = signed_vector;
    wrong_label["name"] = name + ", read under another label";
    wrong_label["expect"] = "signature";
    wrong_label["op"] = "verify";
    wrong_label["label"] = "kz1/statement";
    vectors.push_back(signed_vector);
    vectors.push_back(wrong_label);
  }
  Json zero_seed = vector("a zero seed makes no key", "shape");
  zero_seed["op"] = "sign";
  zero_seed["seed"] = hex(Bytes(32));
  vectors.push_back(zero_seed);
  add_edge_cases(vectors);
  return {.name = "sign.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
