// The part of Service that reads, and that forgets.
#include <utility>

#include "server/appointment/on_wire.hpp"
#include "server/appointment/service.hpp"

namespace kiezel::appointment {

using core::Result;
using core::Task;

Task<Result<protocol::AppointmentListResult>> Service::list(core::Caller caller,
                                                            protocol::AppointmentListRequest request) {
  const Period period{.from = from_wire(request.from), .until = from_wire(request.until)};
  Result<std::vector<core::AppointmentId>> ids;
  if (caller.role == core::Role::advisor) {
    ids = co_await store_.find(caller.advisor, period);
  } else {
    auto conversations = co_await store_.conversations_of(caller.mailbox);
    if (!conversations) co_return std::unexpected(conversations.error());
    ids = co_await store_.find(*std::move(conversations), period);
  }
  if (!ids) co_return std::unexpected(ids.error());
  const auto appointments = co_await store_.read(*std::move(ids));
  if (!appointments) co_return std::unexpected(appointments.error());
  protocol::AppointmentListResult result;
  for (const StoredAppointment& one : *appointments) {
    if (may_see(caller, one)) result.appointments.push_back(on_wire(one, caller.role));
  }
  co_return result;
}

// What is stale is read again in the next round.
Task<Result<void>> Service::erase(core::ConversationId conversation) {
  while (true) {
    const auto some = co_await store_.some_of(conversation);
    if (!some) co_return std::unexpected(some.error());
    if (some->empty()) break;
    for (const StoredAppointment& one : *some) {
      const auto forgotten = co_await store_.forget(one);
      if (!forgotten) co_return std::unexpected(forgotten.error());
    }
  }
  const auto waiting = co_await forget_waiting(conversation);
  if (!waiting) co_return std::unexpected(waiting.error());
  co_return co_await store_.forget_all(conversation);
}

Task<Result<std::int64_t>> Service::changes(core::AdvisorId advisor) {
  return store_.changes(advisor);
}

Task<Result<std::int64_t>> Service::changes(core::ConversationId conversation) {
  return store_.changes(conversation);
}

}  // namespace kiezel::appointment
