// Pairs answers with commands on one connection: Redis answers in the order of asking.
#pragma once

#include <boost/asio/async_result.hpp>
#include <deque>
#include <optional>

#include "server/core/metrics.hpp"
#include "server/core/task.hpp"
#include "server/core/wakeup.hpp"
#include "server/redis/client.hpp"
#include "server/redis/connection.hpp"

namespace kiezel::redis {

// Shared by the links of one client.
struct LinkMetrics {
  LinkMetrics(core::Metrics& metrics, std::string_view name);

  core::Counter& commands;
  core::Counter& refused;  // Not sent: link down or full.
  core::Counter& deadlines;
  core::Counter& lost;  // Links lost, not commands.
  core::Gauge& in_flight;
  core::Histogram& seconds;
};

class Pipeline final : private ConnectionOwner {
 public:
  // Everything is borrowed and must outlive the pipeline; `connected` is notified at each connection.
  Pipeline(core::Executor executor, const ClientSettings& settings, const core::Log& log,
           LinkMetrics& metrics, core::Wakeup& connected);
  ~Pipeline() override;

  [[nodiscard]] core::Task<void> run();
  void stop();
  [[nodiscard]] bool connected() const { return connection_.connected(); }

  // Two halves of one call, so that a refused command costs no suspension: when send() succeeded, answer()
  // must be awaited before anything else is awaited or sent. The reply may be of kind `error`.
  [[nodiscard]] core::Result<void> send(const Command& command);
  [[nodiscard]] core::Task<core::Result<Reply>> answer();

 private:
  // Resumes the one who waits. Concrete, so that a command in flight is two words in
  // a ring and no allocation.
  using Handler = boost::asio::async_result<boost::asio::use_awaitable_t<core::Executor>,
                                            void(core::Result<Reply>)>::handler_type;
  struct InFlight {
    core::Deadline deadline;
    std::optional<Handler> handler{};  // Empty: the deadline has passed, the answer will be thrown away.
  };

  void on_connected() override;
  void on_reply(Reply&& reply) override;
  void on_lost() override;

  void watch_deadlines();
  void expire(core::Deadline now);

  core::Executor executor_;
  const ClientSettings& settings_;
  LinkMetrics& metrics_;
  core::Wakeup& connected_;
  Connection connection_;
  core::Timer tick_;
  bool ticking_ = false;            // Only while something is in flight: an idle link costs nothing.
  std::deque<InFlight> in_flight_;  // At most settings_.in_flight_max.
};

}  // namespace kiezel::redis
