// The whole server: builds everything in the order of dependence, runs until it is told to stop, ends in
// reverse.
#pragma once

#include <atomic>
#include <boost/asio/basic_signal_set.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/app/health.hpp"
#include "server/app/preparation.hpp"
#include "server/app/shard.hpp"
#include "server/blob/disk.hpp"
#include "server/core/clock.hpp"
#include "server/core/metrics.hpp"
#include "server/core/task_group.hpp"
#include "server/net/http_session.hpp"
#include "server/net/listener.hpp"
#include "server/redis/client.hpp"
#include "server/redis/embedded.hpp"

namespace kiezel::app {

class Application final : private Shard::Owner, private net::LiveContent {
 public:
  // The log must outlive the application.
  Application(Prepared prepared, const core::Log& log);
  ~Application() override;
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  // Blocks until SIGTERM or SIGINT and the orderly end that follows; a second signal shortens it. The error
  // is a sentence: why it could not start, or could not go on.
  [[nodiscard]] std::expected<void, Sentence> run();

 private:
  using Started = std::expected<void, Sentence>;

  [[nodiscard]] core::Task<void> live();
  [[nodiscard]] core::Task<Started> start();
  [[nodiscard]] core::Task<Started> start_redis();
  [[nodiscard]] Started start_shards();
  [[nodiscard]] core::Task<void> end();
  [[nodiscard]] core::Task<void> watch_signals();
  [[nodiscard]] core::Task<void> watch_redis();
  void say_ready() const;
  [[nodiscard]] std::uint64_t now_s() const;

  void shard_serves() override;
  void shard_ended() override;
  [[nodiscard]] std::optional<net::SharedBody> directory() const override { return std::nullopt; }
  [[nodiscard]] net::SharedBody directory_heads(std::uint64_t) const override { return {}; }
  [[nodiscard]] net::Readiness readiness() const override;
  [[nodiscard]] std::string metrics() const override;

  Prepared prepared_;
  const core::Log& log_;
  core::Metrics metrics_;
  core::SystemClock clock_;
  Health health_;
  // Outlives the shards, whose jobs it does.
  blob::Disk disk_;
  redis::KeySpace keys_;
  std::atomic<std::uint64_t> connection_numbers_{0};

  // The main thread's loop: signals, the private Redis, the operations listener. No client is served on it.
  boost::asio::io_context loop_{1};
  core::TaskGroup life_;
  core::TaskGroup background_;
  core::TaskGroup connections_;
  core::Wakeup changed_;
  core::Wakeup watcher_;
  core::Wakeup stop_;
  boost::asio::basic_signal_set<core::Executor> signals_;
  bool stopping_ = false;
  bool cut_ = false;
  std::size_t serving_ = 0;
  std::size_t ended_ = 0;
  Started outcome_;

  std::optional<redis::EmbeddedRedis> embedded_;
  std::optional<redis::Client> link_;
  net::HttpMetrics http_metrics_;
  // Not a shard's: the values of shards are added up.
  core::Gauge& directory_expires_in_;
  net::HttpContext http_context_;
  net::Listener listener_;
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace kiezel::app
