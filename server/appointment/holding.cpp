// The part of Service that free times and holds are about.
#include <algorithm>
#include <span>
#include <utility>

#include "protocol/limits.hpp"
#include "server/appointment/on_wire.hpp"
#include "server/appointment/service.hpp"

namespace kiezel::appointment {

using core::ErrorCode;
using core::Result;
using core::Task;
using protocol::HoldOutcome;

namespace {

// How often a hold is worked out anew because the advisor's rules changed between reading and claiming.
constexpr int rules_tries_max = 3;

constexpr std::chrono::seconds hold_life(protocol::limits::hold_s);

// Everything that offers may take or that decides about them: their local days, and what lies around them.
QuarterSpan all_of(const std::vector<Offer>& offers, const LocalTime& local) {
  QuarterSpan first_day = local_day(local, offers.front().slot.start);
  QuarterSpan last_day = local_day(local, offers.back().slot.start);
  std::int64_t from = first_day.first;
  std::int64_t until = last_day.end();
  for (const Offer& offer : offers) {
    for (const KindSpan& kind : offer.spans) {
      from = std::min(from, kind.span.first);
      until = std::max(until, kind.span.end());
    }
  }
  return {.first = from, .count = until - from};
}

// Which days have all the appointments that the advisor wants on one.
class FullDays {
 public:
  FullDays(const LocalTime& local, const Taken& taken, std::int64_t per_day_max)
      : local_(local), taken_(taken), per_day_max_(per_day_max) {}

  // Asked in the order of time, so that each day is counted once.
  [[nodiscard]] bool has(sys_seconds start) {
    if (per_day_max_ == 0) return false;
    if (start < period_of(day_).from || start >= period_of(day_).until) {
      day_ = local_day(local_, start);
      is_full_ = taken_.begun(day_) >= per_day_max_;
    }
    return is_full_;
  }

