// Which first entries make a conversation (crypto/KZ1.md 5.4, 5.8), without Redis.
#include <catch2/catch.hpp>

#include "tests/unit/server/conversation/rules_scene.hpp"

namespace {

using namespace kiezel;
using conversation::EntryFacts;
using conversation::EntryRefusal;
using conversation::judge_creation;
using crypto::CommitReason;
using support::creation_refusal;
using support::LogWriter;
using support::named_bytes;
using support::recipient;
using Scene = support::RulesScene;

}  // namespace

TEST_CASE("creation rules: COMMIT 0 and following messages are accepted", "[conversation]") {
  Scene scene;
  const std::vector entries{scene.creation, scene.log.message(scene.client.signing, 1),
                            scene.log.message(scene.client.signing, 2)};

  const auto accepted = judge_creation(support::rules_conversation_id, entries, scene.facts());

  REQUIRE(accepted);
  CHECK(accepted->members == scene.membership().members);
  CHECK(accepted->head == scene.log.position.prev);
}

TEST_CASE("creation rules: a conversation without an advisor, or with an unlisted one, is refused",
          "[conversation]") {
  Scene scene;
  LogWriter alone(support::rules_conversation_id);
  const crypto::Bytes without =
      alone.commit(scene.client.signing, CommitReason::create, {recipient(scene.client)});
  EntryFacts empty_directory = scene.facts();
  empty_directory.listed_advisors.clear();

  CHECK(creation_refusal({without}, scene.facts()) == EntryRefusal::commit);
  CHECK(creation_refusal({scene.creation}, empty_directory) == EntryRefusal::commit);
}

TEST_CASE("creation rules: COMMIT 0 must be signed by the client that it names", "[conversation]") {
  Scene scene;
  LogWriter forged(support::rules_conversation_id);
  const crypto::Bytes commit = forged.commit(support::named_key("stranger"), CommitReason::create,
                                             {recipient(scene.client), recipient(scene.advisor)});

  CHECK(creation_refusal({commit}, scene.facts()).has_value());
}

TEST_CASE("creation rules: nothing, a message first, a second commit and a gap are refused",
          "[conversation]") {
  Scene scene;
  LogWriter message_first(support::rules_conversation_id);
  const crypto::Bytes first = message_first.message(scene.client.signing);
  LogWriter with_gap = scene.log;
  ++with_gap.position.seq;
  const crypto::Bytes after_gap = with_gap.message(scene.client.signing);
  LogWriter other_chain = scene.log;
  other_chain.position.prev = named_bytes<crypto::EntryHash>("other");
  const crypto::Bytes unchained = other_chain.message(scene.client.signing);
  const crypto::Bytes second_commit = scene.log.commit(scene.client.signing, CommitReason::rotate,
                                                       {recipient(scene.client), recipient(scene.advisor)});

  CHECK(creation_refusal({}, scene.facts()) == EntryRefusal::commit);
  CHECK(creation_refusal({first}, scene.facts()) == EntryRefusal::commit);
  CHECK(creation_refusal({scene.creation, second_commit}, scene.facts()) == EntryRefusal::commit);
  CHECK(creation_refusal({scene.creation, after_gap}, scene.facts()) == EntryRefusal::entry);
  CHECK(creation_refusal({scene.creation, unchained}, scene.facts()) == EntryRefusal::entry);
}

TEST_CASE("creation rules: an advisor cannot write in the first entries", "[conversation]") {
  Scene scene;

  CHECK(creation_refusal({scene.creation, scene.log.message(scene.advisor.device)}, scene.facts()) ==
        EntryRefusal::entry);
}
