// How a conversation ends: closed and opened again, erased by its client or when its day has come.
#include <algorithm>

#include "tests/integration/conversation/ending_scene.hpp"
#include "tests/support/blob_domain.hpp"

namespace kiezel::support {

using core::ErrorCode;
using std::chrono::days;

TEST_CASE("ending: the advisor closes, everybody is told until when, and the first answer stays",
          "[ending]") {
  EndingScene scene;
  const auto now = static_cast<std::int64_t>(scene.shard.now_s());

  const auto closed = scene.close(scene.advisor.caller(), true);

  REQUIRE(closed);
  CHECK(closed->closed_at == now);
  CHECK(closed->erase_at == now + 90 * day_s);
  scene.shard.clock.advance(days(3));
  CHECK(scene.close(scene.advisor.caller(), true)->erase_at == closed->erase_at);
  const auto listed = scene.shard.run(scene.shard.conversations.list(scene.client.caller(), {}));
  REQUIRE(listed->conversations.size() == 1);
  CHECK(listed->conversations[0].erase_at == closed->erase_at);
  CHECK(scene.shard.run(scene.shard.conversations.open(scene.client.caller(), {scene.id.bytes}))->erase_at ==
        closed->erase_at);
  REQUIRE(scene.desk().items.size() == 1);
  CHECK(scene.desk().items[0].closed_at == closed->closed_at);
  CHECK(scene.shard.run(scene.shard.conversations.state(scene.client.caller(), scene.id))->changes == 1);
}

TEST_CASE("ending: who may not close hears so, and nothing changes", "[ending]") {
  EndingScene scene;

  CHECK(code_of(scene.close(scene.colleague.caller(), true)) == ErrorCode::not_found);
  CHECK(code_of(scene.close(scene.client.caller(), true)) == ErrorCode::forbidden);
  CHECK_FALSE(scene.desk().items[0].closed_at);
}

TEST_CASE("ending: a closed conversation takes no word of the advisor, and goes on when the client writes",
          "[ending]") {
  EndingScene scene;
  REQUIRE(scene.close(scene.advisor.caller(), true));

  LogWriter same = scene.log;
  CHECK(code_of(scene.append(scene.advisor.caller(), same.message(scene.advisor.device))) ==
        ErrorCode::conversation_closed);
  CHECK(scene.append(scene.advisor.caller(),
                     scene.log.commit(scene.advisor.device, crypto::CommitReason::rotate,
                                      {recipient(scene.client), recipient(scene.advisor)})));
  CHECK(scene.desk().items[0].closed_at);
  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));

  CHECK_FALSE(scene.desk().items[0].closed_at);
  scene.shard.clock.advance(days(91));
  CHECK(scene.sweep().due == 0);
  CHECK(scene.has_share());
}

TEST_CASE("ending: an advisor opens it again", "[ending]") {
  EndingScene scene;
  REQUIRE(scene.close(scene.advisor.caller(), true));

  const auto opened = scene.close(scene.advisor.caller(), false);

  REQUIRE(opened);
  CHECK_FALSE(opened->closed_at);
  CHECK(scene.append(scene.advisor.caller(), scene.log.message(scene.advisor.device)));
  scene.shard.clock.advance(days(91));
  CHECK(scene.sweep().due == 0);
}

TEST_CASE("ending: the client erases everything, in one answer", "[ending]") {
  EndingScene scene;
  REQUIRE(
      scene.shard.run(scene.shard.conversations.note_put(scene.advisor.caller(), {scene.id.bytes, 0, {1}})));

  REQUIRE(scene.append(scene.client.caller(), scene.order()));

  scene.must_be_erased();
  CHECK(scene.shard.run(scene.shard.conversations.is_erased(scene.id)) == true);
}

TEST_CASE("ending: the same order again gets the same answer, another entry none", "[ending]") {
  EndingScene scene;
  LogWriter other = scene.log;
  const crypto::Bytes order = scene.order();
  const auto first = scene.append(scene.client.caller(), order);
  REQUIRE(first);

  scene.shard.clock.advance(days(1));
  const auto again = scene.append(scene.client.caller(), order);

  REQUIRE(again);
  CHECK(*again == *first);
  CHECK(code_of(scene.append(scene.client.caller(), other.message(scene.client.signing))) ==
        ErrorCode::not_found);
}

