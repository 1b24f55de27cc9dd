// Which entries the server accepts (crypto/KZ1.md 5.4, 5.8), without Redis.
#include "server/conversation/rules.hpp"

#include <catch2/catch.hpp>

#include "crypto/log_chain.hpp"
#include "tests/unit/server/conversation/rules_scene.hpp"

namespace {

using namespace kiezel;
using conversation::EntryFacts;
using conversation::EntryRefusal;
using conversation::judge_entry;
using conversation::Membership;
using conversation::parse_entry;
using crypto::CommitReason;
using support::LogWriter;
using support::named_bytes;
using support::recipient;
using support::refusal;
using support::TestClient;
using Scene = support::RulesScene;

}  // namespace

TEST_CASE("entry rules: the client's and the advisor's own messages are accepted", "[conversation]") {
  Scene scene;

  CHECK_FALSE(refusal(scene.log.message(scene.client.signing), scene.membership(), scene.facts()));
  CHECK_FALSE(refusal(scene.log.message(scene.advisor.device), scene.membership(), scene.advisor_facts()));
}

TEST_CASE("entry rules: an entry with any header bit flipped is refused", "[conversation]") {
  Scene scene;
  const crypto::Bytes good = scene.log.message(scene.client.signing);

  for (std::size_t i = 0; i < crypto::entry_header_bytes; ++i) {
    crypto::Bytes flipped = good;
    flipped[i] ^= 0x01;
    INFO("byte " << i);
    CHECK(refusal(flipped, scene.membership(), scene.facts()) == EntryRefusal::entry);
  }
}

TEST_CASE("entry rules: a changed payload or signature is refused", "[conversation]") {
  Scene scene;
  const crypto::Bytes good = scene.log.message(scene.client.signing);

  for (const std::size_t i :
       {crypto::entry_header_bytes, good.size() - 65, good.size() - 64, good.size() - 1}) {
    crypto::Bytes changed = good;
    changed[i] ^= 0x80;
    INFO("byte " << i);
    CHECK(refusal(changed, scene.membership(), scene.facts()) == EntryRefusal::entry);
  }
}

TEST_CASE("entry rules: cut short and run on are refused", "[conversation]") {
  Scene scene;
  crypto::Bytes entry = scene.log.message(scene.client.signing);

  entry.pop_back();
  CHECK(refusal(entry, scene.membership(), scene.facts()) == EntryRefusal::entry);
  entry.resize(entry.size() + 2);
  CHECK(refusal(entry, scene.membership(), scene.facts()) == EntryRefusal::entry);
  CHECK(refusal({}, scene.membership(), scene.facts()) == EntryRefusal::entry);
}

TEST_CASE("entry rules: nobody posts what another signed", "[conversation]") {
  Scene scene;
  const crypto::Bytes of_client = scene.log.message(scene.client.signing);
  const crypto::Bytes of_advisor = scene.log.message(scene.advisor.device);

  CHECK(refusal(of_client, scene.membership(), scene.advisor_facts()) == EntryRefusal::entry);
  EntryFacts client_with_device = scene.advisor_facts();
  client_with_device.role = core::Role::client;
  CHECK(refusal(of_advisor, scene.membership(), client_with_device) == EntryRefusal::entry);
}

TEST_CASE("entry rules: a stranger's signature is refused", "[conversation]") {
  Scene scene;

  CHECK(refusal(scene.log.message(support::named_key("stranger")), scene.membership(), scene.facts()) ==
        EntryRefusal::entry);
  // Neither may an identity key write: it signs certificates only.
  CHECK(refusal(scene.log.message(scene.advisor.identity), scene.membership(), scene.advisor_facts()) ==
        EntryRefusal::entry);
}

TEST_CASE("entry rules: a device writes only while its certificate is valid and not revoked",
          "[conversation]") {
  Scene scene;
  const crypto::Bytes entry = scene.log.message(scene.advisor.device);

  EntryFacts expired = scene.advisor_facts();
  expired.now_s = support::rules_now_s + 1000;
  CHECK(refusal(entry, scene.membership(), expired) == EntryRefusal::entry);
  EntryFacts early = scene.advisor_facts();
  early.now_s = support::rules_now_s - 1;
  CHECK(refusal(entry, scene.membership(), early) == EntryRefusal::entry);
  EntryFacts revoked = scene.advisor_facts();
  revoked.device->revoked_at_s = support::rules_now_s;
  CHECK(refusal(entry, scene.membership(), revoked) == EntryRefusal::entry);
}

