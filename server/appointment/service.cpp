#include "server/appointment/service.hpp"

#include <algorithm>
#include <utility>

#include "protocol/limits.hpp"

namespace kiezel::appointment {
namespace {

using core::ErrorCode;
using core::Result;
using core::Task;
using protocol::BookOutcome;
using protocol::HoldOutcome;

// How often a time is worked out anew because the advisor's hours changed between reading and claiming.
constexpr int rules_tries_max = 3;

// Times on the wire reach far beyond what a calendar computes with; nothing is ever offered out there.
sys_seconds from_wire(std::int64_t seconds_since_1970) {
  constexpr std::int64_t year_3000_s = 32'503'680'000;
  return instant(std::min(seconds_since_1970, year_3000_s));
}

protocol::Slot on_wire(const Slot& slot) {
  return {.start = seconds(slot.start), .end = seconds(slot.end)};
}

std::vector<protocol::Slot> on_wire(const std::vector<Slot>& slots) {
  std::vector<protocol::Slot> result;
  result.reserve(slots.size());
  for (const Slot& slot : slots) result.push_back(on_wire(slot));
  return result;
}

protocol::Appointment on_wire(const StoredAppointment& appointment) {
  return {.appointment = appointment.id.bytes,
          .conversation = appointment.conversation.bytes,
          .advisor = appointment.advisor.bytes,
          .start = seconds(appointment.slot.start),
          .end = seconds(appointment.slot.end),
          .state = appointment.state};
}

protocol::AppointmentBookResult booked(BookOutcome outcome, core::HoldId hold, const Slot& slot) {
  return {.outcome = outcome,
          .appointment = appointment_id(hold).bytes,
          .start = seconds(slot.start),
          .end = seconds(slot.end)};
}

bool may_see(const core::Caller& caller, const StoredAppointment& appointment) {
  if (caller.role == core::Role::client) return appointment.mailbox == caller.mailbox;
  return caller.role == core::Role::advisor && appointment.advisor == caller.advisor;
}

}  // namespace

Service::Service(const Dependencies& dependencies)
    : store_(dependencies.log_link, dependencies.vault_link, dependencies.keys), clock_(dependencies.clock) {}

Task<Result<protocol::AvailabilityGetResult>> Service::availability_get(core::Caller caller,
                                                                        protocol::AvailabilityGetRequest) {
  auto rules = co_await store_.rules(caller.advisor);
  if (!rules) co_return std::unexpected(rules.error());
  if (!*rules) co_return core::fail(ErrorCode::forbidden, "the advisor is not approved");
  co_return protocol::AvailabilityGetResult{.availability = std::move((*rules)->availability)};
}

Task<Result<protocol::AvailabilitySetResult>> Service::availability_set(
    core::Caller caller, protocol::AvailabilitySetRequest request) {
  if (const auto fault = fault_of(request.availability)) {
    co_return core::fail(ErrorCode::availability_refused, std::string(*fault));
  }
  const auto set = co_await store_.set_availability(caller.advisor, std::move(request.availability));
  if (!set) co_return std::unexpected(set.error());
  if (!*set) co_return core::fail(ErrorCode::forbidden, "the advisor is not approved");
  co_return protocol::AvailabilitySetResult{};
}

Task<Result<std::vector<Slot>>> Service::free_slots(core::AdvisorId advisor,
                                                    protocol::Availability availability, Period period) {
  std::vector<Slot> slots = expand(availability, local_, period, clock_.now());
  if (slots.empty()) co_return slots;
  const QuarterSpan first = span_of(slots.front(), availability);
  const QuarterSpan last = span_of(slots.back(), availability);
  const QuarterSpan all{.first = first.first, .count = last.first + last.count - first.first};
  const auto taken = co_await store_.taken(advisor, all);
  if (!taken) co_return std::unexpected(taken.error());
  std::erase_if(slots, [&](const Slot& slot) { return taken->touches(span_of(slot, availability)); });
  co_return slots;
}

Task<Result<protocol::AppointmentOfferedResult>> Service::offered(
    core::Caller, protocol::AppointmentOfferedRequest request) {
  const bool sound =
      request.from <= request.until && request.until - request.from <= protocol::limits::offered_window_s;
  if (!sound) co_return core::fail(ErrorCode::invalid_params, "period too long or backwards");
  const core::AdvisorId advisor{request.advisor};
  const auto rules = co_await store_.rules(advisor);
  if (!rules) co_return std::unexpected(rules.error());
  if (!*rules) co_return core::fail(ErrorCode::not_found, "no such advisor");
  const protocol::Availability& availability = (*rules)->availability;
  // Up to the end of what can be booked, so that next_start costs no second question.
  const Period to_the_end{.from = from_wire(request.from),
                          .until = bookable(availability, local_, clock_.now()).until};
  auto slots = co_await free_slots(advisor, availability, to_the_end);
  if (!slots) co_return std::unexpected(slots.error());
  const auto beyond = std::ranges::lower_bound(*slots, from_wire(request.until), {}, &Slot::start);
  const auto page = std::min<std::ptrdiff_t>(beyond - slots->begin(), protocol::limits::offered_slots_max);
  protocol::AppointmentOfferedResult result;
  for (const Slot& slot : std::span(*slots).first(static_cast<std::size_t>(page)))
    result.slots.push_back(on_wire(slot));
  if (std::cmp_less(page, slots->size()))
    result.next_start = seconds((*slots)[static_cast<std::size_t>(page)].start);
  co_return result;
}

Task<Result<protocol::AppointmentHoldResult>> Service::hold(core::Caller caller,
                                                            protocol::AppointmentHoldRequest request) {
  if (!live_holds_.has_room(clock_.now())) co_return core::fail(ErrorCode::busy, "too many live holds");
  for (int tries = 0; tries < rules_tries_max; ++tries) {
    auto answer = co_await try_hold(caller, request);
    if (!answer) co_return std::unexpected(answer.error());
    if (*answer) co_return **std::move(answer);
  }
  co_return core::fail(ErrorCode::busy, "the availability keeps changing");
}

Task<Result<std::optional<protocol::AppointmentHoldResult>>> Service::try_hold(
    core::Caller caller, protocol::AppointmentHoldRequest request) {
  const sys_seconds now = clock_.now();
  const core::AdvisorId advisor{request.advisor};
  const auto rules = co_await store_.rules(advisor);
  if (!rules) co_return std::unexpected(rules.error());
  if (!*rules) co_return core::fail(ErrorCode::not_found, "no such advisor");
  const protocol::Availability& availability = (*rules)->availability;
  const sys_seconds start = from_wire(request.start);
  const Period just_then{.from = start, .until = start + std::chrono::seconds(1)};
  const std::vector<Slot> slots = expand(availability, local_, just_then, now);
  if (slots.empty()) co_return co_await refuse_hold(HoldOutcome::closed, request, availability);

  const Hold hold{.id = hold_id(caller, advisor, request.start, core::RequestId{request.request}),
                  .advisor = advisor,
                  .span = span_of(slots.front(), availability)};
  std::optional<Hold> earlier = live_holds_.of(caller.connection, now);
  if (earlier && earlier->id == hold.id) earlier.reset();
  const auto held = co_await store_.hold(hold, slots.front(), (*rules)->version, earlier);
  if (!held) co_return std::unexpected(held.error());
  if (held->step == HoldStep::changed) co_return std::nullopt;
  if (held->step == HoldStep::taken)
    co_return co_await refuse_hold(HoldOutcome::taken, request, availability);

  // Another request of this connection may have got a hold meanwhile; only the newest stays.
  const std::optional<Hold> replaced = live_holds_.remember(caller.connection, hold, held->expires_at);
  if (replaced && replaced != earlier && replaced->id != hold.id) {
    const auto released = co_await store_.release(*replaced);
    if (!released) co_return std::unexpected(released.error());
  }
  co_return protocol::AppointmentHoldResult{.outcome = HoldOutcome::held,
                                            .hold = hold.id.bytes,
                                            .expires_at = seconds(held->expires_at),
                                            .end = seconds(slots.front().end)};
}

Task<Result<protocol::AppointmentHoldResult>> Service::refuse_hold(HoldOutcome outcome,
                                                                   protocol::AppointmentHoldRequest request,
                                                                   protocol::Availability availability) {
  const Period everything = bookable(availability, local_, clock_.now());
  auto slots = co_await free_slots(core::AdvisorId{request.advisor}, std::move(availability), everything);
  if (!slots) co_return std::unexpected(slots.error());
  const auto few = nearest(*std::move(slots), from_wire(request.start), protocol::limits::nearest_slots_max);
  co_return protocol::AppointmentHoldResult{.outcome = outcome, .nearest = on_wire(few)};
}

Task<Result<protocol::AppointmentReleaseResult>> Service::release(
    core::Caller caller, protocol::AppointmentReleaseRequest request) {
  const core::HoldId id{request.hold};
  const auto held = co_await store_.held(id);
  if (!held) co_return std::unexpected(held.error());
  if (*held) {
    const auto released = co_await store_.release((*held)->hold);
    if (!released) co_return std::unexpected(released.error());
  }
  live_holds_.forget(caller.connection, id);
  co_return protocol::AppointmentReleaseResult{};
}

Task<Result<void>> Service::connection_ended(std::uint64_t connection) {
  const std::optional<Hold> left = live_holds_.of(connection, clock_.now());
  if (!left) co_return Result<void>{};
  live_holds_.forget(connection, left->id);
  const auto released = co_await store_.release(*left);
  if (!released) co_return std::unexpected(released.error());
  co_return Result<void>{};
}

Task<Result<protocol::AppointmentBookResult>> Service::book(core::Caller caller,
                                                            protocol::AppointmentBookRequest request) {
  const core::HoldId id{request.hold};
  const auto held = co_await store_.held(id);
  if (!held) co_return std::unexpected(held.error());
  if (!*held) co_return co_await book_again(caller, request);
  const Booking booking{.held = **held,
                        .conversation = core::ConversationId{request.conversation},
                        .mailbox = caller.mailbox,
                        .request = core::RequestId{request.request}};
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
  const bool own = !made->empty() && may_see(caller, made->front()) &&
                   made->front().conversation.bytes == request.conversation;
  // A repeat after a cancellation must not answer as if the call stood.
  const bool stands = own && made->front().state == protocol::AppointmentState::booked;
  if (!stands) co_return protocol::AppointmentBookResult{.outcome = BookOutcome::expired};
  const bool repeated = made->front().request.bytes == request.request;
  const BookOutcome outcome = repeated ? BookOutcome::booked : BookOutcome::already_booked;
  co_return booked(outcome, hold, made->front().slot);
}

Task<Result<protocol::AppointmentCancelResult>> Service::cancel(core::Caller caller,
                                                                protocol::AppointmentCancelRequest request) {
  const std::vector<core::AppointmentId> wanted{core::AppointmentId{request.appointment}};
  const auto found = co_await store_.read(wanted);
  if (!found) co_return std::unexpected(found.error());
  if (found->empty() || !may_see(caller, found->front())) {
    co_return core::fail(ErrorCode::not_found, "no such appointment of the caller");
  }
  const auto outcome = co_await store_.cancel(found->front(), clock_.now());
  if (!outcome) co_return std::unexpected(outcome.error());
  co_return protocol::AppointmentCancelResult{.outcome = *outcome};
}

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
    if (may_see(caller, one)) result.appointments.push_back(on_wire(one));
  }
  co_return result;
}

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
  co_return co_await store_.forget_all(conversation);
}

Task<Result<std::int64_t>> Service::changes(core::AdvisorId advisor) {
  return store_.changes(advisor);
}

Task<Result<std::int64_t>> Service::changes(core::ConversationId conversation) {
  return store_.changes(conversation);
}

}  // namespace kiezel::appointment
