// A conversation of one client and one advisor, and how it may end.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "crypto/encoding.hpp"
#include "tests/integration/conversation/scene.hpp"

namespace kiezel::support {

inline constexpr std::int64_t day_s = 86'400;

struct EndingScene : ConversationScene {
  EndingScene() { found(); }

  [[nodiscard]] core::Result<protocol::ConversationCloseResult> close(const core::Caller& caller,
                                                                      bool closed) {
    return shard.run(shard.conversations.close(caller, {id.bytes, closed}));
  }
  [[nodiscard]] crypto::Bytes order() { return log.write(client.signing, crypto::EntryKind::erase, {1}); }
  conversation::SweptConversations sweep() {
    const auto swept = shard.run(shard.conversations.sweep_erasures());
    REQUIRE(swept);
    return *swept;
  }
  // Everything in Redis that names the conversation, by key, or lists it.
  [[nodiscard]] std::vector<std::string> traces() {
    std::vector<std::string> found;
    const auto keys = shard.redis.execute(redis::Command{"KEYS", "*" + crypto::to_hex(id) + "*"});
    REQUIRE(keys);
    for (const redis::Reply& key : keys->elements) found.push_back(key.text);
    return found;
  }
  [[nodiscard]] bool is_on_desk() {
    const auto score = shard.redis.execute(redis::Command{"ZSCORE", shard.keys.desk(advisor.id()), id});
    REQUIRE(score);
    return !score->is_nil();
  }
  [[nodiscard]] protocol::DeskChangedNotification desk(std::int64_t after = 0) {
    const auto page = shard.run(shard.conversations.read_desk(advisor.caller(), after));
    REQUIRE(page);
    return *page;
  }
  [[nodiscard]] bool has_share() {
    const auto share = shard.redis.execute(redis::Command{"EXISTS", shard.keys.share(id)});
    REQUIRE(share);
    return share->integer == 1;
  }
  void must_be_erased() {
    CHECK_FALSE(has_share());
    CHECK(traces() == std::vector<std::string>{shard.keys.conversation(id)});
    CHECK(desk().items.empty());
    REQUIRE(desk().erased.size() == 1);
    CHECK(desk().erased[0] == id.bytes);
    CHECK(code_of(shard.run(shard.conversations.open(client.caller(), {id.bytes}))) ==
          core::ErrorCode::not_found);
    CHECK(code_of(shard.run(shard.conversations.open(advisor.caller(), {id.bytes}))) ==
          core::ErrorCode::not_found);
    CHECK(code_of(read(advisor.caller(), -1)) == core::ErrorCode::not_found);
    CHECK(shard.run(shard.conversations.list(client.caller(), {}))->conversations.empty());
    const auto mailbox = shard.redis.execute(redis::Command{"EXISTS", shard.keys.mailbox(client.mailbox())});
    CHECK(mailbox->integer == 0);
  }
};

}  // namespace kiezel::support
