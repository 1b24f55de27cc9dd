#include "server/dispatch/sources.hpp"

#include <utility>

#include "protocol/codec.hpp"
#include "protocol/limits.hpp"

namespace kiezel::dispatch {

core::Task<core::Result<std::optional<event::Page>>> ConversationSource::read_after(
    std::int64_t cursor) const {
  core::Result<protocol::ConversationEntriesNotification> page =
      co_await service_.read(caller_, conversation_, cursor);
  if (!page && page.error().code == core::ErrorCode::not_found && caller_.role == core::Role::client)
    connection_.close(session::CloseReason::words_replaced);
  if (!page) co_return std::unexpected(std::move(page.error()));
  if (page->entries.empty()) co_return std::nullopt;
  event::Page result;
  result.cursor = page->entries.back().seq;
  // The next read after the last page is what ends the connection.
  result.caught_up = result.cursor >= page->head_seq && !service_.has_left(caller_, conversation_);
  result.message = protocol::encode_notification(*std::move(page));
  co_return result;
}

core::Task<core::Result<std::optional<event::Page>>> DeskSource::read_after(std::int64_t cursor) const {
  core::Result<protocol::DeskChangedNotification> page = co_await service_.read_desk(caller_, cursor);
  if (!page) co_return std::unexpected(std::move(page.error()));
  if (page->items.empty()) co_return std::nullopt;
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
