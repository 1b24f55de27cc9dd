// What conversation::Service tells: which conversations there are, where one ends, and what stands in it.
#include <algorithm>
#include <utility>

#include "server/conversation/service.hpp"

namespace kiezel::conversation {

using core::ErrorCode;
using core::fail;
using core::Result;
using core::Task;

namespace {

/// Nothing of a page after `seq` is for somebody whose words that entry replaced.
void end_at(std::int64_t seq, Page& page) {
  std::erase_if(page.entries, [seq](const StoredEntry& entry) { return entry.seq > seq; });
  page.head_seq = std::min(page.head_seq, seq);
}

}  // namespace

Task<Result<protocol::ConversationListResult>> Service::list(core::Caller caller,
                                                             protocol::ConversationListRequest /*request*/) {
  if (caller.role != core::Role::client) co_return fail(ErrorCode::forbidden, "list is for clients");
  auto conversations = co_await store_.conversations_of(caller.mailbox);
  if (!conversations) co_return std::unexpected(conversations.error());
  auto heads = co_await store_.heads(std::move(*conversations));
  if (!heads) co_return std::unexpected(heads.error());
  // A move to new words that stopped before its last step: these words are the old ones.
  for (const Head& head : heads->standing) {
    if (head.mailbox == caller.mailbox || head.mailbox_before != caller.mailbox) continue;
    const auto gone = co_await mailboxes_.leave(caller.mailbox, head.conversation);
    if (!gone) co_return std::unexpected(gone.error());
  }
  // A creation or a move that stopped half-way is not listed, nor one that someone else completed.
  std::erase_if(heads->standing, [&caller](const Head& head) { return head.mailbox != caller.mailbox; });
  auto listed = co_await with_shares(std::move(heads->standing));
  if (!listed) co_return std::unexpected(listed.error());
  co_return protocol::ConversationListResult{std::move(*listed)};
}

Task<Result<protocol::ConversationOpenResult>> Service::open(core::Caller caller,
                                                             protocol::ConversationOpenRequest request) {
  const core::ConversationId conversation{request.conversation};
  const auto head_now = co_await head(caller, conversation);
  if (!head_now) co_return std::unexpected(head_now.error());
  const auto shares = co_await store_.shares({conversation});
  if (!shares) co_return std::unexpected(shares.error());
  const std::optional<Share>& share = shares->front();
  if (!share) co_return not_there();
  const auto heads = co_await store_.heads({conversation});
  if (!heads) co_return std::unexpected(heads.error());
  if (heads->standing.empty()) co_return not_there();
  const Head& now = heads->standing.front();
  co_return protocol::ConversationOpenResult{*share, now.seq, now.closed_at, now.erase_at};
}

Task<Result<protocol::ConversationSubscribeResult>> Service::head(core::Caller caller,
                                                                  core::ConversationId conversation) {
  const auto active = co_await still_active(caller);
  if (!active) co_return std::unexpected(active.error());
  // Loaded anew, not taken from the cache: the reading that follows is allowed by this answer.
  const auto membership = co_await load(conversation);
  if (!membership) co_return std::unexpected(membership.error());
  if (!takes_part(caller, **membership)) co_return not_there();
  const auto seq = co_await store_.head_seq(conversation);
  if (!seq) co_return std::unexpected(seq.error());
  if (!*seq) co_return not_there();
  co_return protocol::ConversationSubscribeResult{**seq};
}

Task<Result<protocol::ConversationEntriesNotification>> Service::read(core::Caller caller,
                                                                      core::ConversationId conversation,
                                                                      std::int64_t after) {
  auto membership = co_await admit(caller, conversation, after);
  if (!membership) co_return std::unexpected(membership.error());
  auto page = co_await store_.read(conversation, (*membership)->commit_seq, after);
  if (page && !*page) {
    membership = co_await admit_now(caller, conversation, after);
    if (!membership) co_return std::unexpected(membership.error());
    page = co_await store_.read(conversation, (*membership)->commit_seq, after);
  }
  if (!page) co_return std::unexpected(page.error());
  if (!*page) co_return fail(ErrorCode::unavailable, "members changed during the read");
  if (!takes_part(caller, **membership)) end_at((*membership)->left->seq, **page);

  protocol::ConversationEntriesNotification notification{conversation.bytes, {}, (*page)->head_seq};
  notification.entries.reserve((*page)->entries.size());
  for (StoredEntry& entry : (*page)->entries)
    notification.entries.push_back({entry.seq, entry.received_at, std::move(entry.bytes)});
  co_return notification;
}

bool Service::has_left(const core::Caller& caller, const core::ConversationId& conversation) {
  const MembershipPointer kept = memberships_.find(conversation);
  return kept && !takes_part(caller, *kept);
}

Task<Result<std::vector<core::ConversationId>>> Service::without_share(
    std::vector<core::ConversationId> conversations) {
  const auto shares = co_await store_.shares(conversations);
  if (!shares) co_return std::unexpected(shares.error());
  std::vector<core::ConversationId> found;
  for (std::size_t i = 0; i < conversations.size(); ++i) {
    if (!(*shares)[i]) found.push_back(conversations[i]);
  }
  co_return found;
}

Task<Result<std::vector<protocol::ConversationHead>>> Service::with_shares(std::vector<Head> heads) {
  std::vector<core::ConversationId> ids;
  for (const Head& head : heads) ids.push_back(head.conversation);
  const auto shares = co_await store_.shares(std::move(ids));
  if (!shares) co_return std::unexpected(shares.error());
  std::vector<protocol::ConversationHead> listed;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const std::optional<Share>& share = (*shares)[i];
    if (share)
      listed.push_back(
          {heads[i].conversation.bytes, *share, heads[i].seq, heads[i].closed_at, heads[i].erase_at});
  }
  co_return listed;
}

}  // namespace kiezel::conversation
