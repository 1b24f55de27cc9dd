// The part of Service that a client's own steps are about: booking, moving, and cancelling, which both may.
#include <utility>

#include "protocol/limits.hpp"
#include "server/appointment/on_wire.hpp"
#include "server/appointment/service.hpp"

namespace kiezel::appointment {

using core::ErrorCode;
using core::Result;
using core::Task;
using protocol::BookOutcome;
using protocol::MoveOutcome;

namespace {

// How often a step is made again because the appointment changed between reading and writing.
constexpr int stale_tries_max = 3;

protocol::AppointmentBookResult booked(BookOutcome outcome, core::HoldId hold, const Slot& slot) {
  return {.outcome = outcome,
          .appointment = appointment_id(hold).bytes,
          .start = seconds(slot.start),
          .end = seconds(slot.end)};
}

protocol::AppointmentMoveResult on_wire(const Moved& moved) {
  switch (moved.step) {
    case MoveStep::moved:
      return {.outcome = MoveOutcome::moved,
              .start = seconds(moved.slot.start),
              .end = seconds(moved.slot.end),
              .revision = moved.revision};
    case MoveStep::expired:
      return {.outcome = MoveOutcome::expired};
    case MoveStep::taken:
      return {.outcome = MoveOutcome::taken};
    case MoveStep::closed:
      return {.outcome = MoveOutcome::closed};
    case MoveStep::past:
      return {.outcome = MoveOutcome::past};
    case MoveStep::cancelled:
    case MoveStep::stale:
      return {.outcome = MoveOutcome::cancelled};
  }
  std::unreachable();
}

}  // namespace

Task<Result<StoredAppointment>> Service::own(core::Caller caller, core::AppointmentId appointment) {
  const std::vector<core::AppointmentId> wanted{appointment};
  auto found = co_await store_.read(wanted);
  if (!found) co_return std::unexpected(found.error());
  if (found->empty() || !may_see(caller, found->front()))
    co_return core::fail(ErrorCode::not_found, "no such appointment of the caller");
  co_return found->front();
}

Task<Result<protocol::AppointmentBookResult>> Service::book(core::Caller caller,
                                                            protocol::AppointmentBookRequest request) {
  const core::HoldId id{request.hold};
  const auto held = co_await hold_store_.held(id);
  if (!held) co_return std::unexpected(held.error());
  if (!*held) co_return co_await book_again(caller, request);
  const Booking booking{.held = **held,
                        .conversation = core::ConversationId{request.conversation},
                        .mailbox = caller.mailbox,
                        .request = core::RequestId{request.request},
                        .proposal = request.proposal};
  const auto step = co_await store_.book(booking, clock_.now());
  if (!step) co_return std::unexpected(step.error());
  switch (*step) {
    case BookStep::booked:
      live_holds_.forget(caller.connection, id);
      co_return booked(BookOutcome::booked, id, (*held)->slot);
    case BookStep::already_booked:
      co_return booked(BookOutcome::already_booked, id, (*held)->slot);
    case BookStep::expired:
      co_return protocol::AppointmentBookResult{.outcome = BookOutcome::expired};
    case BookStep::taken:
      co_return protocol::AppointmentBookResult{.outcome = BookOutcome::taken};
    case BookStep::closed:
      co_return protocol::AppointmentBookResult{.outcome = BookOutcome::closed};
    case BookStep::full:
      co_return core::fail(ErrorCode::rate_limited, "too many appointments to come",
                           {.retry_after_s = protocol::limits::retry_after_s_max});
    case BookStep::absent:
      co_return core::fail(ErrorCode::not_found, "no such conversation with this advisor");
  }
  std::unreachable();
}

// The hold is gone: it ended, or this booking was made before and its answer got lost.
Task<Result<protocol::AppointmentBookResult>> Service::book_again(core::Caller caller,
                                                                  protocol::AppointmentBookRequest request) {
  const core::HoldId hold{request.hold};
  const std::vector<core::AppointmentId> wanted{appointment_id(hold)};
  const auto made = co_await store_.read(wanted);
  if (!made) co_return std::unexpected(made.error());
  const bool is_own = !made->empty() && may_see(caller, made->front()) &&
                      made->front().conversation.bytes == request.conversation;
  // A repeat after a cancellation must not answer as if the appointment stood.
  const bool stands = is_own && made->front().state != protocol::AppointmentState::cancelled;
  if (!stands) co_return protocol::AppointmentBookResult{.outcome = BookOutcome::expired};
  const bool repeated = made->front().request.bytes == request.request;
  const BookOutcome outcome = repeated ? BookOutcome::booked : BookOutcome::already_booked;
  co_return booked(outcome, hold, made->front().slot);
}

Task<Result<protocol::AppointmentMoveResult>> Service::move(core::Caller caller,
                                                            protocol::AppointmentMoveRequest request) {
  const core::HoldId hold{request.hold};
  for (int tries = 0; tries < stale_tries_max; ++tries) {
    const auto appointment = co_await own(caller, core::AppointmentId{request.appointment});
    if (!appointment) co_return std::unexpected(appointment.error());
    const auto held = co_await hold_store_.held(hold);
    if (!held) co_return std::unexpected(held.error());
    // Without a hold the script still knows a move that was made before and whose answer got lost.
    const StoredHold kept =
        held->value_or(StoredHold{.hold = {.id = hold, .advisor = {}, .span = {}}, .slot = {}});
    const auto moved =
        co_await store_.move(*appointment, kept, core::RequestId{request.request}, clock_.now());
    if (!moved) co_return std::unexpected(moved.error());
    if (moved->step == MoveStep::stale) continue;
    if (moved->step == MoveStep::moved) live_holds_.forget(caller.connection, hold);
    co_return on_wire(*moved);
  }
  co_return core::fail(ErrorCode::busy, "the appointment keeps changing");
}

Task<Result<protocol::AppointmentCancelResult>> Service::cancel(core::Caller caller,
                                                                protocol::AppointmentCancelRequest request) {
  for (int tries = 0; tries < stale_tries_max; ++tries) {
    const auto appointment = co_await own(caller, core::AppointmentId{request.appointment});
    if (!appointment) co_return std::unexpected(appointment.error());
    const auto cancelled = co_await store_.cancel(*appointment, clock_.now());
    if (!cancelled) co_return std::unexpected(cancelled.error());
    if (!cancelled->outcome) continue;
    co_return protocol::AppointmentCancelResult{.outcome = *cancelled->outcome,
                                                .revision = cancelled->revision};
  }
  co_return core::fail(ErrorCode::busy, "the appointment keeps changing");
}

}  // namespace kiezel::appointment
