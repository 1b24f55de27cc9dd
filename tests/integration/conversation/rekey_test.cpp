// New words: the client's own, and a card from an advisor (crypto/KZ1.md 5.4, protocol/README.md, "New
// words").
#include <catch2/catch.hpp>

#include "protocol/limits.hpp"
#include "tests/integration/conversation/rekey_scene.hpp"

namespace {

using namespace kiezel;
using core::ErrorCode;
using crypto::CommitReason;
using support::code_of;
using support::LogWriter;
using support::make_rekeying;
using support::recipient;
using support::Rekeyed;
using support::Rekeying;
using Scene = support::RekeyScene;
using support::Shard;
using support::TestAdvisor;
using support::TestClient;

}  // namespace

TEST_CASE("rekey: new words open the conversation and the old ones nothing", "[conversation][rekey]") {
  Scene scene;
  const auto answer = scene.rekey(scene.client.caller(), scene.change_words(scene.client, scene.next));

  REQUIRE(answer);
  CHECK(answer->seq == 2);
  CHECK(scene.only_opens(scene.next, scene.client));
  CHECK_FALSE(scene.is_known(scene.client));
  LogWriter old = scene.log;
  CHECK(code_of(scene.append(scene.client.caller(), old.message(scene.client.signing))) ==
        ErrorCode::not_found);
  CHECK(scene.append(scene.next.caller(), scene.log.message(scene.next.signing)));
  CHECK(scene.append(scene.advisor.caller(), scene.log.message(scene.advisor.device)));
}

TEST_CASE("rekey: a card from the advisor does the same", "[conversation][rekey]") {
  Scene scene;

  REQUIRE(scene.rekey(scene.advisor.caller(), scene.give_card(scene.next)));

  CHECK(scene.only_opens(scene.next, scene.client));
  CHECK_FALSE(scene.is_known(scene.client));
  CHECK(scene.append(scene.next.caller(), scene.log.message(scene.next.signing)));
}

TEST_CASE("rekey: words can change twice, and asking again gives the first answer", "[conversation][rekey]") {
  Scene scene;
  const Rekeying first = scene.change_words(scene.client, scene.next);
  const auto answer = scene.rekey(scene.client.caller(), first);
  REQUIRE(answer);

  // By whoever it was, on whichever connection: the key of the new mailbox is what counts.
  CHECK(*scene.rekey(scene.client.caller(), first) == *answer);
  CHECK(*scene.rekey(scene.next.caller(), first) == *answer);
  REQUIRE(scene.rekey(scene.next.caller(), scene.change_words(scene.next, scene.third)));

  CHECK(scene.only_opens(scene.third, scene.next));
  CHECK_FALSE(scene.is_known(scene.next));
  CHECK(code_of(scene.rekey(scene.client.caller(), first)) == ErrorCode::not_found);
  CHECK(code_of(scene.rekey(scene.next.caller(), first)) == ErrorCode::not_found);
}

TEST_CASE("rekey: other conversations of the old words stay where they are", "[conversation][rekey]") {
  Scene scene;
  const auto other_id = support::named_bytes<core::ConversationId>("other conversation");
  LogWriter other_log(other_id);
  const crypto::Bytes commit = other_log.commit(scene.client.signing, CommitReason::create,
                                                {recipient(scene.client), recipient(scene.colleague)});
  REQUIRE(scene.create(make_creation(scene.client, other_id, {commit}, scene.shard.now_s())));

  REQUIRE(scene.rekey(scene.advisor.caller(), scene.give_card(scene.next)));

  CHECK(scene.is_known(scene.client));
  CHECK(scene.listed(scene.client) == 1);
  CHECK(scene.listed(scene.next) == 1);
  crypto::Bytes change = other_log.commit(scene.client.signing, CommitReason::code_changed,
                                          {recipient(scene.next), recipient(scene.colleague)});
  REQUIRE(scene.rekey(scene.client.caller(),
                      make_rekeying(other_id, scene.next, std::move(change), scene.shard.now_s())));
  CHECK_FALSE(scene.is_known(scene.client));
  CHECK(scene.listed(scene.next) == 2);
}

