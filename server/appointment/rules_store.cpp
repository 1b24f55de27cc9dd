#include "server/appointment/rules_store.hpp"

#include <utility>

#include "protocol/limits.hpp"
#include "protocol/messages/account.hpp"
#include "protocol/stored_json.hpp"
#include "server/appointment/put_busy.lua.hpp"
#include "server/appointment/rules.lua.hpp"
#include "server/appointment/script_reply.hpp"
#include "server/appointment/set_availability.lua.hpp"
#include "server/appointment/taken.lua.hpp"

namespace kiezel::appointment {
namespace {

using core::Result;
using core::Task;
using redis::Affinity;
using redis::Args;
using redis::Keys;
using redis::Reply;

// Where the blocks begin in the reply of rules.lua.
constexpr std::size_t blocks_at = 4;

Result<std::vector<BusyBlock>> blocks_of(const Reply& reply) {
  std::vector<BusyBlock> blocks;
  for (std::size_t at = blocks_at; at + 1 < reply.elements.size(); at += 2) {
    const auto end_s = integer_at(reply, at + 1);
    const auto block = end_s ? parse_busy_block(reply.elements[at].text, *end_s) : std::nullopt;
    if (!block) return core::fail(core::ErrorCode::internal_error, "stored block is malformed");
    blocks.push_back(*block);
  }
  return blocks;
}

}  // namespace

RulesStore::RulesStore(redis::Client& log_link, const redis::KeySpace& keys)
    : log_(log_link),
      keys_(keys),
      rules_("appointment_rules", rules_lua),
      set_availability_("appointment_set_availability", set_availability_lua),
      put_busy_("appointment_put_busy", put_busy_lua),
      taken_("appointment_taken", taken_lua) {}

Task<Result<Reply>> RulesStore::read(core::AdvisorId advisor, sys_seconds now) {
  auto reply = co_await log_.run(rules_, Affinity{advisor},
                                 Keys{keys_.advisor(advisor), keys_.busy(advisor), keys_.holidays()},
                                 Args{seconds(now)});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() < blocks_at)
    co_return redis::unexpected_reply(rules_.name());
  co_return *std::move(reply);
}

Task<Result<std::optional<Rules>>> RulesStore::rules(core::AdvisorId advisor, sys_seconds now) {
  const auto reply = co_await read(advisor, now);
  if (!reply) co_return std::unexpected(reply.error());
  if (reply->elements[0].text != name(protocol::AccountState::approved)) co_return std::nullopt;
  Rules rules{.availability = no_availability(), .version = integer_at(*reply, 2).value_or(0)};
  if (!reply->elements[1].is_nil()) {
    auto availability = protocol::decode_json<protocol::Availability>(reply->elements[1].text);
    if (!availability)
      co_return core::fail(core::ErrorCode::internal_error, "stored availability is malformed");
    rules.availability = *std::move(availability);
  }
  auto known = holidays(reply->elements[3]);
  if (!known) co_return std::unexpected(known.error());
  rules.holidays = *std::move(known);
  const auto blocks = blocks_of(*reply);
  if (!blocks) co_return std::unexpected(blocks.error());
  for (const BusyBlock& block : *blocks) rules.busy.push_back(block.period);
  co_return rules;
}

Result<std::vector<protocol::Holiday>> RulesStore::holidays(const Reply& kept) {
  if (kept.is_nil()) return std::vector<protocol::Holiday>{};
  if (kept.text != holidays_text_) {
    auto table = protocol::decode_json<protocol::HolidayTable>(kept.text);
    if (!table) return core::fail(core::ErrorCode::internal_error, "stored holidays are malformed");
    holidays_ = std::move(table->holidays);
    holidays_text_ = kept.text;
  }
  return holidays_;
}

Task<Result<bool>> RulesStore::set_availability(core::AdvisorId advisor,
                                                protocol::Availability availability) {
  const auto reply =
      co_await log_.run(set_availability_, Affinity{advisor},
                        Keys{keys_.advisor(advisor), keys_.advisor_appointment_changes(advisor)},
                        Args{protocol::encode_json(availability), keys_.advisor_hint(advisor)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return outcome_of(*reply) == "set";
}

Task<Result<std::vector<BusyBlock>>> RulesStore::busy(core::AdvisorId advisor, sys_seconds now) {
  const auto reply = co_await read(advisor, now);
  if (!reply) co_return std::unexpected(reply.error());
  co_return blocks_of(*reply);
}

Task<Result<BusyStep>> RulesStore::put_busy(core::AdvisorId advisor, BusyBlock block, sys_seconds now) {
  std::string going(crypto::as_text(block.id));
  co_return co_await change_busy(advisor, now, std::move(going), {block});
}

Task<Result<BusyStep>> RulesStore::remove_busy(core::AdvisorId advisor, std::array<std::uint8_t, 16> block,
                                               sys_seconds now) {
  co_return co_await change_busy(advisor, now, std::string(crypto::as_text(block)), {});
}

Task<Result<BusyStep>> RulesStore::import_busy(core::AdvisorId advisor, std::vector<BusyBlock> blocks,
                                               sys_seconds now) {
  co_return co_await change_busy(advisor, now, "imported", std::move(blocks));
}

Task<Result<BusyStep>> RulesStore::change_busy(core::AdvisorId advisor, sys_seconds now, std::string going,
                                               std::vector<BusyBlock> coming) {
  Args args{seconds(now), protocol::limits::busy_blocks_max, keys_.advisor_hint(advisor), going};
  for (const BusyBlock& block : coming) args.add(seconds(block.period.until)).add(kept_form(block));
  const auto reply = co_await log_.run(
      put_busy_, Affinity{advisor},
      Keys{keys_.advisor(advisor), keys_.busy(advisor), keys_.advisor_appointment_changes(advisor)},
      std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  const auto step = named<BusyStep>(
      outcome_of(*reply), {{"put", BusyStep::put}, {"full", BusyStep::full}, {"absent", BusyStep::absent}});
  if (!step) co_return redis::unexpected_reply(put_busy_.name());
  co_return *step;
}

Task<Result<Taken>> RulesStore::taken(core::AdvisorId advisor, QuarterSpan span) {
  const std::int64_t first_day = day_of(span.first);
  const std::int64_t last_day = day_of(span.end() - 1);
  Keys keys;
  for (std::int64_t day = first_day; day <= last_day; ++day) {
    keys.add(keys_.claims(advisor, std::chrono::sys_days(std::chrono::days(day))));
  }
  const auto reply = co_await log_.run(taken_, Affinity{advisor}, std::move(keys), Args{});
  if (!reply) co_return std::unexpected(reply.error());
  if (std::cmp_not_equal(reply->elements.size(), last_day - first_day + 1)) {
    co_return redis::unexpected_reply(taken_.name());
  }
  Taken taken(first_day);
  for (const Reply& day : reply->elements) taken.add_day(day.text);
  co_return taken;
}

}  // namespace kiezel::appointment
