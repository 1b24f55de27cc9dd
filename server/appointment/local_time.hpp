// Local time of Europe/Amsterdam, through the system's tzdata (architecture A10). The only file that knows a
// time zone.
#pragma once

#include <chrono>
#include <optional>

namespace date {
class time_zone;
}

namespace kiezel::appointment {

class LocalTime {
 public:
  // Throws std::runtime_error when the system has no tzdata for Europe/Amsterdam: the server must not start.
  LocalTime();

  // The instant at which the local clock shows this minute of this day, counted from the clock's midnight.
  // Nothing when the clock skips it or shows it twice.
  [[nodiscard]] std::optional<std::chrono::sys_seconds> to_utc(std::chrono::local_days day,
                                                               std::chrono::minutes of_day) const;

  // Since local midnight by the clock on the wall.
  [[nodiscard]] std::chrono::minutes of_day(std::chrono::sys_seconds instant) const;
  [[nodiscard]] std::chrono::local_days local_date(std::chrono::sys_seconds instant) const;

 private:
  const date::time_zone* zone_;
};

}  // namespace kiezel::appointment