TEST_CASE("rekey: what is refused changes nothing", "[conversation][rekey]") {
  Scene scene;
  LogWriter log = scene.log;
  const auto commit = [&](const crypto::SigningKey& key, CommitReason reason,
                          std::vector<crypto::Recipient> recipients) {
    LogWriter writer = log;
    return scene.to(scene.next, writer.commit(key, reason, std::move(recipients)));
  };
  const auto next = recipient(scene.next);
  const auto advisor = recipient(scene.advisor);
  const auto colleague = recipient(scene.colleague);
  const auto client = recipient(scene.client);

  SECTION("the key of the new mailbox is not proven") {
    Rekeying made = commit(scene.client.signing, CommitReason::code_changed, {next, advisor});
    made.request.signature = crypto::sign_login(made.challenge, scene.third.auth).bytes;
    CHECK(code_of(scene.rekey(scene.client.caller(), made)) == ErrorCode::login_failed);
    made = commit(scene.client.signing, CommitReason::code_changed, {next, advisor});
    made.challenge.expires_s += 1;
    CHECK(code_of(scene.rekey(scene.client.caller(), made)) == ErrorCode::login_failed);
  }
  SECTION("new words do not come by append") {
    const Rekeying changed = commit(scene.client.signing, CommitReason::code_changed, {next, advisor});
    const Rekeying card = commit(scene.advisor.device, CommitReason::new_card, {next, advisor});
    CHECK(code_of(scene.append(scene.client.caller(), changed.request.entry)) == ErrorCode::commit_refused);
    CHECK(code_of(scene.append(scene.advisor.caller(), card.request.entry)) == ErrorCode::commit_refused);
  }
  SECTION("and nothing else comes by rekey") {
    const Rekeying rotation = commit(scene.client.signing, CommitReason::rotate, {client, advisor});
    CHECK(code_of(scene.rekey(scene.client.caller(), rotation)) == ErrorCode::commit_refused);
    LogWriter writer = log;
    writer.position.epoch += 1;
    const Rekeying message = scene.to(scene.next, writer.message(scene.client.signing));
    CHECK(code_of(scene.rekey(scene.client.caller(), message)) == ErrorCode::entry_refused);
  }
  SECTION("the caller takes no part") {
    const Rekeying card = commit(scene.colleague.device, CommitReason::new_card, {next, advisor});
    CHECK(code_of(scene.rekey(scene.colleague.caller(), card)) == ErrorCode::not_found);
    const Rekeying change = commit(scene.third.signing, CommitReason::code_changed, {next, advisor});
    CHECK(code_of(scene.rekey(scene.third.caller(), change)) == ErrorCode::not_found);
  }
  SECTION("it is signed by somebody else than the caller") {
    const Rekeying change = commit(scene.client.signing, CommitReason::code_changed, {next, advisor});
    CHECK(code_of(scene.rekey(scene.advisor.caller(), change)) == ErrorCode::entry_refused);
    const Rekeying card = commit(scene.advisor.device, CommitReason::new_card, {next, advisor});
    CHECK(code_of(scene.rekey(scene.client.caller(), card)) == ErrorCode::entry_refused);
  }
  SECTION("it changes more, or less") {
    for (const auto& recipients : std::vector<std::vector<crypto::Recipient>>{
             {client, advisor}, {next, colleague}, {next, advisor, colleague}}) {
      const Rekeying card = commit(scene.advisor.device, CommitReason::new_card, recipients);
      CHECK(code_of(scene.rekey(scene.advisor.caller(), card)) == ErrorCode::commit_refused);
    }
    auto same_kem = next;
    same_kem.kem_key = client.kem_key;
    same_kem.kem_id = client.kem_id;
    const Rekeying change = commit(scene.client.signing, CommitReason::code_changed, {same_kem, advisor});
    CHECK(code_of(scene.rekey(scene.client.caller(), change)) == ErrorCode::commit_refused);
  }
  SECTION("a client gives itself a card") {
    const Rekeying card = commit(scene.client.signing, CommitReason::new_card, {next, advisor});
    CHECK(code_of(scene.rekey(scene.client.caller(), card)) == ErrorCode::commit_refused);
  }
  SECTION("the words do not change") {
    LogWriter writer = log;
    const Rekeying same = scene.to(
        scene.client, writer.commit(scene.client.signing, CommitReason::code_changed, {next, advisor}));
    CHECK(code_of(scene.rekey(scene.client.caller(), same)) == ErrorCode::commit_refused);
  }
  SECTION("another entry came first") {
    const Rekeying change = commit(scene.client.signing, CommitReason::code_changed, {next, advisor});
    REQUIRE(scene.append(scene.advisor.caller(), scene.log.message(scene.advisor.device)));
    const auto answer = scene.rekey(scene.client.caller(), change);
    CHECK(code_of(answer) == ErrorCode::stale_head);
    CHECK(answer.error().data.head_seq == 2);
  }
  SECTION("another commit came first") {
    const Rekeying change = commit(scene.client.signing, CommitReason::code_changed, {next, advisor});
    REQUIRE(scene.append(scene.client.caller(),
                         scene.log.commit(scene.client.signing, CommitReason::rotate, {client, advisor})));
    const auto answer = scene.rekey(scene.client.caller(), change);
    CHECK(code_of(answer) == ErrorCode::stale_head);
    CHECK(answer.error().data.head_seq == 2);
  }

  CHECK(scene.only_opens(scene.client, scene.next));
  CHECK(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));
}

