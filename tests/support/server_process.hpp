// A real kiezel-server in a process of its own, on free ports, with a data folder and a private Redis.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/temporary_folder.hpp"

namespace kiezel::support {

// What a server needs before it starts: a data folder with an organisation, and a small web client.
class ServerFolder {
 public:
  ServerFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  [[nodiscard]] std::filesystem::path data() const { return path() / "data"; }
  [[nodiscard]] std::filesystem::path web() const { return path() / "web"; }
  // The private Redis that runs there.
  [[nodiscard]] pid_t redis_pid() const;

 private:
  TemporaryFolder folder_;
};

// The origin of the organisation that ServerFolder makes.
inline constexpr std::string_view test_origin = "https://kiezel.example";

class ServerProcess {
 public:
  // Starts `program` with --data, --web_root, free ports and `settings`; what is in `settings` wins.
  ServerProcess(const ServerFolder& folder, std::vector<std::string> settings = {});
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // Waits for the line that says so; throws with what was said instead.
  void wait_ready();
  // Waits for the end and gives the exit code; throws when it does not come.
  [[nodiscard]] int wait_exit();
  void signal(int number) const;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::uint16_t operations_port() const { return operations_port_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  // Both streams so far.
  [[nodiscard]] std::string output() const;

 private:
  TemporaryFolder log_folder_;
  std::filesystem::path output_;
  pid_t pid_ = 0;
  std::uint16_t port_ = 0;
  std::uint16_t operations_port_ = 0;
};

}  // namespace kiezel::support
