#include "server/core/wakeup.hpp"

#include <utility>

namespace kiezel::core {

Wakeup::Wakeup(Executor executor) : timer_(executor) {}

void Wakeup::notify() {
  notified_ = true;
  timer_.cancel();
}

Task<bool> Wakeup::wait_until(Deadline deadline) {
  if (!notified_) {
    timer_.expires_at(deadline);
    co_await timer_.async_wait(use_tuple);
  }
  co_return std::exchange(notified_, false);
}

}  // namespace kiezel::core
