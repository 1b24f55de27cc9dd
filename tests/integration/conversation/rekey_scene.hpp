// A conversation whose client gets new words: its own, or those of an advisor's card.
#pragma once

#include <utility>

#include "tests/integration/conversation/scene.hpp"

namespace kiezel::support {

using Rekeyed = core::Result<protocol::ConversationRekeyResult>;

struct Rekeying {
  protocol::ConversationRekeyRequest request;
  crypto::LoginTranscript challenge;
};

inline Rekeying make_rekeying(const core::ConversationId& conversation, const TestClient& next,
                              crypto::Bytes entry, std::uint64_t now_s) {
  Rekeying made;
  made.challenge = {.origin = origin,
                    .challenge = named_bytes<crypto::Challenge>("another challenge"),
                    .id = crypto::login_id(next.mailbox()),
                    .expires_s = now_s + 60};
  made.request.conversation = conversation.bytes;
  made.request.entry = std::move(entry);
  made.request.auth_key = next.auth.verify_key().bytes;
  made.request.signature = crypto::sign_login(made.challenge, next.auth).bytes;
  return made;
}

struct RekeyScene : ConversationScene {
  RekeyScene() { found(); }

  [[nodiscard]] Rekeyed rekey(const core::Caller& caller, const Rekeying& made) {
    return rekey(caller, made, shard);
  }
  [[nodiscard]] Rekeyed rekey(const core::Caller& caller, const Rekeying& made, Shard& through) {
    return through.run(through.conversations.rekey(caller, made.request, made.challenge));
  }
  [[nodiscard]] Rekeying to(const TestClient& successor, crypto::Bytes entry) {
    return make_rekeying(id, successor, std::move(entry), shard.now_s());
  }
  /// The client's own new words, after the head.
  [[nodiscard]] Rekeying change_words(const TestClient& before, const TestClient& successor) {
    return to(successor, log.commit(before.signing, crypto::CommitReason::code_changed,
                                    {recipient(successor), recipient(advisor)}));
  }
  [[nodiscard]] Rekeying give_card(const TestClient& successor) {
    return to(successor, log.commit(advisor.device, crypto::CommitReason::new_card,
                                    {recipient(successor), recipient(advisor)}));
  }

  [[nodiscard]] std::size_t listed(const TestClient& who) {
    return shard.run(shard.conversations.list(who.caller(), {}))->conversations.size();
  }
  /// What a login asks: the same as for a mailbox that never was.
  [[nodiscard]] bool is_known(const TestClient& who) {
    return shard.run(shard.account.client_auth_key(who.mailbox()))->known;
  }
  [[nodiscard]] bool only_opens(const TestClient& who, const TestClient& other) {
    return is_known(who) && listed(who) == 1 && listed(other) == 0 && read(who.caller(), -1) &&
           !shard.run(shard.conversations.open(other.caller(), {id.bytes}));
  }

  TestClient next{"next"};
  TestClient third{"third"};
};

}  // namespace kiezel::support
