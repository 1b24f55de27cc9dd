#include <catch2/catch.hpp>

#include "crypto/device_bundle.hpp"
#include "crypto/device_offer.hpp"
#include "crypto/recovery_card.hpp"
#include "crypto/safety_number.hpp"
#include "crypto/vault.hpp"
#include "tests/unit/crypto/vector_runner.hpp"
#include "tests/vectors/seeded_random.hpp"

namespace kiezel::crypto::testing {
namespace {

std::string_view run_offer(const Json& vector) {
  if (text_of(vector, "op") == "digits") {
    const auto digits = device_digits(fixed_of<VerifyKey>(vector, "device_key")).value();
    CHECK(digits == text_of(vector, "digits"));
    CHECK(to_hex(offer_id(digits)) == text_of(vector, "offer_id"));
    return "accept";
  }
  const Bytes bytes = bytes_of(vector, "offer");
  const auto parsed = parse_device_offer(bytes);
  if (!parsed) return to_string(parsed.error());
  const auto offer = verify(*parsed);
  if (!offer) return "signature";
  const auto device = SigningKey::from_seed(secret_of<32>(vector, "seed")).value();
  CHECK(to_hex(offer->fields().kem_key) == text_of(vector, "kem_key"));
  CHECK(sign_device_offer(offer->fields(), device) == bytes);
  return "accept";
}

std::string_view run_bundle(const Json& vector) {
  SealedBundle bundle{.head = bytes_of(vector, "head"), .parts = {}};
  for (const Json& part : vector.at("parts"))
    bundle.parts.push_back(from_hex(part.get<std::string>()).value());
  const BundlePlace place{.advisor = fixed_of<KeyId>(vector, "advisor"),
                          .device = fixed_of<KeyId>(vector, "device")};
  const auto key = KemKeyPair::from_seed(secret_of<32>(vector, "kem_seed")).value();
  const auto content = open_bundle(bundle, place, key);
  if (!content) return "decrypt";
  CHECK(to_hex(content->expose()) == text_of(vector, "content"));
  return "accept";
}

std::string_view run_vault(const Json& vector) {
  const VaultLock lock{.salt = fixed_of<Argon2Salt>(vector, "salt"),
                       .cost = {.memory_kib = static_cast<std::uint32_t>(number_of(vector, "memory_kib")),
                                .passes = static_cast<std::uint32_t>(number_of(vector, "passes"))},
                       .device = fixed_of<KeyId>(vector, "device")};
  const auto keys = vault_keys(as_bytes(text_of(vector, "passphrase")), lock, secret_of<32>(vector, "share"),
                               bytes_of(vector, "prf"));
  if (!keys) return "decrypt";
  CHECK(to_hex(keys->device.expose()) == text_of(vector, "device_key"));
  CHECK(to_hex(keys->identity.expose()) == text_of(vector, "identity_key"));
  return "accept";
}

std::string_view run_code(const Json& vector) {
  auto code = RecoveryCode::from_integer(secret_of<recovery_code_bytes>(vector, "integer"));
  if (!code) return "shape";
  const auto indexes = vector.at("indexes").get<std::array<std::uint16_t, recovery_words>>();
  CHECK(code->indexes() == indexes);
  CHECK(RecoveryCode::from_indexes(indexes)->integer() == code->integer());
  const auto root = recovery_root(*code, text_of(vector, "deployment_id")).value();
  CHECK(to_hex(root.expose()) == text_of(vector, "root"));
  CHECK(to_hex(recovery_token(root).expose()) == text_of(vector, "token"));
  return "accept";
}

std::string_view run_recovery(const Json& vector) {
  const std::string op = text_of(vector, "op");
  if (op == "code") return run_code(vector);
  if (op == "identity") {
    const auto identity = open_identity(bytes_of(vector, "sealed"), secret_of<32>(vector, "root"));
    if (!identity) return "decrypt";
    CHECK(to_hex(identity->seed().expose()) == text_of(vector, "seed"));
    return "accept";
  }
  const auto identity = fixed_of<VerifyKey>(vector, "identity_key");
  const auto signature = fixed_of<Signature>(vector, "signature");
  if (op == "card") {
    const Bytes sealed = bytes_of(vector, "sealed");
    return verify_recovery_card(bytes_of(vector, "token_hash"), sealed, identity, signature) ? "accept"
                                                                                             : "signature";
  }
  const auto device = fixed_of<KeyId>(vector, "device");
  return verify_revocation(device, number_of(vector, "at_s"), identity, signature) ? "accept" : "signature";
}

}  // namespace

TEST_CASE("vectors: a device's offer", "[vectors][devices]") {
  run_vectors("device_offer.json", run_offer);
}

TEST_CASE("vectors: a device's bundle", "[vectors][devices]") {
  run_vectors("device_bundle.json", run_bundle);
}

TEST_CASE("vectors: the keys of a vault", "[vectors][devices]") {
  run_vectors("vault.json", run_vault);
}

TEST_CASE("vectors: the recovery card", "[vectors][devices]") {
  run_vectors("recovery_card.json", run_recovery);
}

TEST_CASE("device bundle: of several parts, none may be missing or change places", "[devices]") {
  vectors::SeededRandom random("parts");
  const auto key = KemKeyPair::from_seed(random.secret<32>()).value();
  const BundlePlace place{.advisor = random.fixed<KeyId>(), .device = random.fixed<KeyId>()};
  const Bytes content(2 * bundle_part_bytes + 1, 7);
  const auto bundle = seal_bundle(content, place, key.public_key(), random);
  REQUIRE(bundle);
  REQUIRE(bundle->parts.size() == 3);

  const auto opened = open_bundle(*bundle, place, key);
  REQUIRE(opened);
  CHECK(to_bytes(opened->expose()) == content);
  SealedBundle swapped = *bundle;
  std::swap(swapped.parts[0], swapped.parts[1]);
  CHECK_FALSE(open_bundle(swapped, place, key));
  SealedBundle shorter = *bundle;
  shorter.parts.pop_back();
  CHECK_FALSE(open_bundle(shorter, place, key));
}

TEST_CASE("device bundle: nothing and too much are refused", "[devices]") {
  vectors::SeededRandom random("bounds");
  const auto key = KemKeyPair::from_seed(random.secret<32>()).value();

  CHECK_FALSE(seal_bundle({}, {}, key.public_key(), random));
  CHECK_FALSE(seal_bundle(Bytes(bundle_parts_max * bundle_part_bytes + 1), {}, key.public_key(), random));
}

}  // namespace kiezel::crypto::testing
