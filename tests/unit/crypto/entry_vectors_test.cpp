#include <catch2/catch.hpp>

#include "crypto/entry.hpp"
#include "crypto/epoch.hpp"
#include "crypto/padding.hpp"
#include "crypto/tlv.hpp"
#include "tests/unit/crypto/vector_runner.hpp"
#include "tests/vectors/scene.hpp"

namespace kiezel::crypto::testing {
namespace {

std::string_view run_erased(const Json& vector) {
  const auto erased = parse_erased(bytes_of(vector, "erased"));
  if (!erased) return to_string(erased.error());
  const auto hash = verify_erased(*erased, fixed_of<VerifyKey>(vector, "public_key"));
  if (!hash) return "signature";
  CHECK(to_hex(*hash) == text_of(vector, "hash"));
  return "accept";
}

void check_fields(const Json& vector, const VerifiedEntry& entry) {
  const EntryHeader& header = entry.header();
  CHECK(vectors::name_of(header.kind) == text_of(vector, "kind"));
  CHECK(to_hex(header.position.conversation) == text_of(vector, "conversation"));
  CHECK(header.position.seq == number_of(vector, "seq"));
  CHECK(to_hex(header.position.prev) == text_of(vector, "prev"));
  CHECK(header.position.epoch == number_of(vector, "epoch"));
  CHECK(to_hex(header.sender) == text_of(vector, "sender"));
  CHECK(to_hex(header.nonce) == text_of(vector, "nonce"));
  CHECK(to_hex(entry.payload()) == text_of(vector, "payload"));
  CHECK(to_hex(entry.payload_hash()) == text_of(vector, "payload_hash"));
  CHECK(to_hex(entry.hash()) == text_of(vector, "hash"));
  const auto key = SigningKey::from_seed(secret_of<32>(vector, "seed")).value();
  const Bytes again = sign_entry(header.kind, header.position, header.nonce, entry.payload(), key);
  CHECK(to_hex(again) == text_of(vector, "entry"));
}

std::string_view run_entry(const Json& vector) {
  if (text_of(vector, "op") == "erased") return run_erased(vector);
  const Bytes bytes = bytes_of(vector, "entry");
  const auto parsed = ParsedEntry::parse(bytes);
  if (!parsed) return to_string(parsed.error());
  const auto verified = verify(*parsed, fixed_of<VerifyKey>(vector, "public_key"));
  if (!verified) return "signature";
  check_fields(vector, *verified);
  return "accept";
}

std::string_view run_epoch(const Json& vector) {
  const auto keys = EpochKeys::derive(secret_of<32>(vector, "share"), secret_of<32>(vector, "secret"),
                                      fixed_of<ConversationId>(vector, "conversation"),
                                      static_cast<std::uint32_t>(number_of(vector, "epoch")));
  if (!keys) return "shape";
  CHECK(to_hex(keys->commitment()) == text_of(vector, "key_commitment"));
  CHECK(to_hex(keys->roster_key().expose()) == text_of(vector, "roster_key"));
  CHECK(to_hex(keys->sender_key(fixed_of<KeyId>(vector, "sender")).expose()) ==
        text_of(vector, "sender_key"));
  return "accept";
}

std::string_view run_tlv(const Json& vector) {
  const Bytes bytes = bytes_of(vector, "bytes");
  const auto items = parse_tlv(bytes);
  if (!items) return to_string(items.error());
  REQUIRE(items->size() == vector["items"].size());
  for (std::size_t i = 0; i < items->size(); ++i) {
    CHECK((*items)[i].tag == number_of(vector["items"][i], "tag"));
    CHECK(to_hex((*items)[i].value) == text_of(vector["items"][i], "value"));
  }
  return "accept";
}

std::string_view run_tlv_padding(const Json& vector) {
  const std::string op = text_of(vector, "op");
  if (op == "tlv") return run_tlv(vector);
  if (op == "pad") {
    const auto padded = pad(Bytes(number_of(vector, "size"), 'k'));
    if (!padded) return "limit";
    CHECK(padded->expose().size() == number_of(vector, "padded_size"));
    CHECK(unpadded_size(padded->expose()) == number_of(vector, "size"));
    return "accept";
  }
  const auto size = unpadded_size(bytes_of(vector, "padded"));
  if (size) CHECK(*size == number_of(vector, "size"));
  return outcome_of(size, "decrypt");
}

}  // namespace

TEST_CASE("vectors: entries", "[vectors]") {
  run_vectors("entry.json", run_entry);
}
TEST_CASE("vectors: keys of an epoch", "[vectors]") {
  run_vectors("epoch.json", run_epoch);
}
TEST_CASE("vectors: tagged values and padding", "[vectors]") {
  run_vectors("tlv_padding.json", run_tlv_padding);
}

}  // namespace kiezel::crypto::testing
