// A loop with a client on it, stopped and drained when the test ends. The Redis must outlive it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <utility>

#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
#include "server/core/task_group.hpp"
#include "server/redis/client.hpp"
#include "tests/support/run_task.hpp"

namespace kiezel::support {

class RedisClient {
 public:
  explicit RedisClient(redis::ClientSettings settings)
      : tasks_(loop_.get_executor(), log_, 64),
        client_(loop_.get_executor(), std::move(settings), log_, metrics_) {
    client_.start(tasks_);
    if (!run(client_.wait_connected(core::deadline_in(std::chrono::seconds(10))))) {
      throw std::runtime_error("no connection to the test's Redis");
    }
  }
  explicit RedisClient(const redis::Address& address)
      : RedisClient(redis::ClientSettings{.address = address}) {}

  ~RedisClient() {
    client_.stop();
    tasks_.stop();
    static_cast<void>(run(tasks_.wait_until(core::deadline_in(std::chrono::seconds(10)))));
  }
  RedisClient(const RedisClient&) = delete;
  RedisClient& operator=(const RedisClient&) = delete;

  [[nodiscard]] redis::Client& client() { return client_; }
  [[nodiscard]] core::TaskGroup& tasks() { return tasks_; }
  [[nodiscard]] core::Metrics& metrics() { return metrics_; }
  [[nodiscard]] const core::Log& log() const { return log_; }
  [[nodiscard]] boost::asio::io_context& loop() { return loop_; }

  template <typename T>
  T run(core::Task<T> task) {
    return run_task(loop_, std::move(task));
  }
  [[nodiscard]] core::Result<redis::Reply> execute(redis::Command command, redis::Affinity affinity = {}) {
    return run(client_.execute(affinity, std::move(command)));
  }

 private:
  boost::asio::io_context loop_{1};
  core::Log log_{core::LogLevel::error};
  core::Metrics metrics_;
  core::TaskGroup tasks_;
  redis::Client client_;
};

}  // namespace kiezel::support
