#include <catch2/catch.hpp>

#include "crypto/entry.hpp"
#include "crypto/epoch.hpp"
#include "crypto/erase_order.hpp"
#include "crypto/statement_entry.hpp"
#include "tests/unit/crypto/vector_runner.hpp"
#include "tests/vectors/seeded_random.hpp"

namespace kiezel::crypto::testing {
namespace {

SigningKey key_of(const Json& vector) {
  return SigningKey::from_seed(secret_of<32>(vector, "seed")).value();
}

std::string_view run_statement(const Json& vector) {
  const Bytes bytes = bytes_of(vector, "statement");
  const auto checked = VerifiedStatement::verify(bytes);
  if (!checked) return outcome_of(checked);
  CHECK(checked->hash() == fixed_of<Digest>(vector, "hash"));
  CHECK(static_cast<std::uint64_t>((*checked)->action) == number_of(vector, "action"));
  if (vector.contains("seed")) {
    const auto again = sign_statement(**checked, key_of(vector));
    REQUIRE(again);
    CHECK(to_bytes(again->bytes()) == bytes);
  }
  return "accept";
}

std::string_view run_entry(const Json& vector) {
  const Bytes bytes = bytes_of(vector, "entry");
  const auto parsed = ParsedEntry::parse(bytes).value();
  const auto verified = verify(parsed, fixed_of<VerifyKey>(vector, "public_key"));
  REQUIRE(verified);
  const EntryPosition& place = parsed.header().position;
  const auto keys = EpochKeys::derive(secret_of<32>(vector, "share"), secret_of<32>(vector, "secret"),
                                      place.conversation, place.epoch)
                        .value();
  const auto statement = open_statement(*verified, keys);
  if (!statement) return "decrypt";
  CHECK(to_bytes(statement->bytes()) == bytes_of(vector, "statement"));
  vectors::GivenRandom random(bytes_of(vector, "nonce"));
  CHECK(seal_statement(*statement, place, keys, key_of(vector), random) == bytes);
  return "accept";
}

}  // namespace

TEST_CASE("statement vectors: what is stated, sealed, and ordered", "[statement]") {
  run_vectors("statement.json", [](const Json& vector) -> std::string_view {
    const std::string op = text_of(vector, "op");
    if (op == "statement") return run_statement(vector);
    if (op == "entry") return run_entry(vector);
    return outcome_of(parse_erase_order(bytes_of(vector, "payload")));
  });
}

}  // namespace kiezel::crypto::testing
