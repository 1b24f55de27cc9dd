// The real kiezel-server with its own Redis and the demo organisation, in a folder that goes away: what a
// newcomer starts with ./scripts/run.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "server/redis/address.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kiezel::support {

class ServiceProcess {
 public:
  /// Started and ready, with an attendant that approves advisors. `options` are more arguments for the
  /// server.
  explicit ServiceProcess(std::vector<std::string> options = {});
  ~ServiceProcess();
  ServiceProcess(const ServiceProcess&) = delete;
  ServiceProcess& operator=(const ServiceProcess&) = delete;

  [[nodiscard]] std::string origin() const { return "http://localhost:" + std::to_string(port_); }
  [[nodiscard]] std::string ops_origin() const { return "http://127.0.0.1:" + std::to_string(ops_port_); }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  /// Standard error of the server, over all its starts.
  [[nodiscard]] std::string log() const;
  /// What stands behind `#uitnodiging=` in the first unused invitation.
  [[nodiscard]] std::string invitation() const;
  /// The same of a new invitation, for one advisor more than the demo has.
  [[nodiscard]] std::string invite(const std::string& name) const;
  [[nodiscard]] pid_t pid() const { return server_; }

  /// Where the private Redis is.
  [[nodiscard]] redis::Address redis_address() const;

  /// The server gets no chance to say goodbye.
  void kill();
  /// Nor does its Redis, which a server that lives starts again.
  void kill_redis() const;
  void stop();
  void start();

 private:
  [[nodiscard]] bool is_ready() const;

  TemporaryFolder folder_;
  std::vector<std::string> options_;
  std::uint16_t port_;
  std::uint16_t ops_port_;
  pid_t server_ = 0;
  pid_t attendant_ = 0;
};

/// kiezel-admin, run to its end.
[[nodiscard]] std::string admin_program();
[[nodiscard]] std::string server_program();

}  // namespace kiezel::support
