#include "server/app/waiting_sweep.hpp"

namespace kiezel::app {
namespace {

constexpr std::chrono::minutes sweep_every{1};

}  // namespace

WaitingSweep::WaitingSweep(core::Executor executor, appointment::Service& appointments,
                           core::Metrics& metrics, const core::Log& log)
    : appointments_(appointments),
      log_(log),
      wakeup_(executor),
      offered_(
          metrics.counter({"kiezel_waiting_offers_total", "Times that were kept for somebody who waits."})),
      failed_(metrics.counter(
          {"kiezel_waiting_sweeps_failed_total", "Looks at the waiting lists that could not finish."})) {}

core::Task<void> WaitingSweep::run() {
  while (!stopping_) {
    const auto offered = co_await appointments_.sweep_waiting();
    if (offered) {
      offered_.add(static_cast<std::uint64_t>(*offered));
    } else {
      failed_.add();
      log_.warning("waiting_sweep_failed", {{"code", offered.error().code}});
    }
    if (!stopping_) co_await wakeup_.wait_until(core::deadline_in(sweep_every));
  }
}

void WaitingSweep::stop() {
  stopping_ = true;
  wakeup_.notify();
}

}  // namespace kiezel::app
