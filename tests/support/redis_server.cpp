#include "tests/support/redis_server.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace kiezel::support {
namespace {

using Clock = std::chrono::steady_clock;

// A test that cannot have its Redis within this time fails with a clear message.
constexpr std::chrono::seconds start_limit{20};

// True when Redis answers PING with PONG; false while it is not there or still loading.
bool answers(const std::string& socket_path) {
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un place{};
  place.sun_family = AF_UNIX;
  socket_path.copy(place.sun_path, sizeof(place.sun_path) - 1);
  bool pong = false;
  if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&place), sizeof(place)) == 0) {
    constexpr std::string_view ping = "PING\r\n";
    char reply[64];
    if (::send(descriptor, ping.data(), ping.size(), MSG_NOSIGNAL) > 0) {
      const ssize_t size = ::recv(descriptor, reply, sizeof(reply), 0);
      pong = size > 0 && std::string_view(reply, static_cast<std::size_t>(size)).starts_with("+PONG");
    }
  }
  ::close(descriptor);
  return pong;
}

}  // namespace

RedisServer::RedisServer(std::vector<std::string> settings)
    : socket_(folder_.path() / "redis.sock"), settings_(std::move(settings)) {
  start();
}

RedisServer::~RedisServer() {
  kill();
}

void RedisServer::kill() {
  if (pid_ == 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

void RedisServer::start() {
  std::vector<std::string> command = {"redis-server",
                                      "--port",
                                      "0",
                                      "--unixsocket",
                                      socket_,
                                      "--dir",
                                      folder_.path(),
                                      "--appendonly",
                                      "yes",
                                      "--appendfsync",
                                      "always",
                                      "--save",
                                      "",
                                      "--logfile",
                                      "redis.log",
                                      "--stream-node-max-bytes",
                                      "64kb"};
  command.insert(command.end(), settings_.begin(), settings_.end());
  std::vector<char*> arguments;
  for (std::string& argument : command) arguments.push_back(argument.data());
  arguments.push_back(nullptr);

  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  if (pid_ < 0) throw std::runtime_error("fork failed");
  const auto until = Clock::now() + start_limit;
  while (!answers(socket_)) {
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = 0;
      throw std::runtime_error("redis-server ended at its start; is it installed?");
    }
    if (Clock::now() > until) throw std::runtime_error("redis-server did not answer in time");
    ::poll(nullptr, 0, 2);
  }
}

void RedisServer::freeze() {
  ::kill(pid_, SIGSTOP);
}

void RedisServer::thaw() {
  ::kill(pid_, SIGCONT);
}

}  // namespace kiezel::support
