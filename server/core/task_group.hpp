// Owns running tasks. Every task that is spawned belongs to one group, and a group is empty before it
// is destroyed: nothing runs detached. Stopping has two steps: ask (`stop`), wait to a deadline, then
// cut (`cancel`), wait again.
#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <cstddef>
#include <exception>
#include <list>
#include <string_view>

#include "server/core/log.hpp"
#include "server/core/task.hpp"
#include "server/core/wakeup.hpp"

namespace kiezel::core {

class TaskGroup {
 public:
  // Holds at most `tasks_max` tasks at once. The log must outlive the group.
  TaskGroup(Executor executor, const Log& log, std::size_t tasks_max);
  ~TaskGroup();  // Asserts that the group is empty.
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  // Called from the loop, it runs the task up to its first wait, or even its end, before returning; called
  // from outside, the loop starts it. False, with the task destroyed unstarted,
  // when the group is full or stopping. An exception that leaves the task is logged as an error under
  // `name`, which must be a literal.
  [[nodiscard]] bool spawn(std::string_view name, Task<void> task);

  // Step one: refuse new tasks. Tasks see it through stopping() and whatever wakes them.
  void stop();
  [[nodiscard]] bool stopping() const { return stopping_; }

  // Step two: every operation that a task awaits, now or later, ends with operation_aborted.
  void cancel();

  // True once the group is empty, false when the deadline passed first. At most one task
  // waits; it may not be a member.
  [[nodiscard]] Task<bool> wait_until(Deadline deadline);

  [[nodiscard]] std::size_t size() const { return running_.size(); }
  [[nodiscard]] bool empty() const { return running_.empty(); }

 private:
  struct Running {
    std::string_view name;
    boost::asio::cancellation_signal cut{};
  };

  void finished(std::list<Running>::iterator task, const std::exception_ptr& failure);

  Executor executor_;
  const Log& log_;
  std::size_t tasks_max_;
  bool stopping_ = false;
  std::list<Running> running_;
  Wakeup drained_;
};

}  // namespace kiezel::core
