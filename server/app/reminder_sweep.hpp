// Every minute: notes which advisors are connected here, and sends the mails that are due.
#pragma once

#include "server/blob/disk.hpp"
#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
#include "server/core/wakeup.hpp"
#include "server/event/bus.hpp"
#include "server/reminder/mail.hpp"
#include "server/reminder/service.hpp"

namespace kiezel::app {

class ReminderSweep {
 public:
  struct Parts {
    reminder::Service& reminders;
    const event::Bus& bus;
    // The thread that may wait.
    blob::Disk& patient;
    const core::Clock& clock;
    crypto::Random& random;
    reminder::Relay relay;
    // The public address of the inbox.
    std::string inbox;
  };

  // Borrows all; they outlive it.
  ReminderSweep(core::Executor executor, Parts parts, core::Metrics& metrics, const core::Log& log);

  // Until stop(); at once when there is no relay.
  [[nodiscard]] core::Task<void> run();
  void stop();

 private:
  [[nodiscard]] core::Task<core::Result<void>> sweep();
  [[nodiscard]] core::Task<core::Result<void>> send(reminder::Due due);

  Parts parts_;
  const core::Log& log_;
  core::Wakeup wakeup_;
  core::Counter& sent_;
  core::Counter& failed_;
  bool stopping_ = false;
};

}  // namespace kiezel::app
