#include "server/app/erasure_sweep.hpp"

namespace kiezel::app {
namespace {

constexpr std::chrono::minutes sweep_every{1};
// Rewriting costs as much as the vault is large: several erasures share one.
constexpr std::chrono::minutes rewrite_every{5};

}  // namespace

ErasureSweep::ErasureSweep(core::Executor executor, conversation::Service& conversations,
                           redis::Client& vault, core::Metrics& metrics, const core::Log& log)
    : conversations_(conversations),
      vault_(vault),
      log_(log),
      wakeup_(executor),
      idle_(metrics.counter({"kiezel_conversations_idle_total",
                             "Conversations closed because nobody had written in them for long."})),
      finished_(metrics.counter(
          {"kiezel_erasures_finished_total", "Conversations whose erasing a sweep took to its end."})),
      due_(metrics.counter({"kiezel_erasures_due_total", "Conversations whose day to be erased had come."})),
      failed_(metrics.counter(
          {"kiezel_erasure_sweeps_failed_total", "Sweeps that could not finish; the next one goes on."})) {}

core::Task<void> ErasureSweep::run() {
  while (!stopping_) {
    co_await sweep();
    co_await rewrite_vault();
    if (!stopping_) co_await wakeup_.wait_until(core::deadline_in(sweep_every));
  }
}

void ErasureSweep::stop() {
  stopping_ = true;
  wakeup_.notify();
}

core::Task<void> ErasureSweep::sweep() {
  const auto swept = co_await conversations_.sweep_erasures();
  if (!swept) {
    failed_.add();
    log_.warning("erasure_sweep_failed", {{"code", swept.error().code}});
    co_return;
  }
  idle_.add(swept->idle);
  due_.add(swept->due);
  finished_.add(swept->finished);
  if (swept->indexed + swept->idle + swept->due + swept->finished + swept->forgotten == 0) co_return;
  log_.info("erasures_swept", {{"indexed", swept->indexed},
                               {"idle", swept->idle},
                               {"due", swept->due},
                               {"finished", swept->finished},
                               {"forgotten", swept->forgotten}});
}

core::Task<void> ErasureSweep::rewrite_vault() {
  const std::uint64_t deleted = conversations_.shares_deleted();
  const auto now = std::chrono::steady_clock::now();
  const bool is_due = deleted != rewritten_at_ && now >= not_before_;
  if (!is_first_ && !is_due) co_return;
  const auto reply = co_await vault_.execute(redis::Affinity{}, redis::Command{"BGREWRITEAOF"});
  // Another rewriting may be under way that began before what was deleted: the next sweep asks again.
  if (!reply || reply->kind == redis::Kind::error) {
    log_.info("vault_rewriting_waits", {});
    co_return;
  }
  if (is_due) not_before_ = now + rewrite_every;
  is_first_ = false;
  rewritten_at_ = deleted;
}

}  // namespace kiezel::app
