// Counters, gauges and histograms, and their Prometheus text. Each shard has its own Metrics and is the
// only writer of its values, so counting is a plain load and store; any thread may render. No label ever
// names a person or a thing.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kiezel::core {

class Counter {
 public:
  void add(std::uint64_t n = 1) {
    value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
  }
  [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Gauge {
 public:
  void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  void add(std::int64_t n) { set(value() + n); }
  [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

// Counts values at or below each bound; bounds ascend and are in the unit of the name
// (seconds for `_seconds`).
class Histogram {
 public:
  explicit Histogram(std::span<const double> bounds);

  void record(double value);

  [[nodiscard]] std::span<const double> bounds() const { return bounds_; }
  [[nodiscard]] const Counter& bucket(std::size_t i) const { return buckets_[i]; }
  [[nodiscard]] double sum() const { return sum_.load(std::memory_order_relaxed); }

 private:
  std::vector<double> bounds_;
  std::vector<Counter> buckets_;
  std::atomic<double> sum_{0};
};

// From a tenth of a millisecond, less than one fsync, to the longest deadline.
inline constexpr double latency_bounds_s[] = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                                              0.025,  0.05,    0.1,    0.25,  0.5,    1,     5};

// A series: the name follows Prometheus (`kiezel_redis_commands_total`), `labels` is the text
// between the braces (`link="log"`) or empty. `help` is one sentence. `name` and `help` must be
// literals or outlive the Metrics.
struct Series {
  std::string_view name;
  std::string_view help;
  std::string labels{};
};

class Metrics {
 public:
  Metrics() = default;
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // The references live as long as the Metrics. Asking twice for one series gives the same object.
  [[nodiscard]] Counter& counter(Series series);
  [[nodiscard]] Gauge& gauge(Series series);
  [[nodiscard]] Histogram& histogram(Series series, std::span<const double> bounds = latency_bounds_s);

  // The sum over all shards in the Prometheus text format 0.0.4. Thread safe.
  [[nodiscard]] static std::string render(std::span<const Metrics* const> shards);

 private:
  template <typename Value>
  struct Entry {
    Series series;
    Value value;
    template <typename... Args>
    explicit Entry(Series s, Args&&... args) : series(std::move(s)), value(std::forward<Args>(args)...) {}
  };

  mutable std::mutex mutex_;  // Guards the lists, not the values.
  std::deque<Entry<Counter>> counters_;
  std::deque<Entry<Gauge>> gauges_;
  std::deque<Entry<Histogram>> histograms_;
};

}  // namespace kiezel::core
