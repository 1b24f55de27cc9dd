// The advisor's desk and notes (protocol/README.md, "Desk", "Notes").
#include <catch2/catch.hpp>

#include "protocol/limits.hpp"
#include "tests/integration/conversation/scene.hpp"

namespace {

using namespace kiezel;
using core::ErrorCode;
using support::code_of;
using support::ConversationScene;
using support::LogWriter;
using support::named_bytes;
using support::recipient;
using support::TestClient;

/// A conversation of a client of its own with the scene's advisor.
core::ConversationId open_one(ConversationScene& scene, std::int64_t number) {
  const TestClient client("client " + std::to_string(number));
  const auto id = named_bytes<core::ConversationId>("conversation " + std::to_string(number));
  LogWriter log(id);
  const crypto::Bytes commit =
      log.commit(client.signing, crypto::CommitReason::create, {recipient(client), recipient(scene.advisor)});
  REQUIRE(scene.create(support::make_creation(client, id, {commit}, scene.shard.now_s())));
  return id;
}

protocol::DeskChangedNotification desk_after(ConversationScene& scene, std::int64_t cursor) {
  const auto desk = scene.shard.run(scene.shard.conversations.read_desk(scene.advisor.caller(), cursor));
  REQUIRE(desk);
  return *desk;
}

}  // namespace

TEST_CASE("desk: conversations come in the order of their last activity, with head and share", "[desk]") {
  ConversationScene scene;
  scene.found();
  const auto second = open_one(scene, 2);
  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));

  const auto desk = desk_after(scene, 0);

  REQUIRE(desk.items.size() == 2);
  CHECK(desk.items[0].conversation == second.bytes);
  CHECK(desk.items[0].head_seq == 0);
  CHECK(desk.items[1].conversation == scene.id.bytes);
  CHECK(desk.items[1].head_seq == 2);
  CHECK(desk.items[1].share == named_bytes<crypto::Digest>(crypto::as_text(scene.id)).bytes);
  CHECK(scene.shard.run(scene.shard.conversations.desk_head(scene.advisor.caller()))->cursor == desk.cursor);
}

TEST_CASE("desk: after the cursor comes only what changed since", "[desk]") {
  ConversationScene scene;
  scene.found();
  static_cast<void>(open_one(scene, 2));
  const std::int64_t cursor = desk_after(scene, 0).cursor;
  CHECK(desk_after(scene, cursor).items.empty());
  CHECK(desk_after(scene, cursor).cursor == cursor);

  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));

  const auto desk = desk_after(scene, cursor);
  REQUIRE(desk.items.size() == 1);
  CHECK(desk.items[0].conversation == scene.id.bytes);
}

TEST_CASE("desk: more conversations than a page holds come in several", "[desk]") {
  ConversationScene scene;
  const std::int64_t count = protocol::limits::desk_page_max + 5;
  for (std::int64_t i = 0; i < count; ++i) static_cast<void>(open_one(scene, i));

  const auto first = desk_after(scene, 0);
  const auto second = desk_after(scene, first.cursor);

  CHECK(first.items.size() == static_cast<std::size_t>(protocol::limits::desk_page_max));
  CHECK(second.items.size() == 5);
  CHECK(desk_after(scene, second.cursor).items.empty());
}

TEST_CASE("desk: a page of erased conversations does not hide what comes after it", "[desk]") {
  ConversationScene scene;
  for (std::int64_t i = 0; i < protocol::limits::desk_page_max; ++i) {
    const std::string share = scene.shard.keys.share(open_one(scene, i));
    REQUIRE(scene.shard.redis.execute(redis::Command{"DEL", share}));
  }
  scene.found();

  const auto desk = desk_after(scene, 0);

  REQUIRE(desk.items.size() == 1);
  CHECK(desk.items[0].conversation == scene.id.bytes);
}

TEST_CASE("desk: it is for advisors, and each has its own", "[desk]") {
  ConversationScene scene;
  scene.found();
  auto& service = scene.shard.conversations;

  CHECK(scene.shard.run(service.read_desk(scene.colleague.caller(), 0))->items.empty());
  CHECK(code_of(scene.shard.run(service.read_desk(scene.client.caller(), 0))) == ErrorCode::forbidden);
  CHECK(code_of(scene.shard.run(service.desk_head(scene.client.caller()))) == ErrorCode::forbidden);
}

TEST_CASE("notes: the first is put at revision 0, later ones at the current revision", "[note]") {
  ConversationScene scene;
  scene.found();
  auto& service = scene.shard.conversations;
  const auto put = [&](std::int64_t revision, const crypto::Bytes& blob) {
    return scene.shard.run(service.note_put(scene.advisor.caller(), {scene.id.bytes, revision, blob}));
  };

  const auto none = scene.shard.run(service.note_get(scene.advisor.caller(), {scene.id.bytes}));
  CHECK(none->revision == 0);
  CHECK_FALSE(none->blob);
  CHECK(put(0, {1})->revision == 1);
  CHECK(put(1, {2})->revision == 2);
  CHECK(put(1, {2})->revision == 2);

  const auto conflict = put(1, {3});
  REQUIRE_FALSE(conflict);
  CHECK(conflict.error().code == ErrorCode::note_conflict);
  CHECK(conflict.error().data.revision == 2);
  CHECK(code_of(put(7, {2})) == ErrorCode::note_conflict);
  CHECK(scene.shard.run(service.note_get(scene.advisor.caller(), {scene.id.bytes}))->blob ==
        crypto::Bytes{2});
}

TEST_CASE("notes: they belong to one advisor of the conversation", "[note]") {
  ConversationScene scene;
  scene.found();
  auto& service = scene.shard.conversations;

  CHECK(code_of(scene.shard.run(service.note_get(scene.colleague.caller(), {scene.id.bytes}))) ==
        ErrorCode::not_found);
  CHECK(code_of(scene.shard.run(service.note_put(scene.colleague.caller(), {scene.id.bytes, 0, {1}}))) ==
        ErrorCode::not_found);
  CHECK(code_of(scene.shard.run(service.note_get(scene.client.caller(), {scene.id.bytes}))) ==
        ErrorCode::forbidden);
}