TEST_CASE("rekey: a cover advisor gives no card", "[conversation][rekey]") {
  Scene scene;
  auto cover = recipient(scene.colleague);
  cover.role = crypto::Role::cover_advisor;
  REQUIRE(scene.append(scene.client.caller(),
                       scene.log.commit(scene.client.signing, CommitReason::handover,
                                        {recipient(scene.client), recipient(scene.advisor), cover})));
  LogWriter writer = scene.log;
  const Rekeying card =
      scene.to(scene.next, writer.commit(scene.colleague.device, CommitReason::new_card,
                                         {recipient(scene.next), recipient(scene.advisor), cover}));

  CHECK(code_of(scene.rekey(scene.colleague.caller(), card)) == ErrorCode::commit_refused);
  CHECK(scene.only_opens(scene.client, scene.next));
}

TEST_CASE("rekey: one card a day, and what is refused leaves no mailbox", "[conversation][rekey]") {
  Scene scene;
  REQUIRE(scene.rekey(scene.advisor.caller(), scene.give_card(scene.next)));
  scene.shard.clock.advance(std::chrono::hours(23));
  const LogWriter before = scene.log;

  const auto refused = scene.rekey(scene.advisor.caller(), scene.give_card(scene.third));

  CHECK(code_of(refused) == ErrorCode::rate_limited);
  CHECK(refused.error().data.retry_after_s == 3600);
  CHECK_FALSE(scene.is_known(scene.third));
  scene.log = before;
  // The client itself is not held back.
  REQUIRE(scene.rekey(scene.next.caller(), scene.change_words(scene.next, scene.client)));
  scene.shard.clock.advance(std::chrono::hours(1));
  CHECK(scene.rekey(scene.advisor.caller(), scene.give_card(scene.third)));
  CHECK(scene.only_opens(scene.third, scene.client));
}

TEST_CASE("rekey: of two cards at once one wins", "[conversation][rekey]") {
  Scene scene;
  Shard other(scene.server.address());
  other.refresh();
  LogWriter fork = scene.log;
  const Rekeying first = scene.give_card(scene.next);
  const Rekeying second =
      scene.to(scene.third, fork.commit(scene.advisor.device, CommitReason::new_card,
                                        {recipient(scene.third), recipient(scene.advisor)}));
  REQUIRE(other.run(other.conversations.read(scene.advisor.caller(), scene.id, -1)));

  REQUIRE(scene.rekey(scene.advisor.caller(), first));

  CHECK(code_of(scene.rekey(scene.advisor.caller(), second, other)) == ErrorCode::stale_head);
  CHECK(scene.only_opens(scene.next, scene.third));
  CHECK_FALSE(scene.is_known(scene.client));
}

TEST_CASE("rekey: an open connection of the old words reads who replaced them, and no more",
          "[conversation][rekey]") {
  Scene scene;
  Shard other(scene.server.address());
  other.refresh();
  const auto read_there = [&](std::int64_t after) {
    return other.run(other.conversations.read(scene.client.caller(), scene.id, after));
  };
  REQUIRE(read_there(-1)->entries.size() == 2);
  REQUIRE(scene.rekey(scene.advisor.caller(), scene.give_card(scene.next)));
  REQUIRE(scene.append(scene.next.caller(), scene.log.message(scene.next.signing)));

  const auto last = read_there(1);

  REQUIRE(last);
  REQUIRE(last->entries.size() == 1);
  CHECK(last->entries.front().seq == 2);
  CHECK(last->head_seq == 2);
  CHECK(other.conversations.has_left(scene.client.caller(), scene.id));
  CHECK(code_of(read_there(2)) == ErrorCode::not_found);
  // Nothing of it is for somebody who asks anew.
  CHECK(code_of(other.run(other.conversations.head(scene.client.caller(), scene.id))) ==
        ErrorCode::not_found);
}
