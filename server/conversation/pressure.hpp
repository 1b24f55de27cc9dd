// How many conversations were begun of late, at one advisor's desk or in the whole organisation, and how much
// work that asks of the next one (protocol/README.md, "Work"). Counts only: nothing of a client is in it.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kiezel::conversation {

// The weight of a conversation halves in this time.
inline constexpr std::int64_t pressure_half_life_s = 600;
// After twelve halvings nothing is left that counts.
inline constexpr std::int64_t pressure_life_s = 12 * pressure_half_life_s;

// Some forty an hour, more than one person ever reads.
inline constexpr double desk_quiet_level = 10;
// A calm day of the whole organisation; a campaign at school that makes hundreds write is no attack.
inline constexpr double organisation_quiet_level = 200;

// Two bits, four hashes: nobody notices, and the way of the work is walked every day.
inline constexpr int quiet_bits = 2;
// Somebody may have begun to type while it was quieter: one doubling of the pressure is forgiven.
inline constexpr int forgiven_bits = 2;

struct Pressure {
  double level = 0;
  // Unix seconds.
  std::int64_t at_s = 0;
};

// As create.lua keeps it: thousandths, a space, seconds. Nothing for anything else.
[[nodiscard]] std::optional<Pressure> pressure_from(std::string_view stored);

[[nodiscard]] double level_at(const Pressure& pressure, std::int64_t now_s);

// quiet_bits up to the quiet level, then two bits for each doubling, at most crypto::work_bits_max.
[[nodiscard]] int bits_for(double level, double quiet_level);

}  // namespace kiezel::conversation
