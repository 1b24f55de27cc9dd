// Which commits the server accepts from client and advisor (crypto/KZ1.md 5.4), without Redis.
#include <catch2/catch.hpp>

#include "tests/unit/server/conversation/rules_scene.hpp"

namespace {

using namespace kiezel;
using conversation::EntryFacts;
using conversation::EntryRefusal;
using conversation::judge_entry;
using conversation::parse_entry;
using crypto::CommitReason;
using support::LogWriter;
using support::recipient;
using support::refusal;
using support::TestClient;
using Scene = support::RulesScene;

}  // namespace

TEST_CASE("commit rules: the client rotates, and adds an advisor of the directory", "[conversation]") {
  Scene scene;
  const crypto::Bytes commit =
      scene.log.commit(scene.client.signing, CommitReason::add,
                       {recipient(scene.client), recipient(scene.advisor), recipient(scene.colleague)});

  const auto accepted =
      judge_entry(*parse_entry(support::rules_conversation_id, commit), scene.membership(), scene.facts());

  REQUIRE(accepted);
  REQUIRE(accepted->members);
  CHECK(conversation::advisors_of(*accepted->members) ==
        std::vector{scene.advisor.id(), scene.colleague.id()});
}

TEST_CASE("commit rules: an advisor outside the directory cannot be added", "[conversation]") {
  Scene scene;
  EntryFacts facts = scene.facts();
  facts.listed_advisors = {scene.advisor.identity.verify_key()};
  const crypto::Bytes commit =
      scene.log.commit(scene.client.signing, CommitReason::add,
                       {recipient(scene.client), recipient(scene.advisor), recipient(scene.colleague)});

  CHECK(refusal(commit, scene.membership(), facts) == EntryRefusal::commit);
}

TEST_CASE("commit rules: an advisor can add nobody, and cannot remove the client", "[conversation]") {
  Scene scene;
  LogWriter other = scene.log;
  const crypto::Bytes adds =
      scene.log.commit(scene.advisor.device, CommitReason::add,
                       {recipient(scene.client), recipient(scene.advisor), recipient(scene.colleague)});
  const TestClient impostor("impostor");
  const crypto::Bytes replaces = other.commit(scene.advisor.device, CommitReason::code_changed,
                                              {recipient(impostor), recipient(scene.advisor)});

  CHECK(refusal(adds, scene.membership(), scene.advisor_facts()) == EntryRefusal::commit);
  CHECK(refusal(replaces, scene.membership(), scene.advisor_facts()) == EntryRefusal::commit);
}

TEST_CASE("commit rules: an advisor may rotate, and leave", "[conversation]") {
  Scene scene;
  LogWriter other = scene.log;
  const crypto::Bytes rotates = scene.log.commit(scene.advisor.device, CommitReason::rotate,
                                                 {recipient(scene.client), recipient(scene.advisor)});
  const crypto::Bytes leaves =
      other.commit(scene.advisor.device, CommitReason::remove, {recipient(scene.client)});

  CHECK_FALSE(refusal(rotates, scene.membership(), scene.advisor_facts()));
  CHECK_FALSE(refusal(leaves, scene.membership(), scene.advisor_facts()));
}

TEST_CASE("commit rules: a reason that is not what happens is refused", "[conversation]") {
  Scene scene;
  const crypto::Bytes commit =
      scene.log.commit(scene.client.signing, CommitReason::rotate,
                       {recipient(scene.client), recipient(scene.advisor), recipient(scene.colleague)});

  CHECK(refusal(commit, scene.membership(), scene.facts()) == EntryRefusal::commit);
}

TEST_CASE("commit rules: a forged commit is refused as an entry, not judged as a commit", "[conversation]") {
  Scene scene;
  crypto::Bytes commit = scene.log.commit(scene.client.signing, CommitReason::rotate,
                                          {recipient(scene.client), recipient(scene.advisor)});
  commit.back() ^= 1;

  CHECK(refusal(commit, scene.membership(), scene.facts()) == EntryRefusal::entry);
}
