#include "server/app/reminder_sweep.hpp"

#include <utility>

namespace kiezel::app {
namespace {

constexpr std::chrono::minutes sweep_every{1};

}  // namespace

ReminderSweep::ReminderSweep(core::Executor executor, Parts parts, core::Metrics& metrics,
                             const core::Log& log)
    : parts_(std::move(parts)),
      log_(log),
      wakeup_(executor),
      sent_(metrics.counter({"kiezel_reminders_sent_total", "Mails that the relay took."})),
      failed_(metrics.counter(
          {"kiezel_reminders_failed_total", "Mails that it did not take; each is tried again."})) {}

core::Task<void> ReminderSweep::run() {
  while (!stopping_ && !parts_.relay.url.empty()) {
    const auto swept = co_await sweep();
    if (!swept) log_.warning("reminder_sweep_failed", {{"code", swept.error().code}});
    if (!stopping_) co_await wakeup_.wait_until(core::deadline_in(sweep_every));
  }
}

void ReminderSweep::stop() {
  stopping_ = true;
  wakeup_.notify();
}

core::Task<core::Result<void>> ReminderSweep::sweep() {
  const auto noted = co_await parts_.reminders.note_present([this](const core::AdvisorId& advisor) {
    return parts_.bus.is_followed(event::AdvisorTopic{advisor});
  });
  if (!noted) co_return noted;
  const auto due = co_await parts_.reminders.sweep();
  if (!due) co_return std::unexpected(due.error());
  for (const reminder::Due& one : *due) {
    if (stopping_) break;
    const auto sent = co_await send(one);
    if (!sent) co_return sent;
  }
  co_return core::Result<void>{};
}

core::Task<core::Result<void>> ReminderSweep::send(reminder::Due due) {
  const std::string text =
      reminder::mail_text(parts_.relay.from, due.address, parts_.inbox, parts_.clock.now(), parts_.random);
  const auto sent = co_await parts_.patient.run([&]() -> core::Result<void> {
    const auto left = reminder::send_mail(parts_.relay, due.address, text);
    if (!left) return core::fail(core::ErrorCode::unavailable, left.error());
    return {};
  });
  (sent ? sent_ : failed_).add();
  if (!sent) log_.warning("reminder_not_sent", {{"reason", core::own_words(sent.error().detail)}});
  co_return co_await parts_.reminders.done(due.advisor, sent.has_value());
}

}  // namespace kiezel::app
