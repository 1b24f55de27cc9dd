#include "server/dispatch/sources.hpp"

#include <utility>

#include "protocol/codec.hpp"
#include "protocol/limits.hpp"

namespace kiezel::dispatch {

core::Task<core::Result<std::optional<event::Page>>> ConversationSource::read_after(
    std::int64_t cursor) const {
  core::Result<protocol::ConversationEntriesNotification> page =
      co_await service_.read(caller_, conversation_, cursor);
  if (!page && page.error().code == core::ErrorCode::not_found)
    co_return co_await after_the_end(cursor, std::move(page.error()));
  if (!page) co_return std::unexpected(std::move(page.error()));
  if (page->entries.empty()) co_return std::nullopt;
  event::Page result;
  result.cursor = page->entries.back().seq;
  // The next read after the last page is what ends the connection.
  result.caught_up = result.cursor >= page->head_seq && !service_.has_left(caller_, conversation_);
  result.message = protocol::encode_notification(*std::move(page));
  co_return result;
}

core::Task<core::Result<std::optional<event::Page>>> ConversationSource::after_the_end(
    std::int64_t cursor, core::Error not_found) const {
  const bool was_told = cursor == protocol::limits::integer_max;
  const core::Result<bool> erased = co_await service_.is_erased(conversation_);
  if (!erased) co_return std::unexpected(erased.error());
  if (*erased && !was_told) {
    event::Page result;
    result.cursor = protocol::limits::integer_max;
    result.message =
        protocol::encode_notification(protocol::ConversationErasedNotification{conversation_.bytes});
    co_return result;
  }
  using session::CloseReason;
  if (caller_.role == core::Role::client)
    connection_.close(was_told ? CloseReason::erased : CloseReason::words_replaced);
  co_return std::unexpected(std::move(not_found));
}

core::Task<core::Result<std::optional<event::Page>>> StateSource::read_after(std::int64_t cursor) const {
  const core::Result<conversation::ConversationState> state = co_await service_.state(caller_, conversation_);
  if (!state) co_return std::unexpected(state.error());
  if (state->changes <= cursor) co_return std::nullopt;
  event::Page result;
  result.cursor = state->changes;
  result.caught_up = true;
  result.message = protocol::encode_notification(
      protocol::ConversationStateNotification{conversation_.bytes, state->closed_at, state->erase_at});
  co_return result;
}

core::Task<core::Result<std::optional<event::Page>>> DeskSource::read_after(std::int64_t cursor) const {
  core::Result<protocol::DeskChangedNotification> page = co_await service_.read_desk(caller_, cursor);
  if (!page) co_return std::unexpected(std::move(page.error()));
  if (page->items.empty() && page->erased.empty()) co_return std::nullopt;
  event::Page result;
  result.cursor = page->cursor;
  // One conversation may change twice between two reads and appear once: only an empty page proves the end.
  result.message = protocol::encode_notification(*std::move(page));
  co_return result;
}

template <class Id>
core::Task<core::Result<std::optional<event::Page>>> AppointmentSource<Id>::read_after(
    std::int64_t cursor) const {
  core::Result<std::int64_t> changes = co_await service_.changes(id_);
  if (!changes) co_return std::unexpected(std::move(changes.error()));
  if (*changes <= cursor) co_return std::nullopt;
  event::Page result;
  result.cursor = *changes;
  result.caught_up = true;
  result.message = protocol::encode_notification(protocol::AppointmentChangedNotification{});
  co_return result;
}

template class AppointmentSource<core::AdvisorId>;
template class AppointmentSource<core::ConversationId>;

}  // namespace kiezel::dispatch
