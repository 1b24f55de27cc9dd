#include "server/app/health.hpp"

#include <string_view>

namespace kiezel::app {
namespace {

std::string_view name_of(directory::Health health) {
  switch (health) {
    case directory::Health::absent:
      return "absent";
    case directory::Health::current:
      return "current";
    case directory::Health::expired:
      return "expired";
    case directory::Health::invalid:
      return "invalid";
  }
  return {};
}

std::string_view yes_or_no(bool value) {
  return value ? "true" : "false";
}

// All values are our own words and numbers, so there is nothing to escape.
void add(std::string& json, std::string_view key, std::string_view value) {
  json.append(json.size() == 1 ? "" : ",").append("\"").append(key).append("\":").append(value);
}
void add_text(std::string& json, std::string_view key, std::string_view value) {
  add(json, key, '"' + std::string(value) + '"');
}

}  // namespace

bool ExpiryWarning::is_due(std::int64_t left_s) {
  constexpr std::int64_t day_s = 86'400;
  if (left_s >= static_cast<std::int64_t>(directory::sign_again_before_s)) {
    days_left_ = no_warning;
    return false;
  }
  const std::int64_t days_left = left_s >= 0 ? left_s / day_s : (left_s + 1) / day_s - 1;
  return days_left_.exchange(days_left) != days_left;
}

std::string Health::report(std::uint64_t now_s) const {
  std::string json = "{";
  add(json, "ready", yes_or_no(ready()));
  add(json, "accepting", yes_or_no(accepting));
  add(json, "redis_answers", yes_or_no(redis_answers));
  add_text(json, "durability", redis::name_of(durability));
  add_text(json, "directory", name_of(directory));
  add(json, "directory_expires_at", std::to_string(directory_expires_s));
  if (durability != redis::Durability::every_write) {
    add_text(json, "durability_warning", "what is acknowledged may be lost when the power fails");
  }
  if (directory != directory::Health::current) {
    add_text(json, "directory_warning",
             "no new conversation can begin until a directory is signed and published");
  } else if (directory_expires_s < now_s + directory::sign_again_before_s) {
    add_text(json, "directory_warning", "the directory expires soon: draft, sign and publish the next one");
  }
  return json + "}\n";
}

}  // namespace kiezel::app
