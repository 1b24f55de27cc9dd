// Opening a conversation (protocol/README.md, "Conversations").
#include <catch2/catch.hpp>

#include "protocol/limits.hpp"
#include "tests/integration/conversation/scene.hpp"

namespace {

using namespace kiezel;
using core::ErrorCode;
using crypto::CommitReason;
using support::code_of;
using support::ConversationScene;
using support::LogWriter;
using support::make_creation;
using support::named_bytes;
using support::recipient;
using support::TestClient;

crypto::Bytes first_commit(ConversationScene& scene, const TestClient& client, LogWriter& log) {
  return log.commit(client.signing, CommitReason::create, {recipient(client), recipient(scene.advisor)});
}

std::size_t keys_in(ConversationScene& scene) {
  const auto size = scene.shard.redis.execute(redis::Command{"DBSIZE"});
  return static_cast<std::size_t>(size->integer);
}

}  // namespace

TEST_CASE("create: what was created is listed, opened and read back byte for byte", "[conversation]") {
  ConversationScene scene;
  scene.shard.clock.advance(std::chrono::seconds(1234));
  scene.found();
  auto& service = scene.shard.conversations;

  const auto listed = scene.shard.run(service.list(scene.client.caller(), {}));
  REQUIRE(listed);
  REQUIRE(listed->conversations.size() == 1);
  CHECK(listed->conversations[0].conversation == scene.id.bytes);
  CHECK(listed->conversations[0].head_seq == 1);

  const auto opened = scene.shard.run(service.open(scene.advisor.caller(), {scene.id.bytes}));
  REQUIRE(opened);
  CHECK(opened->share == listed->conversations[0].share);
  CHECK(opened->head_seq == 1);

  const auto page = scene.read(scene.client.caller(), -1);
  REQUIRE(page);
  REQUIRE(page->entries.size() == 2);
  CHECK(page->head_seq == 1);
  CHECK(page->entries[0].entry == scene.first_entries[0]);
  CHECK(page->entries[1].entry == scene.first_entries[1]);
  CHECK(page->entries[1].received_at == support::FixedClock::start_time.time_since_epoch().count());
}

TEST_CASE("create: the same creation again gets the same answer and changes nothing", "[conversation]") {
  ConversationScene scene;
  scene.found();
  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));
  const std::size_t keys = keys_in(scene);

  const auto again =
      scene.create(make_creation(scene.client, scene.id, scene.first_entries, scene.shard.now_s()));

  REQUIRE(again);
  CHECK(again->head_seq == 1);
  CHECK(keys_in(scene) == keys);
  CHECK(scene.read(scene.client.caller(), -1)->head_seq == 2);
}

TEST_CASE("create: an id in use with other entries is refused, for its owner and for others",
          "[conversation]") {
  ConversationScene scene;
  scene.found();
  LogWriter own(scene.id);
  const std::vector<crypto::Bytes> shorter{first_commit(scene, scene.client, own)};
  const TestClient thief("thief");
  LogWriter foreign(scene.id);
  const std::vector<crypto::Bytes> other{first_commit(scene, thief, foreign)};

  CHECK(code_of(scene.create(make_creation(scene.client, scene.id, shorter, scene.shard.now_s()))) ==
        ErrorCode::conversation_exists);
  CHECK(code_of(scene.create(make_creation(thief, scene.id, other, scene.shard.now_s()))) ==
        ErrorCode::conversation_exists);
  CHECK(scene.shard.run(scene.shard.conversations.list(thief.caller(), {}))->conversations.empty());
}

TEST_CASE("create: a wrong login signature stores nothing", "[conversation]") {
  ConversationScene scene;
  LogWriter log(scene.id);
  const std::vector<crypto::Bytes> entries{first_commit(scene, scene.client, log)};
  const std::size_t keys = keys_in(scene);

  auto other_challenge = make_creation(scene.client, scene.id, entries, scene.shard.now_s());
  other_challenge.challenge.challenge = named_bytes<crypto::Challenge>("another");
  auto other_origin = make_creation(scene.client, scene.id, entries, scene.shard.now_s());
  other_origin.challenge.origin = "https://elsewhere.example";
  auto other_key = make_creation(scene.client, scene.id, entries, scene.shard.now_s());
  other_key.request.auth_key = support::named_key("other").verify_key().bytes;
  auto zero_key = make_creation(scene.client, scene.id, entries, scene.shard.now_s());
  zero_key.request.auth_key = {};

  for (const auto& creation : {other_challenge, other_origin, other_key, zero_key})
    CHECK(code_of(scene.create(creation)) == ErrorCode::login_failed);
  CHECK(keys_in(scene) == keys);
}

