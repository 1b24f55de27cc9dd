#include "crypto/hash.hpp"
#include "crypto/recovery_card.hpp"
#include "tests/vectors/scene.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

constexpr std::string_view deployment = "kiezel.example";

Bytes with_flipped(Bytes bytes, std::size_t index) {
  bytes.at(index) ^= 1;
  return bytes;
}

Json code_vector(std::string_view name, std::string_view expect, BytesView integer) {
  Json result = vector(name, expect);
  result["op"] = "code";
  result["integer"] = hex(integer);
  return result;
}

Json sealed_vector(std::string_view name, std::string_view expect, const Secret<32>& root, BytesView sealed) {
  Json result = vector(name, expect);
  result["op"] = "identity";
  result["root"] = hex(root);
  result["sealed"] = hex(sealed);
  return result;
}

Json proof_vector(std::string_view name, std::string_view expect, const SigningKey& identity,
                  const Signature& signature) {
  Json result = vector(name, expect);
  result["identity_key"] = hex(identity.verify_key());
  result["signature"] = hex(signature);
  return result;
}

void add_proofs(Json& vectors, const SigningKey& identity, BytesView token_hash, BytesView sealed) {
  const auto card = [&](std::string_view name, std::string_view expect, BytesView other_sealed) {
    Json result = proof_vector(name, expect, identity, sign_recovery_card(token_hash, sealed, identity));
    result["op"] = "card";
    result["seed"] = hex(identity.seed());
    result["token_hash"] = hex(token_hash);
    result["sealed"] = hex(other_sealed);
    vectors.push_back(result);
  };
  card("the identity key made the card", "accept", sealed);
  card("another card", "signature", with_flipped(to_bytes(sealed), 50));
  const KeyId device{{7, 7, 7}};
  const auto revocation = [&](std::string_view name, std::string_view expect, std::uint64_t at_s) {
    Json result = proof_vector(name, expect, identity, sign_revocation(device, scene_now_s, identity));
    result["op"] = "revocation";
    result["seed"] = hex(identity.seed());
    result["device"] = hex(device);
    result["at_s"] = at_s;
    vectors.push_back(result);
  };
  revocation("the identity key revokes a device", "accept", scene_now_s);
  revocation("at another time", "signature", scene_now_s + 1);
}

}  // namespace

VectorFile make_recovery_card() {
  Json content = file_content("The recovery card and what the identity key vouches for (KZ1 4.3, 4.4).");
  Json& vectors = content["vectors"];
  SeededRandom random("recovery card");
  const SigningKey identity = SigningKey::from_seed(random.secret<32>()).value();
  const RecoveryCode code = RecoveryCode::generate(random);
  const Secret<32> root = recovery_root(code, deployment).value();

  Json accepted = code_vector("twelve words", "accept", code.integer().expose());
  accepted["indexes"] = code.indexes();
  accepted["deployment_id"] = deployment;
  accepted["root"] = hex(root);
  accepted["token"] = hex(recovery_token(root));
  vectors.push_back(accepted);
  Bytes bit_above(recovery_code_bytes, 1);
  bit_above[0] = 0x10;
  vectors.push_back(code_vector("a bit above the 132", "shape", bit_above));
  vectors.push_back(code_vector("all zero", "shape", Bytes(recovery_code_bytes, 0)));

  (void)random.take_used();
  const Bytes sealed = seal_identity(identity, root, random);
  Json opened = sealed_vector("the sealed identity key", "accept", root, sealed);
  opened["random"] = hex(random.take_used());
  opened["seed"] = hex(identity.seed());
  vectors.push_back(opened);
  vectors.push_back(sealed_vector("another card's root", "decrypt", random.secret<32>(), sealed));
  vectors.push_back(sealed_vector("another identity key", "decrypt", root, with_flipped(sealed, 2)));
  vectors.push_back(sealed_vector("a changed seal", "decrypt", root, with_flipped(sealed, 70)));
  vectors.push_back(sealed_vector("cut short", "decrypt", root, BytesView(sealed).first(105)));
  vectors.push_back(sealed_vector("another magic", "decrypt", root, with_flipped(sealed, 1)));
  add_proofs(vectors, identity, sha256(recovery_token(root).expose()), sealed);
  return {.name = "recovery_card.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
