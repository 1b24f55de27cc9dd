#include "server/appointment/hold_store.hpp"

#include <utility>

#include "server/appointment/claim_days.hpp"
#include "server/appointment/extend.lua.hpp"
#include "server/appointment/hold.lua.hpp"
#include "server/appointment/release.lua.hpp"
#include "server/appointment/script_reply.hpp"

namespace kiezel::appointment {

using core::Result;
using core::Task;
using protocol::ExtendOutcome;
using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;

HoldStore::HoldStore(redis::Client& log_link, const redis::KeySpace& keys)
    : log_(log_link),
      keys_(keys),
      hold_("appointment_hold", hold_lua),
      extend_("appointment_extend", extend_lua),
      release_("appointment_release", release_lua) {}

Task<Result<Held>> HoldStore::hold(HoldWish wish) {
  const std::optional<Hold>& earlier = wish.earlier;
  const Slot& slot = wish.offer.slot;
  const QuarterSpan earlier_span = earlier ? earlier->span : QuarterSpan{};
  Keys keys{keys_.hold(wish.id), keys_.advisor(wish.advisor), keys_.hold(earlier ? earlier->id : wish.id)};
  Args args{wish.id,
            std::int64_t{wish.life.count()},
            wish.advisor,
            seconds(slot.start),
            seconds(slot.end),
            wish.rules_version,
            wish.day.first,
            wish.day.end(),
            wish.per_day_max,
            earlier_span.first,
            earlier_span.count,
            static_cast<std::int64_t>(wish.offer.spans.size())};
  ClaimDays days(keys_, wish.advisor);
  for (const KindSpan& kind : wish.offer.spans) {
    args.add(kind.span.first).add(kind.span.count);
    days.add(kind.span);
  }
  if (wish.per_day_max > 0) days.add(wish.day);
  if (earlier) days.add(earlier->span);
  days.append_to(keys, args);
  const auto reply = co_await log_.run(hold_, Affinity{wish.advisor}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  if (outcome_of(*reply) == "taken") co_return Held{.step = HoldStep::taken};
  if (outcome_of(*reply) == "changed") co_return Held{.step = HoldStep::changed};
  const auto expires_at = integer_at(*reply, 1);
  const auto first = integer_at(*reply, 2);
  const auto count = integer_at(*reply, 3);
  if (!expires_at || !first || !count) co_return redis::unexpected_reply(hold_.name());
  co_return Held{
      .step = HoldStep::held, .span = {.first = *first, .count = *count}, .expires_at = instant(*expires_at)};
}

Task<Result<std::optional<StoredHold>>> HoldStore::held(core::HoldId id) {
  const auto reply = co_await log_.execute(
      Affinity{id}, Command{"HMGET", keys_.hold(id), "advisor", "start", "end", "quarter", "count"});
  if (!reply) co_return std::unexpected(reply.error());
  co_return parse_hold(id, *reply);
}

Task<Result<Extended>> HoldStore::extend(Hold hold, std::chrono::seconds life) {
  Keys keys{keys_.hold(hold.id)};
  Args args{hold.id, std::int64_t{life.count()}};
  ClaimDays(keys_, hold.advisor).add(hold.span).append_to(keys, args);
  const auto reply = co_await log_.run(extend_, Affinity{hold.advisor}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  const auto outcome =
      named<ExtendOutcome>(outcome_of(*reply), {{"extended", ExtendOutcome::extended},
                                                {"already_extended", ExtendOutcome::already_extended},
                                                {"expired", ExtendOutcome::expired}});
  const auto expires_at = integer_at(*reply, 1);
  if (!outcome || (*outcome != ExtendOutcome::expired && !expires_at))
    co_return redis::unexpected_reply(extend_.name());
  co_return Extended{.outcome = *outcome, .expires_at = instant(expires_at.value_or(0))};
}

Task<Result<void>> HoldStore::release(Hold hold) {
  Keys keys{keys_.hold(hold.id)};
  Args args{hold.span.first, hold.span.count};
  ClaimDays(keys_, hold.advisor).add(hold.span).append_to(keys, args);
  const auto reply = co_await log_.run(release_, Affinity{hold.advisor}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  co_return Result<void>{};
}

}  // namespace kiezel::appointment
