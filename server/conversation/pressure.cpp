#include "server/conversation/pressure.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "crypto/work.hpp"

namespace kiezel::conversation {
namespace {

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Pressure> pressure_from(std::string_view stored) {
  const std::size_t space = stored.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto thousandths = whole_number(stored.substr(0, space));
  const auto at_s = whole_number(stored.substr(space + 1));
  if (!thousandths || !at_s) return std::nullopt;
  return Pressure{static_cast<double>(*thousandths) / 1000, *at_s};
}

double level_at(const Pressure& pressure, std::int64_t now_s) {
  const auto passed_s = static_cast<double>(std::max<std::int64_t>(0, now_s - pressure.at_s));
  return pressure.level * std::exp2(-passed_s / static_cast<double>(pressure_half_life_s));
}

int bits_for(double level, double quiet_level) {
  if (level <= quiet_level) return quiet_bits;
  const double more = std::ceil(2 * std::log2(level / quiet_level));
  return static_cast<int>(std::min<double>(quiet_bits + more, crypto::work_bits_max));
}

}  // namespace kiezel::conversation
