// Each change publishes its hints in the step that made it (architecture section 5).
#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "server/redis/subscriber.hpp"
#include "tests/integration/conversation/scene.hpp"

namespace {

using namespace kiezel;
using namespace std::chrono_literals;
using support::ConversationScene;
using support::recipient;

/// Follows channels on the scene's loop and counts what it hears on each, the confirmation included.
class Listener {
 public:
  explicit Listener(ConversationScene& scene, const std::vector<std::string>& channels)
      : redis_(scene.shard.redis),
        subscriber_(redis_.loop().get_executor(), scene.server.address(), redis_.log(), redis_.metrics(), 8) {
    subscriber_.on_hint([this](std::string_view channel) { ++heard_[std::string(channel)]; });
    subscriber_.start(redis_.tasks());
    for (const std::string& channel : channels) {
      REQUIRE(subscriber_.subscribe(channel));
      REQUIRE(hears(channel, 1));
    }
  }
  ~Listener() {
    subscriber_.stop();
    run_until([this, before = redis_.tasks().size()] { return redis_.tasks().size() + 2 <= before; });
  }

  [[nodiscard]] bool hears(const std::string& channel, int count) {
    return run_until([&] { return heard_[channel] >= count; });
  }

 private:
  template <typename Condition>
  bool run_until(Condition condition) {
    const auto until = core::deadline_in(20s);
    redis_.loop().restart();
    while (!condition() && redis_.loop().run_one_until(until) > 0) {
    }
    return condition();
  }

  support::RedisClient& redis_;
  redis::Subscriber subscriber_;
  std::map<std::string, int> heard_;
};

}  // namespace

TEST_CASE("hints: an entry tells the conversation and the desk of every advisor in it", "[conversation]") {
  ConversationScene scene;
  scene.found();
  const std::string conversation = scene.shard.keys.conversation_hint(scene.id);
  const std::string desk = scene.shard.keys.advisor_hint(scene.advisor.id());
  Listener listener(scene, {conversation, desk});

  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));

  CHECK(listener.hears(conversation, 2));
  CHECK(listener.hears(desk, 2));
}

TEST_CASE("hints: a commit tells those it adds and those it removes", "[conversation]") {
  ConversationScene scene;
  scene.found();
  const std::string desk = scene.shard.keys.advisor_hint(scene.colleague.id());
  Listener listener(scene, {desk});

  REQUIRE(scene.append(
      scene.client.caller(),
      scene.log.commit(scene.client.signing, crypto::CommitReason::add,
                       {recipient(scene.client), recipient(scene.advisor), recipient(scene.colleague)})));
  CHECK(listener.hears(desk, 2));
  REQUIRE(scene.append(scene.client.caller(),
                       scene.log.commit(scene.client.signing, crypto::CommitReason::remove,
                                        {recipient(scene.client), recipient(scene.advisor)})));
  CHECK(listener.hears(desk, 3));
}

TEST_CASE("hints: a new directory and a suspension tell every shard to refresh", "[directory]") {
  ConversationScene scene;
  Listener listener(scene, {scene.shard.keys.directory_hint()});

  scene.shard.publish(scene.signed_directory.next(scene.shard.now_s()));
  CHECK(listener.hears(scene.shard.keys.directory_hint(), 2));
  REQUIRE(scene.shard.run(scene.shard.account.suspend(scene.advisor.id())));
  CHECK(listener.hears(scene.shard.keys.directory_hint(), 3));
}
