// The proof of work of a new conversation, on a real Redis (protocol/README.md, "Work").
#include <catch2/catch.hpp>

#include "tests/integration/conversation/scene.hpp"

namespace {

using namespace kiezel;
using core::ErrorCode;
using support::code_of;
using support::ConversationScene;
using support::Creation;
using support::LogWriter;
using support::make_creation;
using support::named_bytes;
using support::recipient;
using support::TestAdvisor;
using support::TestClient;

/// The creation of a conversation of its own, without work.
Creation creation_of(ConversationScene& scene, const std::string& name, const TestAdvisor& advisor) {
  const auto id = named_bytes<core::ConversationId>(name);
  LogWriter log(id);
  const TestClient client(name);
  const crypto::Bytes commit =
      log.commit(client.signing, crypto::CommitReason::create, {recipient(client), recipient(advisor)});
  return make_creation(client, id, {commit}, scene.shard.now_s());
}

Creation worked(ConversationScene& scene, const std::string& name, const TestAdvisor& advisor) {
  Creation creation = creation_of(scene, name, advisor);
  creation.request.work = scene.shard.do_work(creation.request.conversation, creation.request.entries);
  return creation;
}

int bits_of(const Creation& creation, const protocol::Work& work) {
  const auto advisors = support::advisors_named(creation.request.entries);
  const auto subject = crypto::work_subject({work.nonce}, {creation.request.conversation}, advisors);
  return crypto::work_bits(subject, static_cast<std::uint64_t>(work.counter));
}

/// Work that claims what its counter does not give.
protocol::Work idle(const Creation& creation, protocol::Work work) {
  while (bits_of(creation, work) >= work.bits) ++work.counter;
  return work;
}

/// Work for one thing, claimed for another: with so many bits that it cannot do there by chance.
protocol::Work without_luck(const Creation& other, protocol::Work work) {
  work.bits = std::max<std::int64_t>(work.bits, bits_of(other, work) + 1);
  return work;
}

std::int64_t asked(ConversationScene& scene, const TestAdvisor& advisor) {
  const auto answer = scene.shard.run(scene.shard.conversations.work({}, {{advisor.id().bytes}}));
  REQUIRE(answer);
  return answer->bits;
}

/// `count` conversations at the advisor's desk.
void press(ConversationScene& scene, const TestAdvisor& advisor, int count) {
  for (int i = 0; i < count; ++i)
    REQUIRE(scene.create(creation_of(scene, "pupil " + std::to_string(i), advisor)));
}

}  // namespace

TEST_CASE("work: thirty pupils who write to one advisor all succeed, and only that desk asks more",
          "[conversation]") {
  ConversationScene scene;
  const std::int64_t quiet = asked(scene, scene.advisor);

  press(scene, scene.advisor, 30);

  CHECK(asked(scene, scene.advisor) > quiet);
  CHECK(asked(scene, scene.advisor) < crypto::work_bits_max);
  CHECK(asked(scene, scene.colleague) == quiet);

  scene.shard.clock.advance(std::chrono::hours(1));
  CHECK(asked(scene, scene.advisor) == quiet);
}

TEST_CASE("work: what is kept of the pressure holds no ids of clients and goes by itself", "[conversation]") {
  ConversationScene scene;
  press(scene, scene.advisor, 1);
  auto& redis = scene.shard.redis;

  for (const std::string& key :
       {scene.shard.keys.pressure(), scene.shard.keys.desk_pressure(scene.advisor.id())}) {
    CHECK(redis.execute(redis::Command{"GET", key})->text == "1000 " + std::to_string(scene.shard.now_s()));
    CHECK(redis.execute(redis::Command{"TTL", key})->integer > 0);
  }
}

TEST_CASE("work: none, another's, and too little of it change nothing", "[conversation]") {
  ConversationScene scene;
  Creation creation = worked(scene, "pupil", scene.advisor);
  const protocol::Work good = creation.request.work;

  SECTION("of no live nonce") {
    creation.request.work.nonce[0] ^= 1U;
    CHECK(code_of(scene.create(creation)) == ErrorCode::work_needed);
  }
  SECTION("of a nonce that is over") {
    scene.shard.clock.advance(std::chrono::hours(1));
    creation = creation_of(scene, "pupil", scene.advisor);
    creation.request.work = good;
    CHECK(code_of(scene.create(creation)) == ErrorCode::work_needed);
  }
  SECTION("claimed and not done") {
    creation.request.work = idle(creation, good);
    CHECK(code_of(scene.create(creation)) == ErrorCode::work_refused);
  }
  SECTION("done for another conversation") {
    Creation other = creation_of(scene, "another", scene.advisor);
    other.request.work = without_luck(other, good);
    CHECK(code_of(scene.create(other)) == ErrorCode::work_refused);
  }
  SECTION("done for another advisor") {
    Creation other = creation_of(scene, "pupil", scene.colleague);
    other.request.work = without_luck(other, good);
    CHECK(code_of(scene.create(other)) == ErrorCode::work_refused);
  }
  CHECK(asked(scene, scene.advisor) == conversation::quiet_bits);
  CHECK_FALSE(scene.shard.redis.execute(redis::Command{"EXISTS", scene.shard.keys.pressure()})->integer);
}

TEST_CASE("work: done while it was quiet, it does not do when the desk is flooded", "[conversation]") {
  ConversationScene scene;
  const Creation early = worked(scene, "early", scene.advisor);

  press(scene, scene.advisor, 30);

  CHECK(code_of(scene.create(early)) == ErrorCode::work_needed);
  Creation again = early;
  again.request.work = {};
  CHECK(scene.create(again));
}

TEST_CASE("work: one proof makes one conversation, and its repetition adds no pressure", "[conversation]") {
  ConversationScene scene;
  const Creation creation = worked(scene, "pupil", scene.advisor);
  REQUIRE(scene.create(creation));
  const auto level = [&] {
    return scene.shard.redis.execute(redis::Command{"GET", scene.shard.keys.pressure()})->text;
  };
  const std::string once = level();

  CHECK(scene.create(creation));

  CHECK(level() == once);
}

TEST_CASE("work: another shard takes it too", "[conversation]") {
  ConversationScene scene;
  const Creation creation = worked(scene, "pupil", scene.advisor);
  support::Shard other(scene.server.address());
  other.refresh();

  CHECK(other.run(other.conversations.create({}, creation.request, creation.challenge)));
}
