// One thread with everything it needs: its loop, its Redis links, its services, its listener, its
// connections. Shards share nothing but the health and immutable things, so a second thread is like a second
// machine (architecture A3).
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <thread>

#include "crypto/random.hpp"
#include "server/app/blob_sweep.hpp"
#include "server/app/erasure_sweep.hpp"
#include "server/app/health.hpp"
#include "server/app/preparation.hpp"
#include "server/app/reminder_sweep.hpp"
#include "server/app/waiting_sweep.hpp"
#include "server/core/clock.hpp"
#include "server/core/metrics.hpp"
#include "server/dispatch/dispatcher.hpp"
#include "server/dispatch/services.hpp"
#include "server/event/bus.hpp"
#include "server/net/listener.hpp"
#include "server/net/ws_session.hpp"
#include "server/redis/client.hpp"
#include "server/redis/subscriber.hpp"

namespace kiezel::app {

// Borrows what outlives the shard.
struct ShardParts {
  const Prepared& prepared;
  redis::Address log_address;
  std::optional<redis::Address> vault_address;
  const redis::KeySpace& keys;
  const core::Log& log;
  Health& health;
  blob::Disk& disk;
  std::atomic<std::uint64_t>& connection_numbers;
};

class Shard final : private event::Follower, private net::LiveContent {
 public:
  class Owner {
   public:
    virtual ~Owner() = default;
    // Both come from the shard's thread.
    virtual void shard_serves() = 0;
    virtual void shard_ended() = 0;
  };

  // On the main thread; nothing runs yet.
  Shard(Owner& owner, ShardParts parts);
  // The thread has ended, or was never started.
  ~Shard() override;
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;

  // Before start(). The error is a sentence.
  [[nodiscard]] std::expected<void, Sentence> listen(const net::Endpoint& endpoint);
  [[nodiscard]] net::Endpoint endpoint() const { return listener_.endpoint(); }
  void start();

  // From any thread, more than once. stop(): no new connections, answers leave, clients are told to resume
  // elsewhere, at most for the shutdown deadline. cut(): does not wait for them.
  void stop();
  void cut();
  void join();

  [[nodiscard]] const core::Metrics& measured() const { return metrics_; }

 private:
  void run_thread();
  [[nodiscard]] core::Task<void> live();
  [[nodiscard]] core::Task<void> end();
  [[nodiscard]] core::Task<void> tick();
  [[nodiscard]] core::Task<void> refresh_directory();
  void tell_directory_health();

  void woken(const event::Topic& topic) override;
  [[nodiscard]] std::optional<net::SharedBody> directory() const override;
  [[nodiscard]] net::SharedBody directory_heads(std::uint64_t from_version) const override;
  [[nodiscard]] net::Readiness readiness() const override;
  // Metrics are asked on the operations listener.
  [[nodiscard]] std::string metrics() const override { return {}; }

  Owner& owner_;
  ShardParts parts_;
  core::SystemClock clock_;
  crypto::SystemRandom random_;
  core::Metrics metrics_;

  boost::asio::io_context loop_{1};
  core::TaskGroup life_;
  core::TaskGroup background_;
  core::TaskGroup connections_;
  core::Wakeup stop_;
  core::Wakeup ticker_;
  core::Wakeup refresher_;
  bool stopping_ = false;
  bool cut_ = false;

  redis::Client log_link_;
  std::unique_ptr<redis::Client> own_vault_link_;
  redis::Client& vault_link_;
  redis::Subscriber subscriber_;
  event::Bus bus_;

  directory::Service directory_;
  account::Service accounts_;
  factor::Service factors_;
  account::Devices devices_;
  account::Recovery recovery_;
  conversation::Service conversations_;
  appointment::Service appointments_;
  blob::Service blobs_;
  BlobSweep blob_sweep_;
  ErasureSweep erasure_sweep_;
  WaitingSweep waiting_sweep_;
  reminder::Service reminders_;
  ReminderSweep reminder_sweep_;
  session::LoginLimiter logins_;
  session::AddressBudget holds_;
  dispatch::Services services_;
  dispatch::Dispatcher dispatcher_;

  net::Flusher flusher_;
  net::SocketRegistry registry_;
  event::OutboxMetrics outbox_metrics_;
  event::FeedMetrics feed_metrics_;
  net::HttpMetrics http_metrics_;
  net::SocketContext socket_context_;
  net::HttpContext http_context_;
  net::Listener listener_;
  std::thread thread_;
};

}  // namespace kiezel::app
