// Which entries the server accepts (crypto/KZ1.md 5.4, 5.8), without Redis.
#include "server/conversation/rules.hpp"

#include <catch2/catch.hpp>

#include "crypto/log_chain.hpp"
#include "tests/support/people.hpp"

namespace {

using namespace kiezel;
using conversation::EntryFacts;
using conversation::EntryRefusal;
using conversation::judge_creation;
using conversation::judge_entry;
using conversation::Membership;
using conversation::parse_entry;
using crypto::CommitReason;
using support::LogWriter;
using support::named_bytes;
using support::recipient;
using support::TestAdvisor;
using support::TestClient;

constexpr std::uint64_t now_s = 1'768'381'200;

const auto conversation_id = named_bytes<core::ConversationId>("conversation");

/// A conversation of one client and one advisor, right after its creation.
struct Scene {
  TestClient client{"client"};
  TestAdvisor advisor{"advisor", now_s};
  TestAdvisor colleague{"colleague", now_s};
  LogWriter log{conversation_id};
  crypto::Bytes creation =
      log.commit(client.signing, CommitReason::create, {recipient(client), recipient(advisor)});

  Membership membership() const {
    const auto commit = *crypto::parse_commit(
        LogWriter::commit_payload(CommitReason::create, {recipient(client), recipient(advisor)}));
    auto members = crypto::members_of(commit);
    auto advisors = conversation::advisors_of(members);
    return {.conversation = conversation_id,
            .mailbox = client.mailbox(),
            .epoch = 0,
            .commit_seq = 0,
            .members = std::move(members),
            .advisors = std::move(advisors)};
  }
  EntryFacts facts() const {
    return {.role = core::Role::client,
            .device = {},
            .listed_advisors = {advisor.identity.verify_key(), colleague.identity.verify_key()},
            .now_s = now_s};
  }
  EntryFacts advisor_facts() const {
    EntryFacts facts_of_advisor = facts();
    facts_of_advisor.role = core::Role::advisor;
    facts_of_advisor.device = crypto::Device{.key = advisor.device.verify_key(),
                                             .advisor = advisor.identity.verify_key(),
                                             .not_before_s = now_s,
                                             .not_after_s = now_s + 1000,
                                             .revoked_at_s = {}};
    return facts_of_advisor;
  }
};

/// Empty when the entry is accepted.
std::optional<EntryRefusal> refusal(const crypto::Bytes& bytes, const Membership& membership,
                                    const EntryFacts& facts) {
  const auto entry = parse_entry(conversation_id, bytes);
  if (!entry) return entry.error();
  const auto accepted = judge_entry(*entry, membership, facts);
  return accepted ? std::nullopt : std::optional(accepted.error());
}

std::optional<EntryRefusal> creation_refusal(const std::vector<crypto::Bytes>& entries,
                                             const EntryFacts& facts) {
  const auto accepted = judge_creation(conversation_id, entries, facts);
  return accepted ? std::nullopt : std::optional(accepted.error());
}

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
  expired.now_s = now_s + 1000;
  CHECK(refusal(entry, scene.membership(), expired) == EntryRefusal::entry);
  EntryFacts early = scene.advisor_facts();
  early.now_s = now_s - 1;
  CHECK(refusal(entry, scene.membership(), early) == EntryRefusal::entry);
  EntryFacts revoked = scene.advisor_facts();
  revoked.device->revoked_at_s = now_s;
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
  support::LogWriter log{conversation_id};
  crypto::LogChain chain(conversation_id);
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

TEST_CASE("commit rules: the client rotates, and adds an advisor of the directory", "[conversation]") {
  Scene scene;
  const crypto::Bytes commit =
      scene.log.commit(scene.client.signing, CommitReason::add,
                       {recipient(scene.client), recipient(scene.advisor), recipient(scene.colleague)});

  const auto accepted = judge_entry(*parse_entry(conversation_id, commit), scene.membership(), scene.facts());

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

TEST_CASE("creation rules: COMMIT 0 and following messages are accepted", "[conversation]") {
  Scene scene;
  const std::vector entries{scene.creation, scene.log.message(scene.client.signing, 1),
                            scene.log.message(scene.client.signing, 2)};

  const auto accepted = judge_creation(conversation_id, entries, scene.facts());

  REQUIRE(accepted);
  CHECK(accepted->members == scene.membership().members);
  CHECK(accepted->head == scene.log.position.prev);
}

TEST_CASE("creation rules: a conversation without an advisor, or with an unlisted one, is refused",
          "[conversation]") {
  Scene scene;
  LogWriter alone(conversation_id);
  const crypto::Bytes without =
      alone.commit(scene.client.signing, CommitReason::create, {recipient(scene.client)});
  EntryFacts empty_directory = scene.facts();
  empty_directory.listed_advisors.clear();

  CHECK(creation_refusal({without}, scene.facts()) == EntryRefusal::commit);
  CHECK(creation_refusal({scene.creation}, empty_directory) == EntryRefusal::commit);
}

TEST_CASE("creation rules: COMMIT 0 must be signed by the client that it names", "[conversation]") {
  Scene scene;
  LogWriter forged(conversation_id);
  const crypto::Bytes commit = forged.commit(support::named_key("stranger"), CommitReason::create,
                                             {recipient(scene.client), recipient(scene.advisor)});

  CHECK(creation_refusal({commit}, scene.facts()).has_value());
}

TEST_CASE("creation rules: nothing, a message first, a second commit and a gap are refused",
          "[conversation]") {
  Scene scene;
  LogWriter message_first(conversation_id);
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
