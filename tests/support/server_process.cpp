#include "tests/support/server_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include "server/directory/organisation.hpp"
#include "tests/support/people.hpp"

namespace kiezel::support {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// Generous: other builds may run on the same machine.
constexpr std::chrono::seconds limit{60};
constexpr std::chrono::milliseconds look_again{20};

void write_file(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

// The number behind `before` in the line that says the server is ready.
std::uint16_t port_after(std::string_view text, std::string_view before) {
  const std::size_t place = text.find(before);
  if (place == std::string_view::npos) throw std::runtime_error("no port in: " + std::string(text));
  const std::string_view digits = text.substr(place + before.size());
  std::uint16_t port = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return port;
}

std::vector<std::string> command_for(const ServerFolder& folder, const std::vector<std::string>& settings) {
  std::vector<std::string> command{KIEZEL_SERVER_PROGRAM};
  const std::vector<std::pair<std::string, std::string>> usual{
      {"--data", folder.data()},       {"--web_root", folder.web()}, {"--listen", "127.0.0.1:0"},
      {"--ops_listen", "127.0.0.1:0"}, {"--redis_links", "2"},       {"--shutdown_deadline_s", "5"}};
  for (const auto& [name, value] : usual) {
    if (std::ranges::find(settings, name) == settings.end()) command.insert(command.end(), {name, value});
  }
  command.insert(command.end(), settings.begin(), settings.end());
  return command;
}

[[noreturn]] void become(std::vector<std::string>& command, const fs::path& output) {
  // A test that crashes takes its server with it.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int file = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  ::dup2(file, 1);
  ::dup2(file, 2);
  std::vector<char*> arguments;
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execv(arguments.front(), arguments.data());
  ::_exit(127);
}

}  // namespace

ServerFolder::ServerFolder() {
  directory::Organisation organisation;
  organisation.name = "Demo";
  organisation.deployment_id = "demo-0001";
  organisation.tag = "demo";
  organisation.origins = {std::string(test_origin)};
  for (std::size_t i = 0; i < organisation.root_keys.size(); ++i) {
    organisation.root_keys[i] = named_key("root " + std::to_string(i)).verify_key();
  }
  organisation.phone = "0800 0000";
  organisation.email = "post@kiezel.example";
  organisation.exit_url = "https://weer.example/";
  fs::create_directories(data());
  const auto written = directory::write_organisation(data() / "organisation.json", organisation);
  if (!written) throw std::runtime_error(written.error());
  write_file(web() / "index.html", "<!doctype html><title>Kiezel</title>");
  write_file(web() / "advisor.html", "<!doctype html><title>Kiezel</title>");
  write_file(web() / "assets/app-1.js", std::string(2000, ' '));
  write_file(web() / "assets/app-1.js.br", "compressed");
  write_file(web() / "assets/crypto-worker-1.js", "// worker");
}

pid_t ServerFolder::redis_pid() const {
  pid_t pid = 0;
  std::ifstream(data() / "redis" / "redis.pid") >> pid;
  if (pid <= 1) throw std::runtime_error("no private Redis in " + data().string());
  return pid;
}

ServerProcess::ServerProcess(const ServerFolder& folder, std::vector<std::string> settings)
    : output_(log_folder_.path() / "output") {
  std::vector<std::string> command = command_for(folder, settings);
  write_file(output_, "");
  pid_ = ::fork();
  if (pid_ == 0) become(command, output_);
}

ServerProcess::~ServerProcess() {
  if (pid_ == 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void ServerProcess::wait_ready() {
  constexpr std::string_view line = "kiezel-server ready: ";
  for (const auto until = Clock::now() + limit; Clock::now() < until;
       std::this_thread::sleep_for(look_again)) {
    const std::string text = output();
    const std::size_t start = text.find(line);
    if (start == std::string::npos || text.find('\n', start) == std::string::npos) {
      if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
        pid_ = 0;
        break;
      }
      continue;
    }
    const std::string_view said = std::string_view(text).substr(start);
    port_ = port_after(said, "ready: http://127.0.0.1:");
    operations_port_ = port_after(said, "operations http://127.0.0.1:");
    return;
  }
  throw std::runtime_error("kiezel-server did not become ready:\n" + output());
}

int ServerProcess::wait_exit() {
  for (const auto until = Clock::now() + limit; Clock::now() < until;
       std::this_thread::sleep_for(look_again)) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) != pid_) continue;
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  throw std::runtime_error("kiezel-server did not end:\n" + output());
}

void ServerProcess::signal(int number) const {
  ::kill(pid_, number);
}

std::string ServerProcess::output() const {
  std::ifstream in(output_, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace kiezel::support