TEST_CASE("ending: nobody but the client erases", "[ending]") {
  EndingScene scene;
  LogWriter same = scene.log;

  CHECK(code_of(scene.append(scene.advisor.caller(),
                             same.write(scene.advisor.device, crypto::EntryKind::erase, {1}))) ==
        ErrorCode::entry_refused);
  CHECK(scene.has_share());
}

TEST_CASE("ending: it is erased when its day has come, and not before", "[ending]") {
  EndingScene scene;
  // Shorter than the certificates of the scene last.
  conversation::Service service({.log_link = scene.shard.redis.client(),
                                 .vault_link = scene.shard.redis.client(),
                                 .keys = scene.shard.keys,
                                 .advisors = scene.shard.directory,
                                 .clock = scene.shard.clock,
                                 .random = scene.shard.random,
                                 .retention = days(7)});
  REQUIRE(scene.shard.run(service.close(scene.advisor.caller(), {scene.id.bytes, true})));

  scene.shard.clock.advance(days(7) - std::chrono::seconds(1));
  CHECK(scene.sweep().due == 0);
  CHECK(scene.has_share());
  scene.shard.clock.advance(std::chrono::seconds(1));
  CHECK(scene.sweep().due == 1);

  scene.must_be_erased();
}

TEST_CASE("ending: whatever was cut off between two steps, a sweep finishes", "[ending]") {
  for (const int steps : {1, 2, 3}) {
    EndingScene scene;
    REQUIRE(scene.close(scene.advisor.caller(), true));
    const std::string key = scene.shard.keys.conversation(scene.id);
    // What each step leaves behind, as the power goes.
    const auto ask = [&scene](redis::Command command) {
      REQUIRE(scene.shard.redis.execute(std::move(command)));
    };
    ask(redis::Command{"HSET", key, "state", "erasing", "leaving", scene.client.mailbox(), "erased_at", 5});
    ask(redis::Command{"HDEL", key, "mailbox"});
    ask(redis::Command{"ZADD", scene.shard.keys.erasing(), 5, scene.id});
    ask(redis::Command{"ZREM", scene.shard.keys.retention(), scene.id});
    if (steps > 1) ask(redis::Command{"DEL", scene.shard.keys.share(scene.id)});
    if (steps > 2) ask(redis::Command{"DEL", scene.shard.keys.mailbox(scene.client.mailbox())});
    CHECK(code_of(scene.read(scene.client.caller(), -1)) == ErrorCode::not_found);
    CHECK(code_of(scene.append(scene.client.caller(), scene.log.message(scene.client.signing))) ==
          ErrorCode::not_found);

    CHECK(scene.sweep().finished == 1);

    scene.must_be_erased();
    CHECK(scene.sweep().finished == 0);
  }
}

TEST_CASE("ending: what cannot be erased now is closed to everybody, and erased later", "[ending]") {
  // Another domain that is away for a while.
  struct Belonging final : core::Erasable {
    core::Task<core::Result<void>> erase(core::ConversationId) override {
      if (is_away) co_return core::fail(ErrorCode::unavailable, "away");
      co_return core::Result<void>{};
    }
    bool is_away = true;
  } belonging;
  EndingScene scene;
  conversation::Service service({.log_link = scene.shard.redis.client(),
                                 .vault_link = scene.shard.redis.client(),
                                 .keys = scene.shard.keys,
                                 .advisors = scene.shard.directory,
                                 .clock = scene.shard.clock,
                                 .random = scene.shard.random,
                                 .belongings = {&belonging}});
  LogWriter racing = scene.log;
  const crypto::Bytes order = scene.order();

  CHECK(code_of(scene.shard.run(service.append(scene.client.caller(), {scene.id.bytes, order}))) ==
        ErrorCode::unavailable);

  CHECK_FALSE(scene.has_share());
  CHECK(code_of(scene.shard.run(service.read(scene.advisor.caller(), scene.id, -1))) == ErrorCode::not_found);
  CHECK(code_of(scene.read(scene.client.caller(), -1)) == ErrorCode::not_found);
  CHECK(code_of(scene.append(scene.client.caller(), racing.message(scene.client.signing))) ==
        ErrorCode::not_found);
  CHECK(scene.desk().items.empty());
  CHECK_FALSE(scene.shard.run(service.sweep_erasures()));
  belonging.is_away = false;
  CHECK(scene.shard.run(service.append(scene.client.caller(), {scene.id.bytes, order})));
  scene.must_be_erased();
}

