#include "server/core/metrics.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace {

using kiezel::core::Metrics;

std::string render(std::initializer_list<const Metrics*> shards) {
  return Metrics::render({shards.begin(), shards.size()});
}

}  // namespace

TEST_CASE("metrics: shards are summed per series, families have one head", "[metrics]") {
  Metrics one;
  Metrics two;
  one.counter({"kiezel_appends_total", "Entries appended."}).add(2);
  two.counter({"kiezel_appends_total", "Entries appended."}).add(3);
  one.gauge({"kiezel_sessions", "Open connections.", "role=\"client\""}).set(4);
  two.gauge({"kiezel_sessions", "Open connections.", "role=\"advisor\""}).add(-1);

  CHECK(render({&one, &two}) ==
        "# HELP kiezel_appends_total Entries appended.\n"
        "# TYPE kiezel_appends_total counter\n"
        "kiezel_appends_total 5\n"
        "# HELP kiezel_sessions Open connections.\n"
        "# TYPE kiezel_sessions gauge\n"
        "kiezel_sessions{role=\"advisor\"} -1\n"
        "kiezel_sessions{role=\"client\"} 4\n");
}

TEST_CASE("metrics: a histogram counts at or below each bound", "[metrics]") {
  Metrics metrics;
  constexpr double bounds[] = {0.5, 1};
  auto& histogram = metrics.histogram({"kiezel_wait_seconds", "Waiting.", "link=\"log\""}, bounds);

  for (const double value : {0.25, 0.5, 0.75, 8.0}) histogram.record(value);

  CHECK(render({&metrics}) ==
        "# HELP kiezel_wait_seconds Waiting.\n"
        "# TYPE kiezel_wait_seconds histogram\n"
        "kiezel_wait_seconds_bucket{link=\"log\",le=\"0.5\"} 2\n"
        "kiezel_wait_seconds_bucket{link=\"log\",le=\"1\"} 3\n"
        "kiezel_wait_seconds_bucket{link=\"log\",le=\"+Inf\"} 4\n"
        "kiezel_wait_seconds_sum{link=\"log\"} 9.5\n"
        "kiezel_wait_seconds_count{link=\"log\"} 4\n");
}

TEST_CASE("metrics: asking twice for one series gives the same object", "[metrics]") {
  Metrics metrics;

  CHECK(&metrics.counter({"a", "A."}) == &metrics.counter({"a", "A."}));
  CHECK(&metrics.counter({"a", "A.", "x=\"1\""}) != &metrics.counter({"a", "A."}));
}
