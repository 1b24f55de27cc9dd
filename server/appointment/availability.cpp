// The part of Service that an advisor's hours and own calendar are about.
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

bool sound(const Period& period) {
  return period.from < period.until &&
         period.until - period.from <= std::chrono::seconds(protocol::limits::busy_block_s);
}

// From what it says, so that the same import makes the same blocks.
std::array<std::uint8_t, 16> imported_id(const Period& period, std::size_t place) {
  crypto::ByteWriter writer;
  writer.u64(static_cast<std::uint64_t>(seconds(period.from)))
      .u64(static_cast<std::uint64_t>(seconds(period.until)))
      .u64(place);
  const crypto::Digest digest = crypto::hash("kz1/busy", {writer.view()});
  std::array<std::uint8_t, 16> id{};
  std::ranges::copy(digest.view().first(id.size()), id.begin());
  return id;
}

Result<void> answer_of(const Result<BusyStep>& step) {
  if (!step) return std::unexpected(step.error());
  switch (*step) {
    case BusyStep::put:
      return {};
    case BusyStep::full:
      return core::fail(ErrorCode::availability_refused, "too many blocks");
    case BusyStep::absent:
      return core::fail(ErrorCode::forbidden, "the advisor is not approved");
  }
  std::unreachable();
}

}  // namespace

Service::Service(const Dependencies& dependencies)
    : rules_store_(dependencies.log_link, dependencies.keys),
      hold_store_(dependencies.log_link, dependencies.keys),
      store_(dependencies.log_link, dependencies.vault_link, dependencies.keys),
      waiting_store_(dependencies.log_link, dependencies.keys),
      feed_store_(dependencies.log_link, dependencies.keys),
      clock_(dependencies.clock) {}

Task<Result<protocol::AvailabilityGetResult>> Service::availability_get(core::Caller caller,
                                                                        protocol::AvailabilityGetRequest) {
  const sys_seconds now = clock_.now();
  auto rules = co_await rules_store_.rules(caller.advisor, now);
  if (!rules) co_return std::unexpected(rules.error());
  if (!*rules) co_return core::fail(ErrorCode::forbidden, "the advisor is not approved");
  const auto today = local_.local_date(now);
  std::erase_if((*rules)->holidays,
                [today](const protocol::Holiday& holiday) { return parse_date(holiday.until) < today; });
  co_return protocol::AvailabilityGetResult{.availability = std::move((*rules)->availability),
                                            .holidays = std::move((*rules)->holidays)};
}

Task<Result<protocol::AvailabilitySetResult>> Service::availability_set(
    core::Caller caller, protocol::AvailabilitySetRequest request) {
  if (const auto fault = fault_of(request.availability)) {
    co_return core::fail(ErrorCode::availability_refused, std::string(*fault));
  }
  const auto set = co_await rules_store_.set_availability(caller.advisor, std::move(request.availability));
  if (!set) co_return std::unexpected(set.error());
  if (!*set) co_return core::fail(ErrorCode::forbidden, "the advisor is not approved");
  co_return protocol::AvailabilitySetResult{};
}

Task<Result<protocol::BusyListResult>> Service::busy_list(core::Caller caller, protocol::BusyListRequest) {
  const auto blocks = co_await rules_store_.busy(caller.advisor, clock_.now());
  if (!blocks) co_return std::unexpected(blocks.error());
  protocol::BusyListResult result;
  for (const BusyBlock& block : *blocks) {
    result.blocks.push_back({.block = block.id,
                             .from = seconds(block.period.from),
                             .until = seconds(block.period.until),
                             .imported = block.imported});
  }
  co_return result;
}

Task<Result<protocol::BusyPutResult>> Service::busy_put(core::Caller caller,
                                                        protocol::BusyPutRequest request) {
  const sys_seconds now = clock_.now();
  const BusyBlock block{.id = request.block,
                        .period = {.from = from_wire(request.from), .until = from_wire(request.until)}};
  if (!sound(block.period) || block.period.until <= now)
    co_return core::fail(ErrorCode::availability_refused, "a block is over, backwards or too long");
  const auto put = answer_of(co_await rules_store_.put_busy(caller.advisor, block, now));
  if (!put) co_return std::unexpected(put.error());
  co_return protocol::BusyPutResult{};
}

Task<Result<protocol::BusyRemoveResult>> Service::busy_remove(core::Caller caller,
                                                              protocol::BusyRemoveRequest request) {
  const auto removed =
      answer_of(co_await rules_store_.remove_busy(caller.advisor, request.block, clock_.now()));
  if (!removed) co_return std::unexpected(removed.error());
  co_return protocol::BusyRemoveResult{};
}

Task<Result<protocol::BusyImportResult>> Service::busy_import(core::Caller caller,
                                                              protocol::BusyImportRequest request) {
  const sys_seconds now = clock_.now();
  std::vector<BusyBlock> blocks;
  for (const protocol::Period& wanted : request.blocks) {
    const Period period{.from = from_wire(wanted.from), .until = from_wire(wanted.until)};
    if (!sound(period))
      co_return core::fail(ErrorCode::availability_refused, "a block is backwards or too long");
    if (period.until <= now) continue;
    blocks.push_back({.id = imported_id(period, blocks.size()), .period = period, .imported = true});
  }
  const auto put = answer_of(co_await rules_store_.import_busy(caller.advisor, std::move(blocks), now));
  if (!put) co_return std::unexpected(put.error());
  co_return protocol::BusyImportResult{};
}

}  // namespace kiezel::appointment