TEST_CASE("ending: a shard that still knows the members writes nothing after the order", "[ending]") {
  EndingScene scene;
  Shard other{scene.server.address()};
  other.refresh();
  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing), other));
  LogWriter racing = scene.log;
  REQUIRE(scene.append(scene.client.caller(), scene.order()));

  CHECK(code_of(scene.append(scene.client.caller(), racing.message(scene.client.signing), other)) ==
        ErrorCode::not_found);

  scene.must_be_erased();
}

TEST_CASE("ending: after a month the tombstone has told whom it could", "[ending]") {
  EndingScene scene;
  REQUIRE(scene.append(scene.client.caller(), scene.order()));
  scene.shard.clock.advance(std::chrono::seconds(protocol::limits::tombstone_s - 1));
  CHECK(scene.sweep().forgotten == 0);
  CHECK(scene.is_on_desk());

  scene.shard.clock.advance(std::chrono::seconds(1));
  CHECK(scene.sweep().forgotten == 1);

  CHECK(scene.traces().empty());
  CHECK_FALSE(scene.is_on_desk());
  CHECK(scene.desk().erased.empty());
}

TEST_CASE("ending: an id that was erased is not founded again", "[ending]") {
  EndingScene scene;
  REQUIRE(scene.append(scene.client.caller(), scene.order()));

  CHECK(code_of(scene.create(make_creation(scene.client, scene.id, scene.first_entries,
                                           scene.shard.now_s()))) == ErrorCode::conversation_exists);
}

TEST_CASE("ending: what belongs to it goes with it", "[ending][blob]") {
  EndingScene scene;
  BlobDomain blobs{scene.shard.clock};
  conversation::Service service({.log_link = scene.shard.redis.client(),
                                 .vault_link = scene.shard.redis.client(),
                                 .keys = scene.shard.keys,
                                 .advisors = scene.shard.directory,
                                 .clock = scene.shard.clock,
                                 .random = scene.shard.random,
                                 .belongings = {&blobs.service}});
  protocol::BlobBeginRequest begin;
  begin.conversation = scene.id.bytes;
  begin.blob = named_bytes<crypto::BlobId>("blob").bytes;
  begin.bytes = 100;
  REQUIRE(scene.shard.run(blobs.service.begin(begin)));
  REQUIRE(scene.shard.run(blobs.service.conversations({}, 10))->size() == 1);

  REQUIRE(scene.shard.run(service.append(scene.client.caller(), {scene.id.bytes, scene.order()})));

  CHECK(scene.shard.run(blobs.service.conversations({}, 10))->empty());
}

TEST_CASE("statements: an advisor adds a colleague with a client's statement and without it does not",
          "[statement]") {
  EndingScene scene;
  const auto adding = [&scene](const LogWriter& from, const crypto::EntryHash& auth_ref) {
    LogWriter log = from;
    ++log.position.epoch;
    auto commit =
        crypto::parse_commit(LogWriter::commit_payload(crypto::CommitReason::add,
                                                       {recipient(scene.client), recipient(scene.advisor),
                                                        recipient(scene.colleague)}))
            .value();
    commit.auth_ref = auth_ref;
    return log.write(scene.advisor.device, crypto::EntryKind::commit, crypto::encode(commit));
  };
  const crypto::Bytes sealed(528, 1);
  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));
  const crypto::EntryHash message = scene.log.position.prev;
  REQUIRE(scene.append(scene.advisor.caller(),
                       scene.log.write(scene.advisor.device, crypto::EntryKind::statement, sealed)));
  const crypto::EntryHash own = scene.log.position.prev;
  REQUIRE(scene.append(scene.client.caller(),
                       scene.log.write(scene.client.signing, crypto::EntryKind::statement, sealed)));
  const crypto::EntryHash yes = scene.log.position.prev;

  for (const crypto::EntryHash& wrong : {crypto::EntryHash{}, message, own}) {
    CHECK(code_of(scene.append(scene.advisor.caller(), adding(scene.log, wrong))) ==
          ErrorCode::commit_refused);
  }
  CHECK(scene.append(scene.advisor.caller(), adding(scene.log, yes)));
}

}  // namespace kiezel::support
