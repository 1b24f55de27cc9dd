// A child process, awaited without signals through process descriptors (pidfd_open, Linux 5.3).
#pragma once

#include <sys/types.h>

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "server/core/task.hpp"

namespace kiezel::redis {

class Child {
 public:
  explicit Child(core::Executor executor) : executor_(executor) {}
  ~Child();  // Kills what still runs.
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Runs `command[0]` with its arguments in a session of its own, so that Ctrl-C reaches us alone;
  // standard output and error go to `output` (a descriptor, borrowed), nothing else of ours is passed on.
  // It gets SIGTERM when the thread that calls this ends, for whatever reason. The error is an errno.
  // Precondition: not running.
  [[nodiscard]] std::expected<void, int> start(const std::vector<std::string>& command, int output);

  void signal(int number) const;

  // True when it has ended (or never ran), false when the deadline passed first. Any
  // number of tasks may wait.
  [[nodiscard]] core::Task<bool> wait_ended(core::Deadline deadline);

  [[nodiscard]] bool running() const { return pid_ > 0; }
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  void reap();

  core::Executor executor_;
  pid_t pid_ = 0;
};

// For a process that is not our child. True when there is no such process anymore, false
// when the deadline passed.
[[nodiscard]] core::Task<bool> wait_process_ended(core::Executor executor, pid_t pid,
                                                  core::Deadline deadline);

}  // namespace kiezel::redis
