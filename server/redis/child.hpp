// A child process, awaited without signals through its process descriptor (pidfd_open, Linux 5.3).
#pragma once

#include <sys/types.h>

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "server/core/task.hpp"

namespace kiezel::redis {

class Child {
 public:
  explicit Child(core::Executor executor);
  ~Child();  // Kills what still runs.
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Runs `command[0]` with its arguments, standard output and error to `output` (a descriptor, borrowed). It
  // gets SIGTERM when the thread that calls this ends for whatever reason. The error is errno.
  [[nodiscard]] std::expected<void, int> start(const std::vector<std::string>& command, int output);

  void signal(int number) const;

  // True when it has ended and is reaped, false when the deadline passed first.
  [[nodiscard]] core::Task<bool> wait_ended(core::Deadline deadline);

  [[nodiscard]] bool running() const { return pid_ > 0; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  // As waitpid reports it; absent while it runs.
  [[nodiscard]] std::optional<int> status() const { return status_; }

 private:
  void reap();

  pid_t pid_ = 0;
  std::optional<int> status_{};
  boost::asio::posix::basic_stream_descriptor<core::Executor> descriptor_;
  core::Timer timer_;
};

}  // namespace kiezel::redis
