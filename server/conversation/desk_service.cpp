// The advisor's part of conversation::Service: desk and notes.
#include <utility>
#include <vector>

#include "server/conversation/service.hpp"

namespace kiezel::conversation {

using core::ErrorCode;
using core::fail;
using core::Result;
using core::Task;

Task<Result<protocol::DeskSubscribeResult>> Service::desk_head(core::Caller caller) {
  if (caller.role != core::Role::advisor) co_return fail(ErrorCode::forbidden, "the desk is for advisors");
  const auto activity = co_await desk_.activity(caller.advisor);
  if (!activity) co_return std::unexpected(activity.error());
  co_return protocol::DeskSubscribeResult{*activity};
}

Task<Result<protocol::DeskChangedNotification>> Service::read_desk(core::Caller caller, std::int64_t after) {
  if (caller.role != core::Role::advisor) co_return fail(ErrorCode::forbidden, "the desk is for advisors");
  const auto active = co_await still_active(caller);
  if (!active) co_return std::unexpected(active.error());
  // A page may hold nothing but conversations whose share was erased; an empty answer must mean the end.
  std::int64_t cursor = after;
  while (true) {
    const auto items = co_await desk_.changed_after(caller.advisor, cursor);
    if (!items) co_return std::unexpected(items.error());
    if (items->empty()) co_return protocol::DeskChangedNotification{cursor, {}, {}};
    cursor = items->back().activity;
    auto news = co_await news_of(*items);
    if (!news) co_return std::unexpected(news.error());
    news->cursor = cursor;
    if (!news->items.empty() || !news->erased.empty()) co_return std::move(*news);
  }
}

Task<Result<protocol::DeskChangedNotification>> Service::news_of(std::vector<DeskItem> items) {
  std::vector<core::ConversationId> conversations;
  for (const DeskItem& item : items) conversations.push_back(item.conversation);
  auto heads = co_await store_.heads(std::move(conversations));
  if (!heads) co_return std::unexpected(heads.error());
  protocol::DeskChangedNotification news;
  for (const core::ConversationId& id : heads->erased) news.erased.push_back(id.bytes);
  auto listed = co_await with_shares(std::move(heads->standing));
  if (!listed) co_return std::unexpected(listed.error());
  news.items = std::move(*listed);
  co_return news;
}

Task<Result<protocol::NoteGetResult>> Service::note_get(core::Caller caller,
                                                        protocol::NoteGetRequest request) {
  const core::ConversationId conversation{request.conversation};
  if (caller.role != core::Role::advisor) co_return fail(ErrorCode::forbidden, "notes are for advisors");
  const auto membership = co_await admit(caller, conversation);
  if (!membership) co_return std::unexpected(membership.error());
  auto note = co_await desk_.note(caller.advisor, conversation);
  if (!note) co_return std::unexpected(note.error());
  if (note->revision == 0) co_return protocol::NoteGetResult{0, std::nullopt};
  co_return protocol::NoteGetResult{note->revision, std::move(note->blob)};
}

Task<Result<protocol::NotePutResult>> Service::note_put(core::Caller caller,
                                                        protocol::NotePutRequest request) {
  const core::ConversationId conversation{request.conversation};
  if (caller.role != core::Role::advisor) co_return fail(ErrorCode::forbidden, "notes are for advisors");
  const auto membership = co_await admit(caller, conversation);
  if (!membership) co_return std::unexpected(membership.error());
  const auto put = co_await desk_.put_note(caller.advisor, conversation, request.revision, request.blob);
  if (!put) co_return std::unexpected(put.error());
  if (put->kind == PutNoteOutcome::Kind::conflict)
    co_return fail(ErrorCode::note_conflict, "note has another revision",
                   {.retry_after_s = {}, .head_seq = {}, .revision = put->revision});
  co_return protocol::NotePutResult{put->revision};
}

}  // namespace kiezel::conversation
