// A real redis-server for one test: private, on a Unix socket in a folder of its own,
// durable as the product's.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "server/redis/address.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kiezel::support {

class RedisServer {
 public:
  // Started and answering. `settings` are more arguments, such as {"--maxmemory", "5mb"}.
  explicit RedisServer(std::vector<std::string> settings = {});
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  [[nodiscard]] redis::Address address() const { return {.place = redis::UnixAddress{socket_}}; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

  // As a power cut does it. The data folder stays.
  void kill();
  // Again on the same folder and socket, after kill().
  void start();

  // Stands still with its connections open, as a machine in trouble does.
  void freeze();
  void thaw();

 private:
  TemporaryFolder folder_;
  std::string socket_;
  std::vector<std::string> settings_;
  pid_t pid_ = 0;
};

}  // namespace kiezel::support
