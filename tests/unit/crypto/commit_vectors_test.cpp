#include <catch2/catch.hpp>

#include "crypto/commit_rules.hpp"
#include "crypto/commit_seal.hpp"
#include "crypto/succession.hpp"
#include "tests/unit/crypto/vector_runner.hpp"
#include "tests/vectors/seeded_random.hpp"

namespace kiezel::crypto::testing {
namespace {

Roster roster_of(const Json& json) {
  Roster roster;
  if (json.contains("school")) roster.school = text_of(json, "school");
  if (json.contains("directory")) {
    roster.directory = DirectoryHead{.hash = fixed_of<Digest>(json["directory"], "hash"),
                                     .version = number_of(json["directory"], "version")};
  }
  if (json.contains("language")) roster.language = Language{json["language"].get<std::uint8_t>()};
  for (const Json& id : json.value("excluded_advisors", Json::array())) {
    roster.excluded_advisors.push_back(KeyId::from(from_hex(id.get<std::string>()).value()).value());
  }
  if (json.contains("self")) {
    roster.self = SelfDescription{.role = ClientRole{json["self"]["role"].get<std::uint8_t>()},
                                  .age = AgeBand{json["self"]["age"].get<std::uint8_t>()},
                                  .name = text_of(json["self"], "name")};
  }
  if (json.contains("cover")) roster.cover = CoverPreference{json["cover"].get<std::uint8_t>()};
  roster.brake = json.value("brake", false);
  return roster;
}

std::vector<HistoryGrant> history_of(const Json& grants) {
  std::vector<HistoryGrant> history;
  for (const Json& grant : grants) {
    history.push_back(
        {.epoch = grant.at("epoch").get<std::uint32_t>(), .secret = secret_of<32>(grant, "secret")});
  }
  return history;
}

std::string_view run_open(const Json& vector) {
  const Bytes bytes = bytes_of(vector, "entry");
  const auto parsed = ParsedEntry::parse(bytes);
  const auto verified = verify(parsed.value(), fixed_of<VerifyKey>(vector, "signer"));
  REQUIRE(verified);
  const auto reader = KemKeyPair::from_seed(secret_of<32>(vector, "kem_seed")).value();
  const auto opened = open_commit(*verified, reader, secret_of<32>(vector, "share"));
  if (!opened) return "decrypt";
  CHECK(to_hex(opened->secret.expose()) == text_of(vector, "secret"));
  const auto history = history_of(vector["history"]);
  REQUIRE(opened->history.size() == history.size());
  for (std::size_t i = 0; i < history.size(); ++i) {
    CHECK(opened->history[i].epoch == history[i].epoch);
    CHECK(opened->history[i].secret == history[i].secret);
  }
  CHECK(opened->roster == roster_of(vector["roster"]));
  return "accept";
}

std::string_view run_seal(const Json& vector) {
  const EntryPosition position{.conversation = fixed_of<ConversationId>(vector, "conversation"),
                               .seq = number_of(vector, "seq"),
                               .prev = fixed_of<EntryHash>(vector, "prev"),
                               .epoch = static_cast<std::uint32_t>(number_of(vector, "epoch"))};
  std::vector<std::vector<HistoryGrant>> histories;
  for (const Json& recipient : vector["recipients"]) histories.push_back(history_of(recipient["history"]));
  CommitPlan plan{.reason = CommitReason{vector["reason"].get<std::uint8_t>()},
                  .auth_ref = {},
                  .recipients = {},
                  .roster = roster_of(vector["roster"])};
  for (std::size_t i = 0; i < histories.size(); ++i) {
    const Json& recipient = vector["recipients"][i];
    plan.recipients.push_back({.role = Role{recipient["role"].get<std::uint8_t>()},
                               .id = fixed_of<VerifyKey>(recipient, "id"),
                               .kem_key = fixed_of<KemPublicKey>(recipient, "kem_key"),
                               .history = histories[i]});
  }
  const auto secret = secret_of<32>(vector, "secret");
  const auto keys =
      EpochKeys::derive(secret_of<32>(vector, "share"), secret, position.conversation, position.epoch)
          .value();
  vectors::GivenRandom random(bytes_of(vector, "random"));
  const auto payload = seal_commit(plan, secret, keys, random);
  REQUIRE(payload);
  const auto signer = SigningKey::from_seed(secret_of<32>(vector, "seed")).value();
  CHECK(to_hex(sign_entry(EntryKind::commit, position, {}, *payload, signer)) == text_of(vector, "entry"));
  CHECK(random.is_used_up());
  return "accept";
}

std::string_view run_rules(const Json& vector) {
  const auto commit = parse_commit(bytes_of(vector, "payload"));
  REQUIRE(commit);
  const std::vector<Member> before = parse_members(bytes_of(vector, "before")).value();
  std::vector<VerifyKey> directory;
  std::vector<KeyId> excluded;
  for (const Json& key : vector.value("directory", Json::array())) {
    directory.push_back(VerifyKey::from(from_hex(key.get<std::string>()).value()).value());
  }
  for (const Json& id : vector.value("excluded", Json::array())) {
    excluded.push_back(KeyId::from(from_hex(id.get<std::string>()).value()).value());
  }
  CommitFacts facts;
  facts.before = before;
  facts.sender = {.key = fixed_of<VerifyKey>(vector["sender"], "key"),
                  .role = Role{vector["sender"]["role"].get<std::uint8_t>()},
                  .member = fixed_of<VerifyKey>(vector["sender"], "member")};
  if (vector.contains("directory")) facts.directory = directory;
  facts.excluded_advisors = excluded;
  facts.is_permitted = vector.value("permitted", false);
  const CommitVerdict verdict = judge_commit(*commit, facts);
  CHECK(to_string(verdict) == text_of(vector, "verdict"));
  return verdict == CommitVerdict::allowed ? "accept" : "rule";
}

std::string_view run_parse(const Json& vector) {
  const Bytes payload = bytes_of(vector, "payload");
  const auto commit = parse_commit(payload);
  if (commit) CHECK(encode(*commit) == payload);
  return outcome_of(commit);
}

std::string_view run_succession(const Json& vector) {
  const Succession succession{.position = {.conversation = fixed_of<ConversationId>(vector, "conversation"),
                                           .seq = number_of(vector, "seq"),
                                           .prev = fixed_of<EntryHash>(vector, "prev"),
                                           .epoch = static_cast<std::uint32_t>(number_of(vector, "epoch"))},
                              .kem_id = fixed_of<KemId>(vector, "kem_id")};
  const auto signature = fixed_of<Signature>(vector, "signature");
  if (vector.contains("seed")) {
    const auto successor = SigningKey::from_seed(secret_of<32>(vector, "seed")).value();
    CHECK(sign_succession(succession, successor) == signature);
  }
  const bool verified = verify_succession(succession, fixed_of<VerifyKey>(vector, "successor"), signature);
  return verified ? "accept" : "signature";
}

std::string_view run_roster(const Json& vector) {
  const Bytes bytes = bytes_of(vector, "roster");
  const auto roster = parse_roster(bytes);
  if (!roster) return outcome_of(roster);
  CHECK(encode(*roster) == bytes);
  CHECK(roster->succession == fixed_of<Signature>(vector, "succession"));
  return "accept";
}

std::string_view run_commit(const Json& vector) {
  const std::string op = text_of(vector, "op");
  if (op == "open") return run_open(vector);
  if (op == "seal") return run_seal(vector);
  if (op == "parse") return run_parse(vector);
  if (op == "succession") return run_succession(vector);
  if (op == "roster") return run_roster(vector);
  return run_rules(vector);
}

}  // namespace

TEST_CASE("vectors: commits and who may make them", "[vectors]") {
  run_vectors("commit.json", run_commit);
}

TEST_CASE("vectors: commits that name a statement", "[vectors]") {
  run_vectors("permission.json", run_commit);
}

TEST_CASE("vectors: new words", "[vectors]") {
  run_vectors("new_words.json", run_commit);
}

}  // namespace kiezel::crypto::testing
