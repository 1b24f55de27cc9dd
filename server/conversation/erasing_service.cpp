// How a conversation ends (protocol/README.md, "Ending a conversation").
//
//   log: nobody wrote for long, or an advisor is done -> state closed
//   log: closed or ERASE -> state erasing   | the step that decides: nothing is read or written from here on
//   vault: S goes, mailboxes let go -> belongings go -> log: tombstone -> later: nothing
//
// Every step may be repeated; whatever was cut off between two of them the next sweep finishes.
#include <algorithm>
#include <utility>

#include "crypto/hash.hpp"
#include "protocol/limits.hpp"
#include "server/conversation/service.hpp"

namespace kiezel::conversation {

using core::ErrorCode;
using core::fail;
using core::Result;
using core::Task;

namespace {

// Of each kind in one sweep; what is left waits a minute.
constexpr std::size_t erasures_per_sweep = 200;
// A page takes Redis one or two milliseconds, others come in between; 5,000 conversations a minute are soon
// through.
constexpr std::size_t desk_pages_per_sweep = 50;

bool is_main_advisor(const core::Caller& caller, const Membership& membership) {
  return std::ranges::any_of(membership.members, [&caller](const crypto::Member& member) {
    return member.role == crypto::Role::advisor && core::advisor_id(member.id) == caller.advisor;
  });
}

}  // namespace

Task<Result<protocol::ConversationCloseResult>> Service::close(core::Caller caller,
                                                               protocol::ConversationCloseRequest request) {
  const core::ConversationId conversation{request.conversation};
  const auto active = co_await still_active(caller);
  if (!active) co_return std::unexpected(active.error());
  const auto membership = co_await load(conversation);
  if (!membership) co_return std::unexpected(membership.error());
  if (!takes_part(caller, **membership)) co_return not_there();
  if (!is_main_advisor(caller, **membership))
    co_return fail(ErrorCode::forbidden, "closing is for the advisor of the conversation");
  const auto now = static_cast<std::int64_t>(now_s());
  const Closing closing{.kind = request.closed ? Closing::Kind::close : Closing::Kind::open,
                        .now_s = now,
                        .erase_at = erase_at(now)};
  const auto state = co_await erasures_.set_closed(conversation, (*membership)->advisors, closing);
  if (!state) co_return std::unexpected(state.error());
  if (!*state) co_return not_there();
  co_return protocol::ConversationCloseResult{(*state)->closed_at, (*state)->erase_at};
}

Task<Result<ConversationState>> Service::state(core::Caller caller, core::ConversationId conversation) {
  const auto membership = co_await admit(caller, conversation);
  if (!membership) co_return std::unexpected(membership.error());
  co_return co_await erasures_.state(conversation);
}

Task<Result<bool>> Service::is_erased(core::ConversationId conversation) {
  return erasures_.is_erased(conversation);
}

Task<Result<void>> Service::finish_erasing(core::ConversationId conversation) {
  const auto erasing = co_await erasures_.erasing(conversation);
  if (!erasing) co_return std::unexpected(erasing.error());
  if (!*erasing) co_return Result<void>{};
  const auto deleted = co_await erasures_.delete_share(conversation);
  if (!deleted) co_return std::unexpected(deleted.error());
  ++shares_deleted_;
  if (share_deleted_) share_deleted_();
  for (const core::MailboxId& mailbox : (*erasing)->mailboxes) {
    const auto left = co_await mailboxes_.leave(mailbox, conversation);
    if (!left) co_return std::unexpected(left.error());
  }
  for (core::Erasable* const belonging : belongings_) {
    const auto erased = co_await belonging->erase(conversation);
    if (!erased) co_return std::unexpected(erased.error());
  }
  const std::int64_t until_s = static_cast<std::int64_t>(now_s()) + protocol::limits::tombstone_s;
  co_return co_await erasures_.entomb(**erasing, until_s);
}

Task<Result<protocol::ConversationAppendResult>> Service::erased_before_or(core::Error refusal,
                                                                           crypto::ParsedEntry entry) {
  if (entry.header().kind != crypto::EntryKind::erase) co_return std::unexpected(std::move(refusal));
  const crypto::EntryPosition& position = entry.header().position;
  // The hash holds the signature: whoever knows it has the entry that was accepted.
  const crypto::EntryHash hash =
      crypto::entry_hash(entry.header_bytes(), crypto::sha256(entry.payload()), entry.signature());
  const auto erased_at = co_await erasures_.erased_by(position.conversation, hash);
  if (!erased_at) co_return std::unexpected(erased_at.error());
  if (!*erased_at) co_return std::unexpected(std::move(refusal));
  const auto finished = co_await finish_erasing(position.conversation);
  if (!finished) co_return std::unexpected(finished.error());
  co_return protocol::ConversationAppendResult{static_cast<std::int64_t>(position.seq), **erased_at};
}

Task<Result<SweptConversations>> Service::sweep_erasures() {
  const auto now = static_cast<std::int64_t>(now_s());
  const auto indexed = co_await idle_index_.go_on(desk_pages_per_sweep);
  if (!indexed) co_return std::unexpected(indexed.error());
  const auto idle = co_await close_idle(now);
  if (!idle) co_return std::unexpected(idle.error());
  const auto due = co_await begin_due(now);
  if (!due) co_return std::unexpected(due.error());
  const auto finished = co_await finish_begun();
  if (!finished) co_return std::unexpected(finished.error());
  const auto forgotten = co_await forget_told(now);
  if (!forgotten) co_return std::unexpected(forgotten.error());
  co_return SweptConversations{
      .indexed = *indexed, .idle = *idle, .due = *due, .finished = *finished, .forgotten = *forgotten};
}

Task<Result<std::size_t>> Service::close_idle(std::int64_t now) {
  if (idle_.count() == 0) co_return std::size_t{0};
  const std::int64_t since = now - std::chrono::seconds(idle_).count();
  const auto idle = co_await erasures_.idle(since, erasures_per_sweep);
  if (!idle) co_return std::unexpected(idle.error());
  std::size_t closed = 0;
  for (const core::ConversationId& conversation : *idle) {
    // Past the cache, which is for conversations that are in use.
    const auto found = co_await store_.membership(conversation);
    if (!found) co_return std::unexpected(found.error());
    auto advisors = found->is_there ? found->membership.advisors : std::vector<core::AdvisorId>{};
    const Closing closing{
        .kind = Closing::Kind::close_idle, .now_s = now, .erase_at = erase_at(now), .idle_since = since};
    const auto state = co_await erasures_.set_closed(conversation, std::move(advisors), closing);
    if (!state) co_return std::unexpected(state.error());
    closed += *state && (*state)->closed_at == now ? 1 : 0;
  }
  co_return closed;
}

Task<Result<std::size_t>> Service::begin_due(std::int64_t now) {
  const auto due = co_await erasures_.due(now, erasures_per_sweep);
  if (!due) co_return std::unexpected(due.error());
  std::size_t count = 0;
  for (const core::ConversationId& conversation : *due) {
    const auto begun = co_await erasures_.begin(conversation, now);
    if (!begun) co_return std::unexpected(begun.error());
    count += *begun ? 1 : 0;
  }
  co_return count;
}

Task<Result<std::size_t>> Service::finish_begun() {
  const auto unfinished = co_await erasures_.begun(erasures_per_sweep);
  if (!unfinished) co_return std::unexpected(unfinished.error());
  for (const core::ConversationId& conversation : *unfinished) {
    memberships_.forget(conversation);
    const auto finished = co_await finish_erasing(conversation);
    if (!finished) co_return std::unexpected(finished.error());
  }
  co_return unfinished->size();
}

Task<Result<std::size_t>> Service::forget_told(std::int64_t now) {
  const auto told = co_await erasures_.told(now, erasures_per_sweep);
  if (!told) co_return std::unexpected(told.error());
  for (const core::ConversationId& conversation : *told) {
    const auto forgotten = co_await erasures_.forget(conversation);
    if (!forgotten) co_return std::unexpected(forgotten.error());
  }
  co_return told->size();
}

std::int64_t Service::erase_at(std::int64_t closed_at) const {
  return closed_at + std::chrono::seconds(retention_).count();
}

}  // namespace kiezel::conversation
