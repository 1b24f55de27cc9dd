// COMMITs, and what they and the directory change for whoever was let in before (crypto/KZ1.md 5.4, 5.8).
#include <catch2/catch.hpp>

#include "tests/integration/conversation/scene.hpp"

namespace {

using namespace kiezel;
using core::ErrorCode;
using crypto::CommitReason;
using support::code_of;
using support::ConversationScene;
using support::LogWriter;
using support::recipient;
using support::Shard;

crypto::Bytes add_colleague(ConversationScene& scene) {
  return scene.log.commit(scene.client.signing, CommitReason::add,
                          {recipient(scene.client), recipient(scene.advisor), recipient(scene.colleague)});
}

crypto::Bytes remove_colleague(ConversationScene& scene) {
  return scene.log.commit(scene.client.signing, CommitReason::remove,
                          {recipient(scene.client), recipient(scene.advisor)});
}

std::vector<crypto::Bytes> desk_of(ConversationScene& scene, const support::TestAdvisor& advisor) {
  const auto desk = scene.shard.run(scene.shard.conversations.read_desk(advisor.caller(), 0));
  std::vector<crypto::Bytes> conversations;
  for (const auto& item : desk->items) conversations.push_back(crypto::to_bytes(item.conversation));
  return conversations;
}

}  // namespace

TEST_CASE("members: a commit lets the new advisor in, and a later one out", "[conversation]") {
  ConversationScene scene;
  scene.found();
  CHECK(desk_of(scene, scene.colleague).empty());

  REQUIRE(scene.append(scene.client.caller(), add_colleague(scene)));
  CHECK(scene.append(scene.colleague.caller(), scene.log.message(scene.colleague.device)));
  CHECK(scene.read(scene.colleague.caller(), -1)->entries.size() == 4);
  CHECK(desk_of(scene, scene.colleague).size() == 1);

  REQUIRE(scene.append(scene.client.caller(), remove_colleague(scene)));
  LogWriter after = scene.log;
  CHECK(code_of(scene.append(scene.colleague.caller(), after.message(scene.colleague.device))) ==
        ErrorCode::not_found);
  CHECK(code_of(scene.read(scene.colleague.caller(), -1)) == ErrorCode::not_found);
  CHECK(desk_of(scene, scene.colleague).empty());
  CHECK(desk_of(scene, scene.advisor).size() == 1);
}

TEST_CASE("members: who stands in is sent away by the advisor and sends nobody away", "[conversation]") {
  ConversationScene scene;
  scene.found();
  crypto::Recipient cover = recipient(scene.colleague);
  cover.role = crypto::Role::cover_advisor;
  REQUIRE(scene.append(scene.client.caller(),
                       scene.log.commit(scene.client.signing, CommitReason::handover,
                                        {recipient(scene.client), recipient(scene.advisor), cover})));
  CHECK(desk_of(scene, scene.colleague).size() == 1);
  CHECK(scene.append(scene.colleague.caller(), scene.log.message(scene.colleague.device)));

  LogWriter writer = scene.log;
  const crypto::Bytes sends_away =
      writer.commit(scene.colleague.device, CommitReason::remove, {recipient(scene.client), cover});
  CHECK(code_of(scene.append(scene.colleague.caller(), sends_away)) == ErrorCode::commit_refused);

  REQUIRE(scene.append(scene.advisor.caller(),
                       scene.log.commit(scene.advisor.device, CommitReason::remove,
                                        {recipient(scene.client), recipient(scene.advisor)})));
  CHECK(code_of(scene.read(scene.colleague.caller(), -1)) == ErrorCode::not_found);
  CHECK(desk_of(scene, scene.colleague).empty());
}

TEST_CASE("members: an unauthorised commit is refused and changes nothing", "[conversation]") {
  ConversationScene scene;
  scene.found();
  LogWriter writer = scene.log;
  const crypto::Bytes commit =
      writer.commit(scene.advisor.device, CommitReason::add,
                    {recipient(scene.client), recipient(scene.advisor), recipient(scene.colleague)});

  CHECK(code_of(scene.append(scene.advisor.caller(), commit)) == ErrorCode::commit_refused);
  CHECK(code_of(scene.read(scene.colleague.caller(), -1)) == ErrorCode::not_found);
  CHECK(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));
}