TEST_CASE("create: refused entries store nothing", "[conversation]") {
  ConversationScene scene;
  LogWriter log(scene.id);
  const crypto::Bytes commit = first_commit(scene, scene.client, log);
  crypto::Bytes forged = log.message(scene.client.signing);
  forged.back() ^= 1;
  LogWriter elsewhere(named_bytes<core::ConversationId>("elsewhere"));
  const crypto::Bytes foreign = first_commit(scene, scene.client, elsewhere);
  const std::size_t keys = keys_in(scene);
  const auto now_s = scene.shard.now_s();

  CHECK(code_of(scene.create(make_creation(scene.client, scene.id, {commit, forged}, now_s))) ==
        ErrorCode::entry_refused);
  CHECK(code_of(scene.create(make_creation(scene.client, scene.id, {foreign}, now_s))) ==
        ErrorCode::entry_refused);
  CHECK(code_of(scene.create(make_creation(scene.client, scene.id, {{}}, now_s))) ==
        ErrorCode::entry_refused);
  auto without_share = make_creation(scene.client, scene.id, {commit}, now_s);
  without_share.request.share = {};
  CHECK(code_of(scene.create(without_share)) == ErrorCode::invalid_params);
  CHECK(keys_in(scene) == keys);
}

TEST_CASE("create: an advisor whom the directory does not list now is refused", "[conversation]") {
  ConversationScene scene;
  const support::TestAdvisor unlisted("unlisted", scene.shard.now_s());
  LogWriter log(scene.id);
  const crypto::Bytes to_unlisted =
      log.commit(scene.client.signing, CommitReason::create, {recipient(scene.client), recipient(unlisted)});

  CHECK(code_of(scene.create(make_creation(scene.client, scene.id, {to_unlisted}, scene.shard.now_s()))) ==
        ErrorCode::commit_refused);

  scene.shard.clock.advance(std::chrono::days(30));
  LogWriter late(scene.id);
  CHECK(code_of(scene.create(make_creation(scene.client, scene.id, {first_commit(scene, scene.client, late)},
                                           scene.shard.now_s()))) == ErrorCode::commit_refused);
}

TEST_CASE("create: what a crash between the two halves leaves is not listed, and is completed later",
          "[conversation]") {
  ConversationScene scene;
  LogWriter log(scene.id);
  const auto creation =
      make_creation(scene.client, scene.id, {first_commit(scene, scene.client, log)}, scene.shard.now_s());
  conversation::Store store(scene.shard.redis.client(), scene.shard.redis.client(), scene.shard.keys, {});
  const auto reserved =
      scene.shard.run(store.reserve({.conversation = scene.id,
                                     .mailbox = scene.client.mailbox(),
                                     .auth_key = scene.client.auth.verify_key(),
                                     .share = creation.request.share,
                                     .now_s = static_cast<std::int64_t>(scene.shard.now_s())}));
  REQUIRE(reserved->kind == conversation::Reservation::Kind::reserved);

  CHECK(scene.shard.run(scene.shard.conversations.list(scene.client.caller(), {}))->conversations.empty());
  CHECK(code_of(scene.shard.run(scene.shard.conversations.open(scene.client.caller(), {scene.id.bytes}))) ==
        ErrorCode::not_found);
  CHECK(scene.create(creation));
  CHECK(scene.shard.run(scene.shard.conversations.list(scene.client.caller(), {}))->conversations.size() ==
        1);
}

TEST_CASE("create: a mailbox holds conversations_max and not one more", "[conversation]") {
  ConversationScene scene({.today = {.conversations = 1'000}});
  const auto open_one = [&scene](std::int64_t number) {
    const auto id = named_bytes<core::ConversationId>("conversation " + std::to_string(number));
    LogWriter log(id);
    // So that the desk stays quiet and little work is asked.
    scene.shard.clock.advance(std::chrono::minutes(20));
    return scene.create(
        make_creation(scene.client, id, {first_commit(scene, scene.client, log)}, scene.shard.now_s()));
  };

  for (std::int64_t i = 0; i < protocol::limits::conversations_max; ++i) REQUIRE(open_one(i));

  CHECK(code_of(open_one(protocol::limits::conversations_max)) == ErrorCode::too_large);
  CHECK(open_one(0));
  CHECK(scene.shard.run(scene.shard.conversations.list(scene.client.caller(), {}))->conversations.size() ==
        static_cast<std::size_t>(protocol::limits::conversations_max));
}
