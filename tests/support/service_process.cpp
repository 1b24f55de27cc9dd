#include "tests/support/service_process.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "server/redis/embedded.hpp"
#include "tests/client/wire.hpp"
#include "tests/support/program.hpp"

namespace kiezel::support {
namespace {

constexpr std::chrono::seconds start_within{60};
constexpr std::chrono::milliseconds ask_again{50};

std::uint16_t free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  const bool bound = ::bind(probe, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(probe);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

pid_t spawn(const std::vector<std::string>& command, const std::filesystem::path& log) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execv(words[0], words.data());
  ::_exit(127);
}

void end(pid_t& child, int signal) {
  if (child <= 0) return;
  ::kill(child, signal);
  ::waitpid(child, nullptr, 0);
  child = 0;
}

std::string first_invitation_in(const std::string& said) {
  const auto at = said.find("#uitnodiging=");
  if (at == std::string::npos) throw std::runtime_error("there is no invitation: " + said);
  const auto begin = at + std::string_view("#uitnodiging=").size();
  return said.substr(begin, said.find('\n', begin) - begin);
}

}  // namespace

std::string admin_program() {
  return KIEZEL_ADMIN_PROGRAM;
}
std::string server_program() {
  return KIEZEL_SERVER_PROGRAM;
}

ServiceProcess::ServiceProcess(std::vector<std::string> options)
    : options_(std::move(options)), port_(free_port()), ops_port_(free_port()) {
  const Finished prepared = run_program({admin_program(), "demo", "prepare", "--data", folder().string(),
                                         "--origin", origin(), "--register", KIEZEL_DEMO_SCHOOLS});
  if (prepared.exit_code != 0) throw std::runtime_error("the demo was not prepared: " + prepared.said);
  start();
  attendant_ =
      spawn({admin_program(), "demo", "attend", "--data", folder().string()}, folder() / "attendant.log");
}

ServiceProcess::~ServiceProcess() {
  end(attendant_, SIGTERM);
  stop();
}

void ServiceProcess::start() {
  std::vector<std::string> command = {server_program(),
                                      "--data",
                                      folder().string(),
                                      "--listen",
                                      "127.0.0.1:" + std::to_string(port_),
                                      "--ops_listen",
                                      "127.0.0.1:" + std::to_string(ops_port_),
                                      "--origins",
                                      origin(),
                                      "--web_root",
                                      KIEZEL_WEB_ROOT};
  command.insert(command.end(), options_.begin(), options_.end());
  server_ = spawn(command, folder() / "server.log");
  const auto until = std::chrono::steady_clock::now() + start_within;
  while (!is_ready()) {
    if (::waitpid(server_, nullptr, WNOHANG) == server_ || std::chrono::steady_clock::now() > until) {
      throw std::runtime_error("the server did not start: " + log());
    }
    std::this_thread::sleep_for(ask_again);
  }
}

bool ServiceProcess::is_ready() const {
  try {
    return client::http_get(client::Endpoint::parse(ops_origin()), "/readyz").status == 200;
  } catch (const client::Failure&) {
    return false;
  }
}

redis::Address ServiceProcess::redis_address() const {
  return redis::embedded_address(folder() / "redis");
}

void ServiceProcess::kill() {
  end(server_, SIGKILL);
}
void ServiceProcess::kill_redis() const {
  pid_t redis = 0;
  std::ifstream(folder() / "redis" / "redis.pid") >> redis;
  if (redis <= 1) throw std::runtime_error("no private Redis in " + folder().string());
  ::kill(redis, SIGKILL);
}
void ServiceProcess::stop() {
  end(server_, SIGTERM);
}

std::string ServiceProcess::log() const {
  std::ifstream in(folder() / "server.log", std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

std::string ServiceProcess::invitation() const {
  const Finished listed = run_program({admin_program(), "demo", "invitations", "--data", folder().string()});
  return first_invitation_in(listed.said);
}

std::string ServiceProcess::invite(const std::string& name) const {
  const Finished invited =
      run_program({admin_program(), "advisor", "invite", "--name", name, "--data", folder().string()});
  return first_invitation_in(invited.said);
}

}  // namespace kiezel::support