TEST_CASE("entry rules: a device of an advisor who is no member is refused", "[conversation]") {
  Scene scene;
  EntryFacts facts = scene.advisor_facts();
  facts.device->key = scene.colleague.device.verify_key();
  facts.device->advisor = scene.colleague.identity.verify_key();

  CHECK(refusal(scene.log.message(scene.colleague.device), scene.membership(), facts) == EntryRefusal::entry);
}

TEST_CASE("entry rules: an entry of another epoch is refused", "[conversation]") {
  Scene scene;
  scene.log.position.epoch = 1;

  CHECK(refusal(scene.log.message(scene.client.signing), scene.membership(), scene.facts()) ==
        EntryRefusal::entry);
}

TEST_CASE("entry rules: an entry of another conversation is refused", "[conversation]") {
  Scene scene;
  LogWriter elsewhere(named_bytes<core::ConversationId>("elsewhere"));

  CHECK(refusal(elsewhere.message(scene.client.signing), scene.membership(), scene.facts()) ==
        EntryRefusal::entry);
}

TEST_CASE("entry rules: a statement is taken from client and advisor", "[conversation]") {
  Scene scene;
  const crypto::Bytes payload(528, 1);
  const crypto::Bytes entry = scene.log.write(scene.client.signing, crypto::EntryKind::statement, payload);

  const auto parsed = parse_entry(scene.membership().conversation, entry);
  REQUIRE(parsed);
  CHECK(judge_entry(*parsed, scene.membership(), scene.facts()));
}

TEST_CASE("entry rules: only the client orders to erase, in the one form that there is", "[conversation]") {
  Scene scene;
  const auto order = [&scene](const crypto::SigningKey& key, crypto::Bytes payload) {
    return scene.log.write(key, crypto::EntryKind::erase, payload);
  };

  CHECK(refusal(order(scene.client.signing, {2}), scene.membership(), scene.facts()) == EntryRefusal::entry);
  CHECK(refusal(order(scene.client.signing, {}), scene.membership(), scene.facts()) == EntryRefusal::entry);
  CHECK(refusal(order(scene.client.signing, {1, 1}), scene.membership(), scene.facts()) ==
        EntryRefusal::entry);
  const crypto::Bytes sound = order(scene.client.signing, {1});
  const auto parsed = parse_entry(scene.membership().conversation, sound);
  REQUIRE(parsed);
  CHECK(judge_entry(*parsed, scene.membership(), scene.facts()));
}

TEST_CASE("log chain: an order to erase is the last entry", "[conversation]") {
  const support::TestClient client{"client"};
  const support::TestAdvisor advisor{"advisor", 1'790'000'000};
  support::LogWriter log{support::rules_conversation_id};
  crypto::LogChain chain(support::rules_conversation_id);
  const crypto::ChainFacts facts{.at_s = 1'790'000'000};
  REQUIRE(chain.append(
      log.commit(client.signing, CommitReason::create, {recipient(client), recipient(advisor)}), facts));
  support::LogWriter wrong = log;
  CHECK(chain.append(wrong.write(client.signing, crypto::EntryKind::erase, {2}), facts).error() ==
        crypto::Refusal::shape);

  REQUIRE(chain.append(log.write(client.signing, crypto::EntryKind::erase, {1}), facts));

  CHECK(chain.state().is_erased);
  CHECK(chain.append(log.message(client.signing), facts).error() == crypto::Refusal::rule);
}

TEST_CASE("received time: to the hour for clients, exact for advisors", "[conversation]") {
  CHECK(conversation::received_at(core::Role::client, 1'768'384'799) == 1'768'381'200);
  CHECK(conversation::received_at(core::Role::client, 1'768'381'200) == 1'768'381'200);
  CHECK(conversation::received_at(core::Role::advisor, 1'768'384'799) == 1'768'384'799);
}

TEST_CASE("takes part: the mailbox that opened it and the advisors it names", "[conversation]") {
  Scene scene;
  const Membership membership = scene.membership();

  CHECK(conversation::takes_part(scene.client.caller(), membership));
  CHECK(conversation::takes_part(scene.advisor.caller(), membership));
  CHECK_FALSE(conversation::takes_part(scene.colleague.caller(), membership));
  CHECK_FALSE(conversation::takes_part(TestClient("other").caller(), membership));
  CHECK_FALSE(conversation::takes_part(core::Caller{}, membership));
}
