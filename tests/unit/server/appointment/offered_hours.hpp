// Hours that an advisor offers, and the slots that come of them.
#pragma once

#include <chrono>
#include <vector>

#include "server/appointment/rules.hpp"

namespace kiezel::support {

inline const appointment::LocalTime local;

[[nodiscard]] inline appointment::sys_seconds utc(int year, unsigned month, unsigned day, int hour = 0,
                                                  int minute = 0) {
  return std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)) +
         std::chrono::hours(hour) + std::chrono::minutes(minute);
}

// Every day from one minute of the clock to another, half an hour a call, no buffers, no notice.
[[nodiscard]] inline protocol::Availability every_day(std::int64_t from_min, std::int64_t until_min) {
  protocol::Availability availability{.kinds = {{.kind = protocol::Kind::call, .duration_min = 30}},
                                      .horizon_days = 90};
  for (std::int64_t weekday = 1; weekday <= 7; ++weekday) {
    availability.weekly.push_back(
        {.weekday = weekday, .from_min = from_min, .until_min = until_min, .kinds = {protocol::Kind::call}});
  }
  return availability;
}

[[nodiscard]] inline std::vector<appointment::Slot> slots_of(const protocol::Availability& availability,
                                                             appointment::Period period,
                                                             appointment::sys_seconds now) {
  std::vector<appointment::Slot> slots;
  for (const appointment::Offer& offer :
       appointment::expand({.availability = availability}, local, period, now))
    slots.push_back(offer.slot);
  return slots;
}

[[nodiscard]] inline appointment::QuarterSpan span_of(const appointment::Slot& slot,
                                                      const protocol::Availability& availability) {
  return appointment::quarters_of(appointment::with_room(slot, availability.kinds[0]));
}

[[nodiscard]] inline std::vector<appointment::sys_seconds> starts(const protocol::Availability& availability,
                                                                  appointment::Period period,
                                                                  appointment::sys_seconds now) {
  std::vector<appointment::sys_seconds> result;
  for (const appointment::Slot& slot : slots_of(availability, period, now)) result.push_back(slot.start);
  return result;
}

[[nodiscard]] inline appointment::Period day_of(int year, unsigned month, unsigned day) {
  return {.from = utc(year, month, day) - std::chrono::hours(3),
          .until = utc(year, month, day) + std::chrono::hours(21)};
}

}  // namespace kiezel::support
