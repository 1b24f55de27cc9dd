#include "server/core/metrics.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace kiezel::core {
namespace {

template <typename Entries>
auto* find_series(Entries& entries, const Series& series) {
  const auto found = std::ranges::find_if(entries, [&](const auto& entry) {
    return entry.series.name == series.name && entry.series.labels == series.labels;
  });
  return found == entries.end() ? nullptr : &found->value;
}

std::string number(double value) {
  char digits[32];
  const auto [end, failure] = std::to_chars(digits, digits + sizeof(digits), value);
  return {digits, end};
}

// `name{labels,more} value`
void append_sample(std::string& out, std::string_view name, std::string_view labels, std::string_view more,
                   const std::string& value) {
  out += name;
  if (!labels.empty() || !more.empty()) {
    out += '{';
    out += labels;
    if (!labels.empty() && !more.empty()) out += ',';
    out += more;
    out += '}';
  }
  out += ' ' + value + '\n';
}

struct HistogramTotal {
  std::vector<double> bounds{};
  std::vector<std::uint64_t> buckets{};
  double sum = 0;

  void add(const Histogram& histogram) {
    bounds.assign(histogram.bounds().begin(), histogram.bounds().end());
    buckets.resize(bounds.size() + 1);
    for (std::size_t i = 0; i < buckets.size(); ++i) buckets[i] += histogram.bucket(i).value();
    sum += histogram.sum();
  }

  void append_to(std::string& out, const std::string& name, const std::string& labels) const {
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
      so_far += buckets[i];
      const std::string bound = i < bounds.size() ? number(bounds[i]) : "+Inf";
      append_sample(out, name + "_bucket", labels, "le=\"" + bound + '"', std::to_string(so_far));
    }
    append_sample(out, name + "_sum", labels, {}, number(sum));
    append_sample(out, name + "_count", labels, {}, std::to_string(so_far));
  }
};

template <typename Total>
struct Family {
  std::string_view help{};
  std::map<std::string, Total> by_labels{};
};

template <typename Total>
using Families = std::map<std::string_view, Family<Total>>;

template <typename Total>
Total& total_of(Families<Total>& families, const Series& series) {
  Family<Total>& family = families[series.name];
  family.help = series.help;
  return family.by_labels[series.labels];
}

template <typename Total, typename AppendSamples>
void append_families(std::string& out, const Families<Total>& families, std::string_view type,
                     AppendSamples append_samples) {
  for (const auto& [name, family] : families) {
    out.append("# HELP ").append(name).append(" ").append(family.help).append("\n");
    out.append("# TYPE ").append(name).append(" ").append(type).append("\n");
    for (const auto& [labels, total] : family.by_labels) append_samples(std::string(name), labels, total);
  }
}

}  // namespace

Histogram::Histogram(std::span<const double> bounds)
    : bounds_(bounds.begin(), bounds.end()), buckets_(bounds.size() + 1) {}

void Histogram::record(double value) {
  const auto bound = std::ranges::lower_bound(bounds_, value);
  buckets_[static_cast<std::size_t>(bound - bounds_.begin())].add();
  sum_.store(sum_.load(std::memory_order_relaxed) + value, std::memory_order_relaxed);
}

Counter& Metrics::counter(Series series) {
  const std::scoped_lock lock(mutex_);
  if (Counter* known = find_series(counters_, series)) return *known;
  return counters_.emplace_back(std::move(series)).value;
}

Gauge& Metrics::gauge(Series series) {
  const std::scoped_lock lock(mutex_);
  if (Gauge* known = find_series(gauges_, series)) return *known;
  return gauges_.emplace_back(std::move(series)).value;
}

Histogram& Metrics::histogram(Series series, std::span<const double> bounds) {
  const std::scoped_lock lock(mutex_);
  if (Histogram* known = find_series(histograms_, series)) return *known;
  return histograms_.emplace_back(std::move(series), bounds).value;
}

std::string Metrics::render(std::span<const Metrics* const> shards) {
  Families<std::uint64_t> counters;
  Families<std::int64_t> gauges;
  Families<HistogramTotal> histograms;
  for (const Metrics* shard : shards) {
    const std::scoped_lock lock(shard->mutex_);
    for (const auto& [series, value] : shard->counters_) total_of(counters, series) += value.value();
    for (const auto& [series, value] : shard->gauges_) total_of(gauges, series) += value.value();
    for (const auto& [series, value] : shard->histograms_) total_of(histograms, series).add(value);
  }
  std::string out;
  const auto plain = [&out](const std::string& name, const std::string& labels, auto total) {
    append_sample(out, name, labels, {}, std::to_string(total));
  };
  append_families(out, counters, "counter", plain);
  append_families(out, gauges, "gauge", plain);
  append_families(out, histograms, "histogram",
                  [&out](const std::string& name, const std::string& labels, const HistogramTotal& total) {
                    total.append_to(out, name, labels);
                  });
  return out;
}

}  // namespace kiezel::core
