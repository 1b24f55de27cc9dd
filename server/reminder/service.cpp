#include "server/reminder/service.hpp"

#include <algorithm>

#include "protocol/limits.hpp"
#include "server/reminder/address.hpp"

namespace kiezel::reminder {

using core::ErrorCode;
using core::Result;
using core::Task;

namespace {

constexpr std::string_view purpose = "kiezel/mail-address";
constexpr std::chrono::seconds sweep_every{50};
// Shards say each minute who is connected to them.
constexpr std::chrono::seconds present_life{150};
// So that nobody who watches the mail can tell what somebody wrote when.
constexpr std::chrono::minutes delay_min{5};
constexpr std::chrono::minutes delay_max{30};
constexpr std::chrono::minutes again_min{10};
constexpr std::chrono::minutes again_max{20};

std::int64_t seconds(std::chrono::sys_seconds instant) {
  return instant.time_since_epoch().count();
}

}  // namespace

Service::Service(const Dependencies& dependencies)
    : store_(dependencies.log_link, dependencies.vault_link, dependencies.keys),
      clock_(dependencies.clock),
      random_(dependencies.random),
      sealing_key_(dependencies.sealing_key),
      available_(dependencies.available) {}

Task<Result<protocol::ReminderGetResult>> Service::get(core::Caller caller, protocol::ReminderGetRequest) {
  protocol::ReminderGetResult result{.available = available_};
  const auto found = co_await store_.find(caller.advisor);
  if (!found) co_return std::unexpected(found.error());
  if (!*found) co_return result;
  const auto address = sealing_key_.open(purpose, caller.advisor, (*found)->sealed_address);
  if (address) result.address = std::string(crypto::as_text(address->expose()));
  co_return result;
}

Task<Result<protocol::ReminderSetResult>> Service::set(core::Caller caller,
                                                       protocol::ReminderSetRequest request) {
  if (!request.address) {
    const auto removed = co_await store_.remove(caller.advisor);
    if (!removed) co_return std::unexpected(removed.error());
    co_return protocol::ReminderSetResult{};
  }
  if (!available_) co_return core::fail(ErrorCode::invalid_params, "this service sends no mail");
  if (!is_mail_address(*request.address))
    co_return core::fail(ErrorCode::invalid_params, "this is no mail address");
  const auto happened = co_await store_.happened(caller.advisor);
  if (!happened) co_return std::unexpected(happened.error());
  const auto put = co_await store_.put(
      caller.advisor, {.sealed_address = sealing_key_.seal(purpose, caller.advisor,
                                                           crypto::as_bytes(*request.address), random_),
                       .seen = *happened});
  if (!put) co_return std::unexpected(put.error());
  co_return protocol::ReminderSetResult{};
}

Task<Result<void>> Service::note_present(std::function<bool(const core::AdvisorId&)> is_here) {
  if (!available_) co_return Result<void>{};
  const auto advisors = co_await store_.advisors();
  if (!advisors) co_return std::unexpected(advisors.error());
  for (const core::AdvisorId& advisor : *advisors) {
    if (!is_here(advisor)) continue;
    const auto noted = co_await store_.note_present(advisor, present_life);
    if (!noted) co_return std::unexpected(noted.error());
    auto reminder = co_await store_.find(advisor);
    const auto happened = co_await store_.happened(advisor);
    if (!reminder) co_return std::unexpected(reminder.error());
    if (!happened) co_return std::unexpected(happened.error());
    if (!*reminder || ((*reminder)->seen == *happened && (*reminder)->due_at_s == 0)) continue;
    (*reminder)->seen = *happened;
    (*reminder)->due_at_s = 0;
    const auto put = co_await store_.note(advisor, **std::move(reminder));
    if (!put) co_return std::unexpected(put.error());
  }
  co_return Result<void>{};
}

Task<Result<std::vector<Due>>> Service::sweep() {
  if (!available_) co_return std::vector<Due>{};
  const auto ours = co_await store_.begin_sweep(sweep_every);
  if (!ours) co_return std::unexpected(ours.error());
  if (!*ours) co_return std::vector<Due>{};
  co_return co_await due();
}

Task<Result<std::vector<Due>>> Service::due() {
  const auto advisors = co_await store_.advisors();
  if (!advisors) co_return std::unexpected(advisors.error());
  std::vector<Due> due;
  for (const core::AdvisorId& advisor : *advisors) {
    auto reminder = co_await store_.find(advisor);
    if (!reminder) co_return std::unexpected(reminder.error());
    if (!*reminder) continue;
    const auto is_due = co_await look(advisor, **reminder);
    if (!is_due) co_return std::unexpected(is_due.error());
    if (!*is_due) continue;
    const auto address = sealing_key_.open(purpose, advisor, (*reminder)->sealed_address);
    if (address)
      due.push_back({.advisor = advisor, .address = std::string(crypto::as_text(address->expose()))});
  }
  co_return due;
}

Task<Result<bool>> Service::look(core::AdvisorId advisor, Reminder reminder) {
  const std::int64_t now_s = seconds(clock_.now());
  const auto present = co_await store_.is_present(advisor);
  if (!present) co_return std::unexpected(present.error());
  const auto happened = co_await store_.happened(advisor);
  if (!happened) co_return std::unexpected(happened.error());
  const auto approved = co_await store_.is_approved(advisor);
  if (!approved) co_return std::unexpected(approved.error());
  if (*present || !*approved || *happened <= reminder.seen) co_return false;
  if (reminder.due_at_s != 0) co_return reminder.due_at_s <= now_s;
  const std::int64_t earliest = reminder.mailed_at_s + protocol::limits::mail_interval_s;
  reminder.due_at_s = std::max(now_s, earliest) + some_time(delay_min, delay_max).count();
  const auto put = co_await store_.note(advisor, reminder);
  if (!put) co_return std::unexpected(put.error());
  co_return false;
}

Task<Result<void>> Service::done(core::AdvisorId advisor, bool sent) {
  auto reminder = co_await store_.find(advisor);
  if (!reminder) co_return std::unexpected(reminder.error());
  if (!*reminder) co_return Result<void>{};
  const std::int64_t now_s = seconds(clock_.now());
  if (sent) {
    const auto happened = co_await store_.happened(advisor);
    if (!happened) co_return std::unexpected(happened.error());
    (*reminder)->seen = *happened;
    (*reminder)->due_at_s = 0;
    (*reminder)->mailed_at_s = now_s;
  } else {
    (*reminder)->due_at_s = now_s + some_time(again_min, again_max).count();
  }
  co_return co_await store_.note(advisor, **std::move(reminder));
}

std::chrono::seconds Service::some_time(std::chrono::seconds least, std::chrono::seconds most) {
  const auto bytes = random_.fixed<crypto::Nonce>();
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8U | bytes.bytes[i];
  return least + std::chrono::seconds(number % static_cast<std::uint32_t>((most - least).count() + 1));
}

}  // namespace kiezel::reminder
