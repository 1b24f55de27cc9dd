// Conversations: create, list, open, append, read; the advisor's desk and notes (protocol/README.md,
// "Conversations").
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "crypto/login.hpp"
#include "protocol/messages.hpp"
#include "server/conversation/membership_cache.hpp"
#include "server/conversation/rules.hpp"
#include "server/conversation/store.hpp"
#include "server/core/advisors.hpp"
#include "server/core/caller.hpp"
#include "server/core/clock.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"

namespace kiezel::conversation {

/// Borrowed: all must outlive the service.
struct Dependencies {
  redis::Client& log_link;
  redis::Client& vault_link;
  const redis::KeySpace& keys;
  core::Advisors& advisors;
  const core::Clock& clock;
  Bounds bounds{};
};

/// One per shard. A conversation that does not exist and one in which the caller takes no part give the same
/// answer, `not_found`: nobody can learn which ids are in use. Everything that changes something is
/// idempotent, so a caller that heard `unavailable` or `deadline_exceeded` may ask again.
class Service {
 public:
  explicit Service(const Dependencies& dependencies);

  /// `challenge` is the connection's live challenge, already spent by the session; its `id` is ignored and
  /// replaced by the mailbox of the request's auth key. On success the connection is that mailbox's client:
  /// crypto::mailbox_id(auth_key). `too_large` when the mailbox is full.
  [[nodiscard]] core::Task<core::Result<protocol::ConversationCreateResult>> create(
      core::Caller caller, protocol::ConversationCreateRequest request, crypto::LoginTranscript challenge);
  [[nodiscard]] core::Task<core::Result<protocol::ConversationListResult>> list(
      core::Caller caller, protocol::ConversationListRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::ConversationOpenResult>> open(
      core::Caller caller, protocol::ConversationOpenRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::ConversationAppendResult>> append(
      core::Caller caller, protocol::ConversationAppendRequest request);

  /// Where the log ends now: the answer to conversation.subscribe. `after` may lie beyond it.
  [[nodiscard]] core::Task<core::Result<protocol::ConversationSubscribeResult>> head(
      core::Caller caller, core::ConversationId conversation);
  /// The page after `after` (-1: from the start), at most entries_page_max and entries_page_bytes_max or one
  /// larger entry; empty when there is nothing yet. Membership is judged anew for every page: a removed
  /// advisor hears `not_found`.
  [[nodiscard]] core::Task<core::Result<protocol::ConversationEntriesNotification>> read(
      core::Caller caller, core::ConversationId conversation, std::int64_t after);

  /// The activity cursor now: the answer to desk.subscribe.
  [[nodiscard]] core::Task<core::Result<protocol::DeskSubscribeResult>> desk_head(core::Caller caller);
  /// At most desk_page_max conversations with news after `after`, oldest activity first; empty items when
  /// there is none, with `cursor` = `after`.
  [[nodiscard]] core::Task<core::Result<protocol::DeskChangedNotification>> read_desk(core::Caller caller,
                                                                                      std::int64_t after);

  [[nodiscard]] core::Task<core::Result<protocol::NoteGetResult>> note_get(core::Caller caller,
                                                                           protocol::NoteGetRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::NotePutResult>> note_put(core::Caller caller,
                                                                           protocol::NotePutRequest request);

 private:
  using MembershipPointer = std::shared_ptr<const Membership>;

  [[nodiscard]] core::Task<core::Result<MembershipPointer>> kept_or_loaded(core::ConversationId conversation);
  [[nodiscard]] core::Task<core::Result<MembershipPointer>> load(core::ConversationId conversation);
  /// The current membership, freshly loaded, when the caller takes part; else not_found.
  [[nodiscard]] core::Task<core::Result<MembershipPointer>> admitted(core::Caller caller,
                                                                     core::ConversationId conversation);
  /// One try at appending with one membership; nothing when that membership is no longer current.
  [[nodiscard]] core::Task<core::Result<std::optional<protocol::ConversationAppendResult>>> try_append(
      const core::Caller& caller, const crypto::ParsedEntry& entry, MembershipPointer membership);
  [[nodiscard]] core::Task<core::Result<EntryFacts>> facts_for(const core::Caller& caller,
                                                               const crypto::ParsedEntry& entry);
  [[nodiscard]] std::uint64_t now_s() const;

  Store store_;
  core::Advisors& advisors_;
  const core::Clock& clock_;
  MembershipCache memberships_;
};

}  // namespace kiezel::conversation
