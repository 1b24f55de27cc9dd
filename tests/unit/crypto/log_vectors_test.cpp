#include <catch2/catch.hpp>

#include "crypto/client_keys.hpp"
#include "crypto/commit_seal.hpp"
#include "crypto/log_chain.hpp"
#include "crypto/message.hpp"
#include "crypto/private_seal.hpp"
#include "tests/unit/crypto/vector_runner.hpp"

namespace kiezel::crypto::testing {
namespace {

std::vector<Device> devices_of(const Json& devices) {
  std::vector<Device> result;
  for (const Json& device : devices) {
    result.push_back({.key = fixed_of<VerifyKey>(device, "key"),
                      .advisor = fixed_of<VerifyKey>(device, "advisor"),
                      .not_before_s = number_of(device, "not_before_s"),
                      .not_after_s = number_of(device, "not_after_s"),
                      .revoked_at_s = std::nullopt});
    if (device.contains("revoked_at_s")) result.back().revoked_at_s = number_of(device, "revoked_at_s");
  }
  return result;
}

Bytes entry_of(const Json& entry, const Json& scenario) {
  const Json& hex = entry.is_number() ? scenario["entries"].at(entry.get<std::size_t>()) : entry;
  return from_hex(hex.get<std::string>()).value();
}

/// The refusal, or "accept".
std::string_view append(LogChain& chain, const Json& entry, const Json& scenario, const ChainFacts& facts) {
  if (!entry.is_object()) return outcome_of(chain.append(entry_of(entry, scenario), facts));
  return outcome_of(chain.append(parse_erased(bytes_of(entry, "erased")).value(), facts));
}

std::string_view run_log(const Json& vector, const Json& scenario) {
  const auto devices = devices_of(vector.contains("devices") ? vector["devices"] : scenario["devices"]);
  ChainFacts facts;
  facts.devices = devices;
  facts.at_s = number_of(scenario, "at_s");
  LogChain chain(fixed_of<ConversationId>(scenario, "conversation"));
  for (std::size_t i = 0; i < vector["entries"].size(); ++i) {
    const ChainState before = chain.state();
    const std::string_view outcome = append(chain, vector["entries"][i], scenario, facts);
    if (outcome == "accept") continue;
    CHECK(i == number_of(vector, "refused_at"));
    CHECK(chain.state().head == before.head);
    CHECK(chain.state().next_seq == before.next_seq);
    CHECK(chain.state().members == before.members);
    return outcome;
  }
  CHECK(chain.state().next_seq == number_of(vector, "next_seq"));
  CHECK(to_hex(chain.state().head) == text_of(vector, "head"));
  CHECK(chain.state().epoch == number_of(vector, "epoch"));
  CHECK(to_hex(encode_members(chain.state().members)) == text_of(vector, "members"));
  return "accept";
}

std::string content_of(const VerifiedEntry& entry, const EpochKeys& keys) {
  if (entry.header().kind == EntryKind::private_details) return "private";
  const Message message = open_message(entry, keys).value();
  return message.text ? *message.text : "read " + std::to_string(message.read_up_to_seq.value());
}

/// Reads the scenario as somebody with `reader`'s key does and returns what each entry says.
std::vector<std::string> read_scenario(const Json& scenario, const KemKeyPair& reader) {
  const auto devices = devices_of(scenario["devices"]);
  const auto share = secret_of<32>(scenario, "share");
  ChainFacts facts;
  facts.devices = devices;
  facts.at_s = number_of(scenario, "at_s");
  LogChain chain(fixed_of<ConversationId>(scenario, "conversation"));
  std::optional<OpenedCommit> epoch;
  std::vector<std::string> contents;
  for (const Json& entry : scenario["entries"]) {
    const Bytes bytes = entry_of(entry, scenario);
    const VerifiedEntry verified = chain.append(bytes, facts).value();
    if (verified.header().kind == EntryKind::commit) {
      epoch = open_commit(verified, reader, share);
      REQUIRE(epoch);
      contents.emplace_back("commit");
      continue;
    }
    contents.push_back(content_of(verified, epoch->keys));
  }
  return contents;
}

}  // namespace

TEST_CASE("vectors: whole logs", "[vectors]") {
  const Json content = read_vectors("log.json");
  run_vectors("log.json", [&](const Json& vector) { return run_log(vector, content["scenario"]); });
}

TEST_CASE("vectors: client and advisor read the same conversation", "[vectors]") {
  const Json scenario = read_vectors("log.json")["scenario"];
  const auto root = secret_of<32>(scenario, "client_root");
  const auto client = KemKeyPair::from_seed(client_kem_seed(root)).value();
  const auto advisor = KemKeyPair::from_seed(secret_of<32>(scenario, "prekey_seed")).value();
  const auto expected = scenario["contents"].get<std::vector<std::string>>();

  CHECK(read_scenario(scenario, client) == expected);
  CHECK(read_scenario(scenario, advisor) == expected);
}

TEST_CASE("vectors: only the advisor opens the call details", "[vectors]") {
  const Json scenario = read_vectors("log.json")["scenario"];
  const auto root = secret_of<32>(scenario, "client_root");
  const auto client = KemKeyPair::from_seed(client_kem_seed(root)).value();
  const auto advisor = KemKeyPair::from_seed(secret_of<32>(scenario, "prekey_seed")).value();
  const Bytes bytes = entry_of(scenario["entries"][6], scenario);
  const auto entry =
      verify(ParsedEntry::parse(bytes).value(), fixed_of<VerifyKey>(scenario, "client_key")).value();

  const auto secret = unwrap_private(entry, advisor);
  REQUIRE(secret);
  const auto details = open_private(entry, *secret, secret_of<32>(scenario, "share"));
  REQUIRE(details);
  CHECK(details->phone_number == "06 00 00 00 00");
  CHECK_FALSE(unwrap_private(entry, client));
}

}  // namespace kiezel::crypto::testing
