#include "server/appointment/local_time.hpp"

#include <date/tz.h>

namespace kiezel::appointment {

LocalTime::LocalTime() : zone_(date::locate_zone("Europe/Amsterdam")) {}

std::optional<std::chrono::sys_seconds> LocalTime::to_utc(std::chrono::local_days day,
                                                          std::chrono::minutes of_day) const {
  const date::local_seconds wall{day.time_since_epoch() + of_day};
  const date::local_info info = zone_->get_info(wall);
  if (info.result != date::local_info::unique) return std::nullopt;
  return std::chrono::sys_seconds(wall.time_since_epoch() - info.first.offset);
}

std::chrono::minutes LocalTime::of_day(std::chrono::sys_seconds instant) const {
  const auto wall = instant.time_since_epoch() + zone_->get_info(instant).offset;
  return std::chrono::floor<std::chrono::minutes>(wall - std::chrono::floor<std::chrono::days>(wall));
}

std::chrono::local_days LocalTime::local_date(std::chrono::sys_seconds instant) const {
  const auto wall = instant.time_since_epoch() + zone_->get_info(instant).offset;
  return std::chrono::local_days(std::chrono::floor<std::chrono::days>(wall));
}

}  // namespace kiezel::appointment
