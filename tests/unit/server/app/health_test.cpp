#include "server/app/health.hpp"

#include <catch2/catch.hpp>

namespace kiezel::app {
namespace {

constexpr std::int64_t day_s = 86'400;
constexpr std::uint64_t now_s = 1'800'000'000;

std::string report_with(directory::Health directory, std::int64_t days_left) {
  Health health;
  health.durability = redis::Durability::every_write;
  health.directory = directory;
  health.directory_expires_s = now_s + static_cast<std::uint64_t>(days_left * day_s);
  return health.report(now_s);
}

}  // namespace

TEST_CASE("health: a directory that runs out is a warning, and one that has run out another", "[health]") {
  CHECK_FALSE(report_with(directory::Health::current, 20).contains("directory_warning"));
  CHECK(report_with(directory::Health::current, 13).contains("expires soon"));
  CHECK(report_with(directory::Health::expired, -1).contains("no new conversation can begin"));
  CHECK(report_with(directory::Health::absent, 0).contains("no new conversation can begin"));
}

TEST_CASE("health: somebody is told once a day that the directory runs out, and not before", "[health]") {
  ExpiryWarning warning;
  CHECK_FALSE(warning.is_due(29 * day_s));
  CHECK_FALSE(warning.is_due(14 * day_s));
  CHECK(warning.is_due(14 * day_s - 1));
  CHECK_FALSE(warning.is_due(14 * day_s - 10));
  CHECK_FALSE(warning.is_due(13 * day_s));
  CHECK(warning.is_due(13 * day_s - 1));
  CHECK(warning.is_due(10));
  CHECK_FALSE(warning.is_due(0));

  SECTION("also after it has expired") {
    CHECK(warning.is_due(-1));
    CHECK_FALSE(warning.is_due(-day_s));
    CHECK(warning.is_due(-day_s - 1));
  }
  SECTION("and anew when the next one is forgotten too") {
    CHECK_FALSE(warning.is_due(30 * day_s));
    CHECK(warning.is_due(5));
  }
}

}  // namespace kiezel::app
