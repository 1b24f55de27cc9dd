#include "server/redis/child.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <cassert>
#include <cerrno>
#include <memory>

namespace kiezel::redis {
namespace {

using Descriptor = boost::asio::posix::basic_stream_descriptor<core::Executor>;

// Runs in the child between fork and exec, where only calls that are safe after a fork are allowed. Writes
// errno to `failure` when it cannot go on.
[[noreturn]] void become(char* const* arguments, int output, int failure, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  const bool orphan = ::getppid() != parent;  // The parent ended before the line above.
  ::setsid();
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  // Asio's sockets are inherited unless this says otherwise; the child would hold our port.
  ::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
  if (!orphan) ::execvp(arguments[0], arguments);
  const int reason = errno;
  [[maybe_unused]] const ssize_t written = ::write(failure, &reason, sizeof(reason));
  ::_exit(127);
}

// Nothing when the exec succeeded: the pipe closes by itself then.
std::optional<int> read_failure(int pipe) {
  int reason = 0;
  const ssize_t size = ::read(pipe, &reason, sizeof(reason));
  if (size != sizeof(reason)) return std::nullopt;
  return reason;
}

}  // namespace

Child::~Child() {
  if (!running()) return;
  signal(SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

std::expected<void, int> Child::start(const std::vector<std::string>& command, int output) {
  assert(!running());
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  int failure[2];
  if (::pipe2(failure, O_CLOEXEC) != 0) return std::unexpected(errno);

  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) become(arguments.data(), output, failure[1], parent);
  const int fork_failure = errno;
  ::close(failure[1]);
  const std::optional<int> exec_failure = pid > 0 ? read_failure(failure[0]) : std::optional(fork_failure);
  ::close(failure[0]);
  if (exec_failure) {
    if (pid > 0) ::waitpid(pid, nullptr, 0);
    return std::unexpected(*exec_failure);
  }
  pid_ = pid;
  return {};
}

void Child::signal(int number) const {
  if (running()) ::kill(pid_, number);
}

core::Task<bool> Child::wait_ended(core::Deadline deadline) {
  reap();
  if (!running()) co_return true;
  static_cast<void>(co_await wait_process_ended(executor_, pid_, deadline));
  reap();
  co_return !running();
}

void Child::reap() {
  if (!running()) return;
  if (::waitpid(pid_, nullptr, WNOHANG) != 0) pid_ = 0;
}

core::Task<bool> wait_process_ended(core::Executor executor, pid_t pid, core::Deadline deadline) {
  const int number = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0U));
  if (number < 0) co_return errno == ESRCH;
  // Shared with the timer's handler, which may already be on its way when this coroutine goes on.
  const auto descriptor = std::make_shared<Descriptor>(executor, number);
  core::Timer timer(executor, deadline);
  timer.async_wait([descriptor](boost::system::error_code cancelled) {
    if (!cancelled) descriptor->cancel();
  });
  const auto [given_up] = co_await descriptor->async_wait(Descriptor::wait_read, core::use_tuple);
  co_return !given_up;
}

}  // namespace kiezel::redis
