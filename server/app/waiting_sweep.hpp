// Every minute: keeps times that came free for those who wait for one.
#pragma once

#include "server/appointment/service.hpp"
#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
#include "server/core/task.hpp"
#include "server/core/wakeup.hpp"

namespace kiezel::app {

class WaitingSweep {
 public:
  // Borrows all; they outlive it.
  WaitingSweep(core::Executor executor, appointment::Service& appointments, core::Metrics& metrics,
               const core::Log& log);

  // Until stop().
  [[nodiscard]] core::Task<void> run();
  void stop();

 private:
  appointment::Service& appointments_;
  const core::Log& log_;
  core::Wakeup wakeup_;
  core::Counter& offered_;
  core::Counter& failed_;
  bool stopping_ = false;
};

}  // namespace kiezel::app
