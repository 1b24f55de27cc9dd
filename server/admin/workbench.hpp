// What every command works with: the data folder's Redis, running already or started for the length of the
// command, and the services on top of it.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "crypto/random.hpp"
#include "server/account/devices.hpp"
#include "server/account/recovery.hpp"
#include "server/account/service.hpp"
#include "server/admin/registry.hpp"
#include "server/core/clock.hpp"
#include "server/core/data_folder.hpp"
#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
#include "server/core/task_group.hpp"
#include "server/directory/organisation.hpp"
#include "server/directory/service.hpp"
#include "server/factor/store.hpp"
#include "server/redis/client.hpp"
#include "server/redis/embedded.hpp"

namespace kiezel::admin {

class Workbench {
 public:
  /// `redis_url` empty: the Redis in `data`. The error is a sentence. Without a running server the data
  /// folder is locked until the workbench goes.
  [[nodiscard]] static std::expected<std::unique_ptr<Workbench>, std::string> open(
      const std::filesystem::path& data, const std::string& redis_url);
  /// The same beside a running server only; null while there is none. Never takes the folder, so that a
  /// server that starts again meanwhile is not kept out of it.
  [[nodiscard]] static std::expected<std::unique_ptr<Workbench>, std::string> open_beside_server(
      const std::filesystem::path& data);
  ~Workbench();
  Workbench(const Workbench&) = delete;
  Workbench& operator=(const Workbench&) = delete;

  /// Runs the loop until `task` is done and gives its value; an exception passes through.
  template <typename T>
  [[nodiscard]] T run(core::Task<T> task) {
    std::optional<T> value;
    std::exception_ptr failure;
    bool done = false;
    boost::asio::co_spawn(context_.get_executor(), std::move(task), [&](std::exception_ptr thrown, T result) {
      failure = thrown;
      value = std::move(result);
      done = true;
    });
    turn_until(done);
    if (failure) std::rethrow_exception(failure);
    return *std::move(value);
  }

  [[nodiscard]] const directory::Organisation& organisation() const { return organisation_; }
  [[nodiscard]] account::Service& accounts() { return accounts_; }
  [[nodiscard]] factor::Store& factors() { return factors_; }
  [[nodiscard]] account::Devices& devices() { return devices_; }
  [[nodiscard]] account::Recovery& recovery() { return recovery_; }
  [[nodiscard]] directory::Service& directory() { return directory_; }
  [[nodiscard]] Registry& registry() { return registry_; }
  [[nodiscard]] const core::Clock& clock() const { return clock_; }
  [[nodiscard]] crypto::Random& random() { return random_; }
  [[nodiscard]] std::uint64_t now_s() const;
  [[nodiscard]] core::Executor executor() { return context_.get_executor(); }

 private:
  Workbench(directory::Organisation organisation, const redis::Address& address,
            std::optional<core::DataFolder> folder, const std::filesystem::path& data);
  [[nodiscard]] std::expected<void, std::string> connect();
  /// Runs the loop; between two commands it may have run out of work, and is then set going again.
  void turn_until(const bool& done) {
    context_.restart();
    while (!done) {
      if (context_.run_one() == 0)
        throw std::logic_error("a command waits for something that nobody will bring");
    }
  }

  core::Log log_{core::LogLevel::error};
  core::Metrics metrics_;
  core::SystemClock clock_;
  crypto::SystemRandom random_;
  boost::asio::io_context context_{1};
  directory::Organisation organisation_;
  redis::KeySpace keys_;
  std::optional<core::DataFolder> folder_;
  std::optional<redis::EmbeddedRedis> embedded_;
  core::TaskGroup tasks_;
  redis::Client client_;
  directory::Service directory_;
  account::Service accounts_;
  factor::Store factors_;
  account::Devices devices_;
  account::Recovery recovery_;
  Registry registry_;
};

}  // namespace kiezel::admin
