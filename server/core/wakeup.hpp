// Lets one task sleep until another one has something for it. A notification that comes before the wait is
// kept, so none is lost; several before one wait count as one.
#pragma once

#include "server/core/task.hpp"

namespace kiezel::core {

class Wakeup {
 public:
  explicit Wakeup(Executor executor);

  void notify();

  // True when notified, false when the deadline passed (or the waiting task was cut). At most one task waits.
  [[nodiscard]] Task<bool> wait_until(Deadline deadline);

 private:
  Timer timer_;
  bool notified_ = false;
};

}  // namespace kiezel::core
