// A shard, an organisation with two advisors, and a client who has or has not yet written.
#pragma once

#include "tests/support/domains.hpp"
#include "tests/support/redis_server.hpp"

namespace kiezel::support {

inline constexpr std::string_view origin = "https://kiezel.example";

/// A creation as a browser sends it, with the challenge that its connection was given.
struct Creation {
  protocol::ConversationCreateRequest request;
  crypto::LoginTranscript challenge;
};

[[nodiscard]] inline Creation make_creation(const TestClient& client,
                                            const core::ConversationId& conversation,
                                            std::vector<crypto::Bytes> entries, std::uint64_t now_s) {
  Creation creation;
  creation.challenge = {.origin = origin,
                        .challenge = named_bytes<crypto::Challenge>("challenge"),
                        .id = crypto::login_id(client.mailbox()),
                        .expires_s = now_s + 60};
  creation.request.auth_key = client.auth.verify_key().bytes;
  creation.request.signature = crypto::sign_login(creation.challenge, client.auth).bytes;
  creation.request.conversation = conversation.bytes;
  creation.request.share = named_bytes<crypto::Digest>(crypto::as_text(conversation)).bytes;
  creation.request.entries = std::move(entries);
  return creation;
}

struct ConversationScene {
  explicit ConversationScene(conversation::Bounds bounds = {}) : shard(server.address(), bounds) {
    shard.enrol(advisor);
    shard.enrol(colleague);
    signed_directory = shard.publish({&advisor, &colleague});
    // The first question for work makes the organisation's key for it.
    if (!shard.run(shard.conversations.work({}, {{advisor.id().bytes}})))
      throw std::runtime_error("no work was asked");
  }

  /// With the work that is asked now, unless it has some.
  [[nodiscard]] core::Result<protocol::ConversationCreateResult> create(Creation creation) {
    if (creation.request.work == protocol::Work{}) {
      creation.request.work = shard.do_work(creation.request.conversation, creation.request.entries);
    }
    return shard.run(shard.conversations.create({}, creation.request, creation.challenge));
  }
  /// COMMIT 0 and one message: head 1.
  void found() {
    const crypto::Bytes commit =
        log.commit(client.signing, crypto::CommitReason::create, {recipient(client), recipient(advisor)});
    const crypto::Bytes message = log.message(client.signing);
    first_entries = {commit, message};
    if (!create(make_creation(client, id, first_entries, shard.now_s())))
      throw std::runtime_error("conversation was not created");
  }
  [[nodiscard]] core::Result<protocol::ConversationAppendResult> append(const core::Caller& caller,
                                                                        crypto::Bytes entry, Shard& through) {
    return through.run(through.conversations.append(caller, {id.bytes, std::move(entry)}));
  }
  [[nodiscard]] core::Result<protocol::ConversationAppendResult> append(const core::Caller& caller,
                                                                        crypto::Bytes entry) {
    return append(caller, std::move(entry), shard);
  }
  [[nodiscard]] core::Result<protocol::ConversationEntriesNotification> read(const core::Caller& caller,
                                                                             std::int64_t after) {
    return shard.run(shard.conversations.read(caller, id, after));
  }

  RedisServer server;
  Shard shard;
  TestAdvisor advisor{"advisor", shard.now_s()};
  TestAdvisor colleague{"colleague", shard.now_s()};
  TestClient client{"client"};
  TestDirectory signed_directory;
  core::ConversationId id = named_bytes<core::ConversationId>("conversation");
  LogWriter log{id};
  std::vector<crypto::Bytes> first_entries;
};

}  // namespace kiezel::support
