#include "server/event/feeds.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <utility>

#include "protocol/limits.hpp"

namespace kiezel::event {
namespace {

constexpr auto subscriptions_max = static_cast<std::size_t>(protocol::limits::subscriptions_max);

// Redis away or slow: long enough not to hammer it, short enough that a person hardly notices.
constexpr std::chrono::seconds retry_after{1};

[[nodiscard]] bool passes_by_itself(core::ErrorCode code) {
  return code == core::ErrorCode::unavailable || code == core::ErrorCode::deadline_exceeded ||
         code == core::ErrorCode::busy;
}

}  // namespace

FeedMetrics::FeedMetrics(core::Metrics& metrics)
    : feeds(metrics.gauge({"kiezel_feeds", "Feeds that connections follow."})),
      pages(metrics.counter({"kiezel_feed_pages_total", "Notifications sent by feeds."})),
      retries(metrics.counter({"kiezel_feed_retries_total", "Feed reads that failed and were tried again."})),
      ended(metrics.counter({"kiezel_feed_ended_total", "Feeds ended because they may no longer be read."})) {
}

Feeds::Feeds(Bus& bus, Outbox& outbox, core::TaskGroup& tasks, core::Executor executor, FeedMetrics& metrics)
    : bus_(bus), outbox_(outbox), tasks_(tasks), metrics_(metrics), retry_(executor) {}

Feeds::~Feeds() {
  assert(feeds_.empty() && !pumping_);
}

core::Result<void> Feeds::follow(FeedKind kind, const Topic& topic, std::shared_ptr<const Source> source,
                                 std::int64_t cursor) {
  if (stopped_) return core::fail(core::ErrorCode::unavailable, "connection is closing");
  const auto known = find(kind, topic);
  if (known != feeds_.end()) {
    *known = Feed{kind, topic, std::move(source), cursor, ++serials_, true};
    start_pump();
    return {};
  }
  if (std::cmp_greater_equal(std::ranges::count(feeds_, kind, &Feed::kind), subscriptions_max)) {
    return core::fail(core::ErrorCode::busy, "subscriptions_max");
  }
  const core::Result<void> followed = bus_.follow(topic, *this);
  if (!followed) return followed;
  feeds_.push_back({kind, topic, std::move(source), cursor, ++serials_, true});
  metrics_.feeds.add(1);
  start_pump();
  return {};
}

void Feeds::unfollow(FeedKind kind, const Topic& topic) {
  if (const auto feed = find(kind, topic); feed != feeds_.end()) end(feed);
}

void Feeds::stop() {
  stopped_ = true;
  while (!feeds_.empty()) end(feeds_.end() - 1);
  retry_.notify();
}

void Feeds::woken(const Topic& topic) {
  for (Feed& feed : feeds_) {
    if (feed.topic == topic) feed.due = true;
  }
  start_pump();
}

void Feeds::start_pump() {
  if (pumping_ || next_due() == nullptr) return;
  // Before, not after: a pump whose reads need not wait is done when spawn() returns.
  pumping_ = true;
  if (!tasks_.spawn("feeds", pump())) pumping_ = false;
}

core::Task<void> Feeds::pump() {
  // Whatever happens in a read, the next hint must be able to start a new pump.
  struct Done {
    bool& pumping;
    ~Done() { pumping = false; }
  } const done{pumping_};
  co_await pump_while_due();
}

core::Task<void> Feeds::pump_while_due() {
  while (Feed* const feed = next_due()) {
    const std::uint64_t serial = feed->serial;
    const std::shared_ptr<const Source> source = feed->source;
    // Before the read, so that a hint during the read makes the feed due again.
    feed->due = false;
    core::Result<std::optional<Page>> page = co_await source->read_after(feed->cursor);
    if (!page) {
      co_await recover(serial, std::move(page.error()));
    } else if (*page) {
      deliver(serial, **page);
    }
  }
}

// Takes turns, so that one long catch-up does not starve the others. Nothing while the outbox is at its
// limit: then Redis is the queue, and resume() starts the pump again.
Feeds::Feed* Feeds::next_due() {
  if (stopped_ || !outbox_.may_push()) return nullptr;
  for (std::size_t i = 0; i < feeds_.size(); ++i) {
    turn_ = (turn_ + 1) % feeds_.size();
    if (feeds_[turn_].due) return &feeds_[turn_];
  }
  return nullptr;
}

Feeds::Feed* Feeds::find(std::uint64_t serial) {
  const auto feed = std::ranges::find(feeds_, serial, &Feed::serial);
  return feed == feeds_.end() ? nullptr : &*feed;
}

std::vector<Feeds::Feed>::iterator Feeds::find(FeedKind kind, const Topic& topic) {
  return std::ranges::find_if(feeds_,
                              [&](const Feed& feed) { return feed.kind == kind && feed.topic == topic; });
}

void Feeds::deliver(std::uint64_t serial, const Page& page) {
  Feed* const feed = find(serial);
  if (feed == nullptr || !outbox_.send_text(page.message)) return;
  metrics_.pages.add();
  feed->cursor = page.cursor;
  if (!page.caught_up) feed->due = true;
}

core::Task<void> Feeds::recover(std::uint64_t serial, core::Error error) {
  if (!passes_by_itself(error.code)) {
    const auto feed = std::ranges::find(feeds_, serial, &Feed::serial);
    if (feed == feeds_.end()) co_return;
    metrics_.ended.add();
    end(feed);
    co_return;
  }
  metrics_.retries.add();
  co_await retry_.wait_until(core::deadline_in(retry_after));
  if (Feed* const feed = find(serial)) feed->due = true;
}

void Feeds::end(std::vector<Feed>::iterator feed) {
  bus_.unfollow(feed->topic, *this);
  feeds_.erase(feed);
  metrics_.feeds.add(-1);
}

}  // namespace kiezel::event
