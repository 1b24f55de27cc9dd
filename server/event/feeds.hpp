// What one connection follows. A feed is a cursor and a place to read from. Catching up, live push and
// resuming are one path: read after the cursor until there is nothing, then sleep until woken. An idle feed
// is a small struct without a coroutine; one pump per connection serves all its due feeds in turn, and only
// while the outbox takes more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/core/metrics.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/core/task_group.hpp"
#include "server/core/wakeup.hpp"
#include "server/event/bus.hpp"
#include "server/event/outbox.hpp"
#include "server/event/topic.hpp"

namespace kiezel::event {

// One notification, encoded, and the cursor behind it.
struct Page {
  std::string message;
  std::int64_t cursor = 0;
  // Nothing was behind this page when it was read; what comes later comes with a hint.
  bool caught_up = false;
};

// Where a feed reads. Immutable, so one read may still run while its feed is replaced.
class Source {
 public:
  virtual ~Source() = default;
  // The first page after the cursor, or nothing. Runs to its end even when the feed is gone meanwhile;
  // `unavailable` and `deadline_exceeded` are tried again, any other error ends the feed.
  [[nodiscard]] virtual core::Task<core::Result<std::optional<Page>>> read_after(
      std::int64_t cursor) const = 0;
};

// One set per shard.
struct FeedMetrics {
  explicit FeedMetrics(core::Metrics& metrics);

  core::Gauge& feeds;
  core::Counter& pages;
  core::Counter& retries;
  core::Counter& ended;
};

// What is read in a topic. A connection follows each kind of each topic at most once.
enum class FeedKind { conversation, state, desk, appointments };

class Feeds final : private Follower {
 public:
  // All must outlive the feeds; `tasks` runs the pump.
  Feeds(Bus& bus, Outbox& outbox, core::TaskGroup& tasks, core::Executor executor, FeedMetrics& metrics);
  ~Feeds() override;  // Asserts that it is stopped.
  Feeds(const Feeds&) = delete;
  Feeds& operator=(const Feeds&) = delete;

  // Starts after the cursor; replaces the feed of this kind and topic when there is one. `busy` when there
  // are subscriptions_max of the kind.
  [[nodiscard]] core::Result<void> follow(FeedKind kind, const Topic& topic,
                                          std::shared_ptr<const Source> source, std::int64_t cursor);
  void unfollow(FeedKind kind, const Topic& topic);

  // The outbox takes pushes again.
  void resume() { start_pump(); }

  // Follows nothing any more. A read under way ends by itself.
  void stop();

  [[nodiscard]] std::size_t size() const { return feeds_.size(); }

 private:
  struct Feed {
    FeedKind kind{};
    Topic topic;
    std::shared_ptr<const Source> source;
    std::int64_t cursor = 0;
    // Tells a feed from its replacement of the same kind and topic.
    std::uint64_t serial = 0;
    bool due = true;
  };

  void woken(const Topic& topic) override;
  void start_pump();
  [[nodiscard]] core::Task<void> pump();
  [[nodiscard]] core::Task<void> pump_while_due();
  [[nodiscard]] Feed* next_due();
  [[nodiscard]] Feed* find(std::uint64_t serial);
  [[nodiscard]] std::vector<Feed>::iterator find(FeedKind kind, const Topic& topic);
  void deliver(std::uint64_t serial, const Page& page);
  [[nodiscard]] core::Task<void> recover(std::uint64_t serial, core::Error error);
  void end(std::vector<Feed>::iterator feed);

  Bus& bus_;
  Outbox& outbox_;
  core::TaskGroup& tasks_;
  FeedMetrics& metrics_;
  core::Wakeup retry_;
  std::vector<Feed> feeds_;
  std::size_t turn_ = 0;
  std::uint64_t serials_ = 0;
  bool pumping_ = false;
  bool stopped_ = false;
};

}  // namespace kiezel::event
