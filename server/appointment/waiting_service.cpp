// The part of Service that waiting lists are about.
#include <algorithm>
#include <utility>

#include "crypto/hash.hpp"
#include "protocol/limits.hpp"
#include "server/appointment/on_wire.hpp"
#include "server/appointment/service.hpp"

namespace kiezel::appointment {

using core::ErrorCode;
using core::Result;
using core::Task;

namespace {

// Among the shards one looks; the others leave it to that one.
constexpr std::chrono::seconds sweep_every{50};
// Who heard nothing for so long has found help elsewhere, or asks again.
constexpr std::chrono::days waiting_life{90};
// A time that begins sooner is of no use to somebody who looks now and then.
constexpr std::chrono::hours offered_ahead{2};
// Somebody else may take a time between our look and our claim.
constexpr int claims_max = 5;

core::HoldId offer_hold(core::ConversationId conversation, const Slot& slot) {
  crypto::ByteWriter writer;
  writer.raw(conversation).u64(static_cast<std::uint64_t>(seconds(slot.start)));
  const crypto::Digest digest = crypto::hash("kz1/waiting", {writer.view()});
  return *core::HoldId::from(digest.view().first(core::HoldId::byte_count));
}

std::vector<protocol::Kind> kinds_of(const Offer& offer) {
  std::vector<protocol::Kind> kinds;
  for (const KindSpan& one : offer.spans) kinds.push_back(one.kind);
  return kinds;
}

// Kept for a day, but not beyond what is left to decide.
std::chrono::seconds life_of(const Offer& offer, sys_seconds now) {
  return std::min(std::chrono::seconds(protocol::limits::waiting_offer_s),
                  offer.slot.start - now - std::chrono::hours(1));
}

protocol::WaitingOffer on_wire(const WaitingOffer& offer) {
  return {.hold = offer.hold.bytes,
          .start = seconds(offer.slot.start),
          .end = seconds(offer.slot.end),
          .kinds = offer.kinds,
          .expires_at = seconds(offer.expires_at)};
}

}  // namespace

Task<Result<void>> Service::check_owner(core::Caller caller, core::ConversationId conversation) {
  const auto mailbox = co_await waiting_store_.mailbox_of(conversation);
  if (!mailbox) co_return std::unexpected(mailbox.error());
  if (*mailbox != caller.mailbox) co_return core::fail(ErrorCode::not_found, "no such conversation");
  co_return Result<void>{};
}

Task<Result<protocol::WaitingPutResult>> Service::waiting_put(core::Caller caller,
                                                              protocol::WaitingPutRequest request) {
  const core::ConversationId conversation{request.conversation};
  const core::AdvisorId advisor{request.advisor};
  const auto before = co_await waiting_store_.find(conversation);
  if (!before) co_return std::unexpected(before.error());
  if (*before && (*before)->advisor != advisor) {
    const auto owner = co_await check_owner(caller, conversation);
    if (!owner) co_return std::unexpected(owner.error());
    const auto removed = co_await stop_waiting(**before);
    if (!removed) co_return std::unexpected(removed.error());
  }
  const auto step = co_await waiting_store_.put(conversation, caller.mailbox, advisor,
                                                wishes_of(request.wishes), clock_.now());
  if (!step) co_return std::unexpected(step.error());
  switch (*step) {
    case WaitStep::put:
      co_return protocol::WaitingPutResult{};
    case WaitStep::full:
      co_return core::fail(ErrorCode::rate_limited, "the waiting list is full",
                           {.retry_after_s = protocol::limits::retry_after_s_max});
    case WaitStep::absent:
      co_return core::fail(ErrorCode::not_found, "no such conversation with this advisor");
  }
  std::unreachable();
}

Task<Result<protocol::WaitingGetResult>> Service::waiting_get(core::Caller caller,
                                                              protocol::WaitingGetRequest request) {
  const core::ConversationId conversation{request.conversation};
  const auto owner = co_await check_owner(caller, conversation);
  if (!owner) co_return std::unexpected(owner.error());
  const auto waiting = co_await waiting_store_.find(conversation);
  if (!waiting) co_return std::unexpected(waiting.error());
  protocol::WaitingGetResult result;
  if (!*waiting) co_return result;
  result.wishes = appointment::on_wire((*waiting)->wishes);
  const auto& offer = (*waiting)->offer;
  if (offer && offer->expires_at > clock_.now()) result.offer = on_wire(*offer);
  co_return result;
}

Task<Result<protocol::WaitingRemoveResult>> Service::waiting_remove(core::Caller caller,
                                                                    protocol::WaitingRemoveRequest request) {
  const core::ConversationId conversation{request.conversation};
  const auto owner = co_await check_owner(caller, conversation);
  if (!owner) co_return std::unexpected(owner.error());
  const auto removed = co_await forget_waiting(conversation);
  if (!removed) co_return std::unexpected(removed.error());
  co_return protocol::WaitingRemoveResult{};
}

Task<Result<void>> Service::forget_waiting(core::ConversationId conversation) {
  const auto waiting = co_await waiting_store_.find(conversation);
  if (!waiting) co_return std::unexpected(waiting.error());
  if (!*waiting) co_return Result<void>{};
  co_return co_await stop_waiting(**waiting);
}

Task<Result<void>> Service::stop_waiting(Waiting waiting) {
  if (waiting.offer) {
    const auto held = co_await hold_store_.held(waiting.offer->hold);
    if (!held) co_return std::unexpected(held.error());
    if (*held) {
      const auto released = co_await hold_store_.release((*held)->hold);
      if (!released) co_return std::unexpected(released.error());
    }
  }
  co_return co_await waiting_store_.remove(waiting.conversation, waiting.advisor);
}

Task<Result<std::int64_t>> Service::sweep_waiting() {
  const auto ours = co_await waiting_store_.begin_sweep(sweep_every);
  if (!ours) co_return std::unexpected(ours.error());
  if (!*ours) co_return 0;
  co_return co_await offer_to_all();
}

Task<Result<std::int64_t>> Service::offer_to_all() {
  const auto advisors = co_await waiting_store_.advisors();
  if (!advisors) co_return std::unexpected(advisors.error());
  std::int64_t offered = 0;
  for (const core::AdvisorId& advisor : *advisors) {
    const auto some = co_await offer_to(advisor);
    if (!some) co_return std::unexpected(some.error());
    offered += *some;
  }
  co_return offered;
}

Task<Result<std::int64_t>> Service::offer_to(core::AdvisorId advisor) {
  const sys_seconds now = clock_.now();
  const auto list = co_await waiting_store_.list(advisor);
  if (!list) co_return std::unexpected(list.error());
  const auto rules = co_await rules_store_.rules(advisor, now);
  if (!rules) co_return std::unexpected(rules.error());
  if (!*rules) co_return 0;
  const Period everything{.from = now + offered_ahead,
                          .until = bookable((*rules)->availability, local_, now).until};
  auto offers = co_await free_offers(advisor, **rules, everything);
  if (!offers) co_return std::unexpected(offers.error());
  std::int64_t offered = 0;
  for (const Waiting& one : *list) {
    const auto done = co_await serve_waiting(one, **rules, *offers);
    if (!done) co_return std::unexpected(done.error());
    if (*done) ++offered;
  }
  co_return offered;
}

Task<Result<bool>> Service::serve_waiting(Waiting waiting, const Rules& rules, std::vector<Offer>& offers) {
  const sys_seconds now = clock_.now();
  if (waiting.made_at + waiting_life < now) {
    const auto stopped = co_await stop_waiting(waiting);
    if (!stopped) co_return std::unexpected(stopped.error());
    co_return false;
  }
  if (waiting.offer && waiting.offer->expires_at > now) co_return false;
  if (waiting.offer) {
    const auto passed = co_await waiting_store_.pass(waiting, now);
    if (!passed) co_return std::unexpected(passed.error());
    co_return false;
  }
  for (int claims = 0; claims < claims_max; ++claims) {
    const auto found =
        std::ranges::find_if(offers, [&](const Offer& offer) { return suits(waiting, offer, local_); });
    if (found == offers.end()) co_return false;
    const Offer offer = *found;
    // Kept or taken: nobody else of this list gets it now.
    offers.erase(found);
    const auto kept = co_await keep_for(waiting, rules, offer);
    if (!kept) co_return std::unexpected(kept.error());
    if (*kept) co_return true;
  }
  co_return false;
}

Task<Result<bool>> Service::keep_for(Waiting waiting, const Rules& rules, Offer offer) {
  const sys_seconds now = clock_.now();
  const HoldWish wish{.id = offer_hold(waiting.conversation, offer.slot),
                      .advisor = waiting.advisor,
                      .offer = offer,
                      .rules_version = rules.version,
                      .day = local_day(local_, offer.slot.start),
                      .per_day_max = rules.availability.per_day_max,
                      .life = life_of(offer, now),
                      .earlier = {}};
  const auto held = co_await hold_store_.hold(wish);
  if (!held) co_return std::unexpected(held.error());
  if (held->step != HoldStep::held) co_return false;
  const auto offered = co_await waiting_store_.offer(
      waiting.conversation,
      {.hold = wish.id, .slot = offer.slot, .kinds = kinds_of(offer), .expires_at = held->expires_at}, now);
  if (!offered) co_return std::unexpected(offered.error());
  if (*offered) co_return true;
  const auto released =
      co_await hold_store_.release({.id = wish.id, .advisor = waiting.advisor, .span = held->span});
  if (!released) co_return std::unexpected(released.error());
  co_return false;
}

}  // namespace kiezel::appointment