TEST_CASE("members: a shard that did not see the commit judges by it all the same", "[conversation]") {
  ConversationScene scene;
  scene.found();
  Shard other(scene.server.address());
  other.refresh();
  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing), other));
  REQUIRE(scene.append(scene.client.caller(), add_colleague(scene)));

  LogWriter old_epoch = scene.log;
  old_epoch.position.epoch = 0;
  CHECK(code_of(scene.append(scene.client.caller(), old_epoch.message(scene.client.signing), other)) ==
        ErrorCode::entry_refused);
  CHECK(scene.append(scene.colleague.caller(), scene.log.message(scene.colleague.device), other));
  REQUIRE(scene.append(scene.client.caller(), remove_colleague(scene)));
  CHECK(code_of(other.run(other.conversations.read(scene.colleague.caller(), scene.id, -1))) ==
        ErrorCode::not_found);
  CHECK(scene.append(scene.client.caller(), scene.log.message(scene.client.signing), other));
}

TEST_CASE("members: an entry accepted in an earlier epoch can still be repeated", "[conversation]") {
  ConversationScene scene;
  scene.found();
  const crypto::Bytes entry = scene.log.message(scene.advisor.device);
  const auto first = scene.append(scene.advisor.caller(), entry);
  REQUIRE(first);
  const crypto::Bytes commit = add_colleague(scene);
  const auto committed = scene.append(scene.client.caller(), commit);
  REQUIRE(committed);

  CHECK(*scene.append(scene.advisor.caller(), entry) == *first);
  CHECK(*scene.append(scene.client.caller(), commit) == *committed);
  crypto::Bytes changed = entry;
  changed.back() ^= 1;
  CHECK(code_of(scene.append(scene.advisor.caller(), changed)) == ErrorCode::entry_refused);
}

TEST_CASE("members: a revoked device neither writes nor reads", "[conversation]") {
  ConversationScene scene;
  scene.found();
  auto next = scene.signed_directory.next(scene.shard.now_s());
  next.records.emplace_back(
      crypto::RevokedDeviceRecord{crypto::KeyId{scene.advisor.device_id().bytes}, scene.shard.now_s()});

  scene.shard.publish(next);

  LogWriter writer = scene.log;
  CHECK(code_of(scene.append(scene.advisor.caller(), writer.message(scene.advisor.device))) ==
        ErrorCode::forbidden);
  CHECK(code_of(scene.read(scene.advisor.caller(), -1)) == ErrorCode::forbidden);
  CHECK(code_of(scene.shard.run(scene.shard.conversations.read_desk(scene.advisor.caller(), 0))) ==
        ErrorCode::forbidden);
  CHECK(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));
}

TEST_CASE("members: a suspended advisor is out on every shard after its refresh", "[conversation]") {
  ConversationScene scene;
  scene.found();
  Shard other(scene.server.address());
  other.refresh();
  REQUIRE(other.run(other.conversations.read(scene.advisor.caller(), scene.id, -1)));

  REQUIRE(scene.shard.run(scene.shard.account.suspend(scene.advisor.id())));
  other.refresh();

  CHECK(code_of(other.run(other.conversations.read(scene.advisor.caller(), scene.id, -1))) ==
        ErrorCode::forbidden);
  LogWriter writer = scene.log;
  CHECK(code_of(scene.append(scene.advisor.caller(), writer.message(scene.advisor.device), other)) ==
        ErrorCode::forbidden);
}

TEST_CASE("members: a device whose certificate has run out is refused", "[conversation]") {
  ConversationScene scene;
  scene.found();
  scene.shard.clock.advance(std::chrono::days(90));

  CHECK(code_of(scene.append(scene.advisor.caller(), scene.log.message(scene.advisor.device))) ==
        ErrorCode::forbidden);
}

TEST_CASE("members: an advisor cannot post what another of its devices signed", "[conversation]") {
  ConversationScene scene;
  scene.found();
  core::Caller other_device = scene.advisor.caller();
  other_device.device = scene.colleague.device_id();

  CHECK(code_of(scene.append(other_device, scene.log.message(scene.advisor.device))) ==
        ErrorCode::entry_refused);
}
