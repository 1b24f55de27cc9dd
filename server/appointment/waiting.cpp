#include "server/appointment/waiting.hpp"

#include <algorithm>

namespace kiezel::appointment {
namespace {

constexpr std::size_t parts_a_day = 3;
constexpr std::chrono::minutes noon{12 * 60};
constexpr std::chrono::minutes evening{17 * 60};

std::size_t place_of(std::int64_t weekday, protocol::DayPart part) {
  return static_cast<std::size_t>(weekday - 1) * parts_a_day + static_cast<std::size_t>(part);
}

}  // namespace

Wishes wishes_of(const std::vector<protocol::Wish>& wishes) {
  Wishes bits;
  for (const protocol::Wish& wish : wishes) bits.set(place_of(wish.weekday, wish.part));
  return bits;
}

std::vector<protocol::Wish> on_wire(const Wishes& wishes) {
  std::vector<protocol::Wish> result;
  for (std::size_t place = 0; place < wishes.size(); ++place) {
    if (!wishes[place]) continue;
    result.push_back({.weekday = static_cast<std::int64_t>(place / parts_a_day) + 1,
                      .part = static_cast<protocol::DayPart>(place % parts_a_day)});
  }
  return result;
}

std::size_t part_of(sys_seconds instant, const LocalTime& local) {
  const auto day = local.local_date(instant);
  const auto of_day = local.of_day(instant);
  const auto part = of_day < noon      ? protocol::DayPart::morning
                    : of_day < evening ? protocol::DayPart::afternoon
                                       : protocol::DayPart::evening;
  return place_of(static_cast<std::int64_t>(std::chrono::weekday(day).iso_encoding()), part);
}

bool suits(const Waiting& waiting, const Offer& offer, const LocalTime& local) {
  const std::int64_t start = offer.slot.start.time_since_epoch().count();
  return waiting.wishes[part_of(offer.slot.start, local)] &&
         std::ranges::find(waiting.missed, start) == waiting.missed.end();
}

}  // namespace kiezel::appointment