 private:
  const LocalTime& local_;
  const Taken& taken_;
  std::int64_t per_day_max_;
  QuarterSpan day_{};
  bool is_full_ = false;
};

}  // namespace

Task<Result<std::vector<Offer>>> Service::free_offers(core::AdvisorId advisor, Rules rules, Period period) {
  std::vector<Offer> offers = expand(rules, local_, period, clock_.now());
  if (offers.empty()) co_return offers;
  const auto taken = co_await rules_store_.taken(advisor, all_of(offers, local_));
  if (!taken) co_return std::unexpected(taken.error());
  FullDays full_days(local_, *taken, rules.availability.per_day_max);
  std::erase_if(offers, [&](Offer& offer) {
    if (full_days.has(offer.slot.start)) return true;
    std::erase_if(offer.spans, [&taken](const KindSpan& kind) { return taken->touches(kind.span); });
    return offer.spans.empty();
  });
  co_return offers;
}

Task<Result<protocol::AppointmentOfferedResult>> Service::offered(
    core::Caller, protocol::AppointmentOfferedRequest request) {
  const bool sound =
      request.from <= request.until && request.until - request.from <= protocol::limits::offered_window_s;
  if (!sound) co_return core::fail(ErrorCode::invalid_params, "period too long or backwards");
  const core::AdvisorId advisor{request.advisor};
  const sys_seconds now = clock_.now();
  auto rules = co_await rules_store_.rules(advisor, now);
  if (!rules) co_return std::unexpected(rules.error());
  if (!*rules) co_return core::fail(ErrorCode::not_found, "no such advisor");
  // Up to the end of what can be booked, so that next_start costs no second question.
  const Period to_the_end{.from = from_wire(request.from),
                          .until = bookable((*rules)->availability, local_, now).until};
  auto offers = co_await free_offers(advisor, **std::move(rules), to_the_end);
  if (!offers) co_return std::unexpected(offers.error());
  const auto beyond = std::ranges::partition_point(
      *offers, [&request](const Offer& offer) { return offer.slot.start < from_wire(request.until); });
  const auto page = std::min<std::ptrdiff_t>(beyond - offers->begin(), protocol::limits::offered_slots_max);
  protocol::AppointmentOfferedResult result;
  for (const Offer& offer : std::span(*offers).first(static_cast<std::size_t>(page)))
    result.slots.push_back(on_wire(offer));
  if (std::cmp_less(page, offers->size()))
    result.next_start = seconds((*offers)[static_cast<std::size_t>(page)].slot.start);
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
  co_return core::fail(ErrorCode::busy, "the rules keep changing");
}

Task<Result<std::optional<protocol::AppointmentHoldResult>>> Service::try_hold(
    core::Caller caller, protocol::AppointmentHoldRequest request) {
  const sys_seconds now = clock_.now();
  const core::AdvisorId advisor{request.advisor};
  auto rules = co_await rules_store_.rules(advisor, now);
  if (!rules) co_return std::unexpected(rules.error());
  if (!*rules) co_return core::fail(ErrorCode::not_found, "no such advisor");
  const Slot slot{.start = from_wire(request.start), .end = from_wire(request.end)};
  const Period just_then{.from = slot.start, .until = slot.start + std::chrono::seconds(1)};
  std::vector<Offer> offers = expand(**rules, local_, just_then, now);
  const auto offer = std::ranges::find(offers, slot, &Offer::slot);
  if (offer == offers.end()) co_return co_await refuse_hold(HoldOutcome::closed, request, **std::move(rules));

  const core::HoldId id = hold_id(caller, advisor, slot, core::RequestId{request.request});
  // One with another advisor does not stand in the way; it ends afterwards.
  std::optional<Hold> earlier = live_holds_.of(caller.connection, now);
  if (earlier && (earlier->id == id || earlier->advisor != advisor)) earlier.reset();
  const auto held = co_await hold_store_.hold({.id = id,
                                               .advisor = advisor,
                                               .offer = *std::move(offer),
                                               .rules_version = (*rules)->version,
                                               .day = local_day(local_, slot.start),
                                               .per_day_max = (*rules)->availability.per_day_max,
                                               .life = hold_life,
                                               .earlier = earlier});
  if (!held) co_return std::unexpected(held.error());
  if (held->step == HoldStep::changed) co_return std::nullopt;
  if (held->step == HoldStep::taken)
    co_return co_await refuse_hold(HoldOutcome::taken, request, **std::move(rules));
  const Hold hold{.id = id, .advisor = advisor, .span = held->span};
  const auto kept = co_await keep_hold(caller.connection, hold, earlier, held->expires_at);
  if (!kept) co_return std::unexpected(kept.error());
  co_return protocol::AppointmentHoldResult{
      .outcome = HoldOutcome::held, .hold = id.bytes, .expires_at = seconds(held->expires_at)};
}

Task<Result<void>> Service::keep_hold(std::uint64_t connection, Hold hold, std::optional<Hold> ended,
                                      sys_seconds expires_at) {
  // Another request of this connection may have got a hold meanwhile; only the newest stays.
  const std::optional<Hold> replaced = live_holds_.remember(connection, hold, expires_at);
  if (!replaced || replaced == ended || replaced->id == hold.id) co_return Result<void>{};
  co_return co_await hold_store_.release(*replaced);
}

Task<Result<protocol::AppointmentHoldResult>> Service::refuse_hold(HoldOutcome outcome,
                                                                   protocol::AppointmentHoldRequest request,
                                                                   Rules rules) {
  const Period everything = bookable(rules.availability, local_, clock_.now());
  auto offers = co_await free_offers(core::AdvisorId{request.advisor}, std::move(rules), everything);
  if (!offers) co_return std::unexpected(offers.error());
  const auto few = nearest(*std::move(offers), from_wire(request.start), protocol::limits::nearest_slots_max);
  co_return protocol::AppointmentHoldResult{.outcome = outcome, .nearest = on_wire(few)};
}

Task<Result<protocol::AppointmentExtendResult>> Service::extend(core::Caller caller,
                                                                protocol::AppointmentExtendRequest request) {
  const core::HoldId id{request.hold};
  const auto held = co_await hold_store_.held(id);
  if (!held) co_return std::unexpected(held.error());
  if (!*held) co_return protocol::AppointmentExtendResult{.outcome = protocol::ExtendOutcome::expired};
  const auto extended = co_await hold_store_.extend((*held)->hold, hold_life);
  if (!extended) co_return std::unexpected(extended.error());
  protocol::AppointmentExtendResult result{.outcome = extended->outcome};
  if (result.outcome == protocol::ExtendOutcome::expired) co_return result;
  live_holds_.prolong(caller.connection, id, extended->expires_at);
  result.expires_at = seconds(extended->expires_at);
  co_return result;
}

Task<Result<protocol::AppointmentReleaseResult>> Service::release(
    core::Caller caller, protocol::AppointmentReleaseRequest request) {
  const core::HoldId id{request.hold};
  const auto held = co_await hold_store_.held(id);
  if (!held) co_return std::unexpected(held.error());
  if (*held) {
    const auto released = co_await hold_store_.release((*held)->hold);
    if (!released) co_return std::unexpected(released.error());
  }
  live_holds_.forget(caller.connection, id);
  co_return protocol::AppointmentReleaseResult{};
}

Task<Result<void>> Service::connection_ended(std::uint64_t connection) {
  const std::optional<Hold> left = live_holds_.of(connection, clock_.now());
  if (!left) co_return Result<void>{};
  live_holds_.forget(connection, left->id);
  co_return co_await hold_store_.release(*left);
}

}  // namespace kiezel::appointment
