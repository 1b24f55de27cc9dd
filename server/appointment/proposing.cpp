// The part of Service in which one side proposes and the other answers.
#include <utility>

#include "protocol/limits.hpp"
#include "server/appointment/on_wire.hpp"
#include "server/appointment/service.hpp"

namespace kiezel::appointment {

using core::ErrorCode;
using core::Result;
using core::Task;
using protocol::ProposeOutcome;

namespace {

// How often a step is made again because the appointment changed between reading and writing.
constexpr int stale_tries_max = 3;

// A time and what is kept around it, from either request; nothing when it is backwards or too long.
template <class Request>
std::optional<Proposal> proposal_of(const Request& request) {
  const Slot slot{.start = from_wire(request.start), .end = from_wire(request.end)};
  const bool sound = slot.start < slot.end &&
                     slot.end - slot.start <= std::chrono::seconds(protocol::limits::appointment_s) &&
                     request.start >= request.before_s;
  if (!sound) return std::nullopt;
  const Period room{.from = slot.start - std::chrono::seconds(request.before_s),
                    .until = slot.end + std::chrono::seconds(request.after_s)};
  return Proposal{.slot = slot, .span = quarters_of(room)};
}

Result<ProposeOutcome> outcome_of(ProposeStep step) {
  switch (step) {
    case ProposeStep::proposed:
      return ProposeOutcome::proposed;
    case ProposeStep::taken:
      return ProposeOutcome::taken;
    case ProposeStep::past:
      return ProposeOutcome::past;
    case ProposeStep::cancelled:
      return ProposeOutcome::cancelled;
    case ProposeStep::changed:
      return ProposeOutcome::changed;
    case ProposeStep::full:
      return core::fail(ErrorCode::rate_limited, "too many appointments to come",
                        {.retry_after_s = protocol::limits::retry_after_s_max});
    case ProposeStep::absent:
      return core::fail(ErrorCode::not_found, "no such conversation of the advisor");
    case ProposeStep::stale:
      return core::fail(ErrorCode::busy, "the appointment keeps changing");
  }
  std::unreachable();
}

std::optional<std::array<std::uint8_t, 16>> bytes_of(const std::optional<core::AppointmentId>& id) {
  if (!id) return std::nullopt;
  return id->bytes;
}

}  // namespace

Task<Result<protocol::AppointmentProposeResult>> Service::propose(
    core::Caller caller, protocol::AppointmentProposeRequest request) {
  const auto proposal = proposal_of(request);
  if (!proposal) co_return core::fail(ErrorCode::invalid_params, "backwards or too long");
  const core::ConversationId conversation{request.conversation};
  const core::RequestId id{request.request};
  const auto proposed = co_await store_.propose(caller.advisor, conversation, id, *proposal, clock_.now());
  if (!proposed) co_return std::unexpected(proposed.error());
  const auto outcome = outcome_of(proposed->step);
  if (!outcome) co_return std::unexpected(outcome.error());
  if (*outcome == ProposeOutcome::proposed)
    co_return protocol::AppointmentProposeResult{
        .outcome = *outcome, .appointment = appointment_id(caller.advisor, conversation, id).bytes};
  co_return protocol::AppointmentProposeResult{.outcome = *outcome,
                                               .appointment = bytes_of(proposed->conflict)};
}

Task<Result<protocol::AppointmentProposeMoveResult>> Service::propose_move(
    core::Caller caller, protocol::AppointmentProposeMoveRequest request) {
  const auto proposal = proposal_of(request);
  if (!proposal) co_return core::fail(ErrorCode::invalid_params, "backwards or too long");
  Proposed proposed{.step = ProposeStep::stale};
  for (int tries = 0; tries < stale_tries_max && proposed.step == ProposeStep::stale; ++tries) {
    const auto appointment = co_await own(caller, core::AppointmentId{request.appointment});
    if (!appointment) co_return std::unexpected(appointment.error());
    const auto step = co_await store_.propose_move(*appointment, request.revision, *proposal, clock_.now());
    if (!step) co_return std::unexpected(step.error());
    proposed = *step;
  }
  const auto outcome = outcome_of(proposed.step);
  if (!outcome) co_return std::unexpected(outcome.error());
  co_return protocol::AppointmentProposeMoveResult{.outcome = *outcome,
                                                   .appointment = bytes_of(proposed.conflict)};
}

Task<Result<protocol::AppointmentAnswerResult>> Service::answer(core::Caller caller,
                                                                protocol::AppointmentAnswerRequest request) {
  const auto by = caller.role == core::Role::client ? protocol::Role::client : protocol::Role::advisor;
  for (int tries = 0; tries < stale_tries_max; ++tries) {
    const auto appointment = co_await own(caller, core::AppointmentId{request.appointment});
    if (!appointment) co_return std::unexpected(appointment.error());
    const auto answered =
        co_await store_.answer(*appointment, by, request.revision, request.accept, clock_.now());
    if (!answered) co_return std::unexpected(answered.error());
    if (!answered->outcome) continue;
    co_return protocol::AppointmentAnswerResult{.outcome = *answered->outcome,
                                                .revision = answered->revision};
  }
  co_return core::fail(ErrorCode::busy, "the appointment keeps changing");
}

}  // namespace kiezel::appointment
