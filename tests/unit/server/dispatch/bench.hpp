// A connection on a loop of the test's own, with a transport that only notes what it is told. Redis is not
// there.
#pragma once

#include <boost/asio/io_context.hpp>
#include <optional>
#include <string>

#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
#include "server/core/task_group.hpp"
#include "server/dispatch/connection.hpp"
#include "server/event/bus.hpp"
#include "server/event/feeds.hpp"
#include "server/event/outbox.hpp"
#include "server/redis/subscriber.hpp"

namespace kiezel::dispatch {

class NotingTransport final : public Connection::Transport, public event::Outbox::Owner {
 public:
  void read_on() override { ++reads; }
  void all_answered() override { ++all_answereds; }
  void close(session::CloseReason reason) override {
    if (!closed) closed = reason;
  }
  void outbox_filled() override {}
  void outbox_overflowed() override {}
  void outbox_drained() override {}

  int reads = 0;
  int all_answereds = 0;
  std::optional<session::CloseReason> closed;
};

struct Bench {
  explicit Bench(const core::TokenBudget& allowed = {.burst = 1000, .per_s = 10}) : budget(allowed) {}

  boost::asio::io_context loop{1};
  core::Log log{core::LogLevel::error};
  core::Metrics metrics;
  redis::KeySpace keys{"test"};
  redis::Subscriber subscriber{
      loop.get_executor(), {.place = redis::UnixAddress{"/nowhere"}}, log, metrics, 10};
  event::Bus bus{subscriber, keys, metrics};
  event::OutboxLimits limits{.bytes_max = 100'000, .push_bytes_max = 50'000};
  event::OutboxMetrics outbox_metrics{metrics};
  event::FeedMetrics feed_metrics{metrics};
  core::TokenBudget budget;
  NotingTransport transport;
  event::Outbox outbox{transport, limits, outbox_metrics};
  core::TaskGroup tasks{loop.get_executor(), log, 20};
  Connection connection{transport,
                        {.number = 7, .origin = "https://kiezel.example", .address = {}},
                        {loop.get_executor(), bus, outbox, tasks, feed_metrics, budget}};

  // Runs what is ready, and gives all frames as one text.
  std::string said() {
    loop.restart();
    loop.poll();
    std::string all;
    while (!outbox.empty()) {
      const std::string part(outbox.front());
      outbox.consume(part.size());
      all += part;
    }
    return all;
  }
};

}  // namespace kiezel::dispatch
