#include <catch2/catch.hpp>

#include "crypto/client_keys.hpp"
#include "crypto/login.hpp"
#include "crypto/note.hpp"
#include "crypto/safety_number.hpp"
#include "crypto/words.hpp"
#include "crypto/work.hpp"
#include "crypto/xwing.hpp"
#include "tests/unit/crypto/vector_runner.hpp"
#include "tests/vectors/seeded_random.hpp"

namespace kiezel::crypto::testing {
namespace {

std::string_view name_of(WordsProblem::Kind kind) {
  switch (kind) {
    case WordsProblem::Kind::too_long:
      return "limit";
    case WordsProblem::Kind::wrong_count:
      return "syntax";
    case WordsProblem::Kind::unknown_word:
      return "shape";
  }
  return "";
}

std::string_view run_words(const Json& vector) {
  if (text_of(vector, "op") == "text") {
    const auto code = read_words(text_of(vector, "text"));
    if (!code) return name_of(code.error().kind);
    CHECK(to_hex(code->integer().expose()) == text_of(vector, "code"));
    return "accept";
  }
  const auto code = Code::from_integer(secret_of<code_bytes>(vector, "code")).value();
  const auto indexes = vector.at("indexes").get<std::array<std::uint16_t, code_words>>();
  CHECK(code.indexes() == indexes);
  CHECK(code.words() == text_of(vector, "words"));
  CHECK(Code::from_indexes(indexes).value().integer() == code.integer());
  CHECK(read_words(code.words()).value().integer() == code.integer());
  return "accept";
}

std::string_view run_client_keys(const Json& vector) {
  const auto code = Code::from_integer(secret_of<code_bytes>(vector, "code"));
  if (!code) return "shape";
  const std::string deployment = text_of(vector, "deployment_id");
  CHECK(to_hex(code_salt(deployment)) == text_of(vector, "code_salt"));
  const ClientRoot root = client_root(*code, deployment).value();
  CHECK(to_hex(root.expose()) == text_of(vector, "root"));
  const SigningKey auth = client_auth_key(root);
  CHECK(to_hex(auth.seed().expose()) == text_of(vector, "auth_seed"));
  CHECK(to_hex(auth.verify_key()) == text_of(vector, "auth_pk"));
  CHECK(to_hex(mailbox_id(auth.verify_key())) == text_of(vector, "mailbox"));
  const auto kem = KemKeyPair::from_seed(client_kem_seed(root)).value();
  CHECK(to_hex(kem.seed().expose()) == text_of(vector, "kem_seed"));
  CHECK(to_hex(kem.id()) == text_of(vector, "kem_id"));
  const auto conversation = fixed_of<ConversationId>(vector, "conversation");
  CHECK(to_hex(client_signing_key(root, conversation).verify_key()) == text_of(vector, "sign_pk"));
  return "accept";
}

std::string_view run_safety_number(const Json& vector) {
  const std::string number = text_of(vector, "op") == "chain"
                                 ? chain_check(fixed_of<EntryHash>(vector, "entry_hash"))
                                 : safety_number(fixed_of<VerifyKey>(vector, "public_key")).value();
  CHECK(number == text_of(vector, "number"));
  return "accept";
}

std::string_view run_login(const Json& vector) {
  const std::string origin = text_of(vector, "origin");
  const LoginTranscript transcript{.origin = origin,
                                   .challenge = fixed_of<Challenge>(vector, "challenge"),
                                   .id = fixed_of<LoginId>(vector, "id"),
                                   .expires_s = number_of(vector, "expires_s")};
  const auto key = SigningKey::from_seed(secret_of<32>(vector, "seed")).value();
  const auto signature = fixed_of<Signature>(vector, "signature");
  if (text_of(vector, "expect") == "accept") CHECK(sign_login(transcript, key) == signature);
  return verify_login(transcript, fixed_of<VerifyKey>(vector, "public_key"), signature) ? "accept"
                                                                                        : "signature";
}

std::string_view run_work(const Json& vector) {
  std::vector<KeyId> advisors;
  for (const Json& id : vector["advisors"])
    advisors.push_back(KeyId::from(*from_hex(id.get<std::string>())).value());
  const Digest subject = work_subject(fixed_of<WorkNonce>(vector, "nonce"),
                                      fixed_of<ConversationId>(vector, "conversation"), advisors);
  CHECK(to_hex(subject) == text_of(vector, "subject"));
  const auto bits = static_cast<int>(number_of(vector, "bits"));
  const std::uint64_t counter = number_of(vector, "counter");
  if (text_of(vector, "expect") == "accept") CHECK(solve_work(subject, bits) == counter);
  return work_bits(subject, counter) >= bits ? "accept" : "rule";
}

std::string_view run_note(const Json& vector) {
  const auto key = secret_of<32>(vector, "key");
  const auto conversation = fixed_of<ConversationId>(vector, "conversation");
  const std::uint64_t revision = number_of(vector, "revision");
  const Bytes sealed = bytes_of(vector, "sealed");
  const auto note = open_note(sealed, key, conversation, revision);
  if (!note) return "decrypt";
  CHECK(note->text == text_of(vector["note"], "text"));
  CHECK(note->alias == text_of(vector["note"], "alias"));
  CHECK(note->labels == vector["note"]["labels"].get<std::vector<std::string>>());
  const Json held = vector["note"].value("held", Json::array());
  REQUIRE(note->held.size() == held.size());
  for (std::size_t i = 0; i < held.size(); ++i) {
    CHECK(note->held[i] == HeldNotice{.id = fixed_of<StatementId>(held[i], "id"),
                                      .whom = text_of(held[i], "whom"),
                                      .about = text_of(held[i], "about"),
                                      .why = text_of(held[i], "why"),
                                      .consulted = text_of(held[i], "consulted"),
                                      .told_at = number_of(held[i], "told_at"),
                                      .review_at = number_of(held[i], "review_at"),
                                      .later = text_of(held[i], "later")});
  }
  vectors::GivenRandom random(bytes_of(vector, "random"));
  CHECK(seal_note(*note, key, conversation, revision, random) == sealed);
  return "accept";
}

}  // namespace

TEST_CASE("vectors: return codes and words", "[vectors]") {
  run_vectors("words.json", run_words);
}
TEST_CASE("vectors: keys from a return code", "[vectors]") {
  run_vectors("client_keys.json", run_client_keys);
}
TEST_CASE("vectors: safety numbers", "[vectors]") {
  run_vectors("safety_number.json", run_safety_number);
}
TEST_CASE("vectors: login transcripts", "[vectors]") {
  run_vectors("login.json", run_login);
}
TEST_CASE("vectors: proofs of work", "[vectors]") {
  run_vectors("work.json", run_work);
}
TEST_CASE("vectors: notes", "[vectors]") {
  run_vectors("note.json", run_note);
}

}  // namespace kiezel::crypto::testing
