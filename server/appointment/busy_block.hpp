// How a block of an advisor's own calendar is kept: a member of a sorted set, its score the end.
#pragma once

#include <optional>
#include <string>

#include "server/appointment/quarters.hpp"
#include "server/core/ids.hpp"

namespace kiezel::appointment {

struct BusyBlock {
  std::array<std::uint8_t, 16> id{};
  Period period;
  bool imported = false;

  friend bool operator==(const BusyBlock&, const BusyBlock&) = default;
};

// The id (16 bytes), the beginning in decimal digits, ':' and 'own' or 'imported'.
[[nodiscard]] std::string kept_form(const BusyBlock& block);
// Nothing when it is malformed.
[[nodiscard]] std::optional<BusyBlock> parse_busy_block(std::string_view kept, std::int64_t end_s);

}  // namespace kiezel::appointment
