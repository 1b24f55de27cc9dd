// That somebody was told something without consent, and that the family does not know it yet: kept in the
// advisor's sealed note until the day on which it is decided again (crypto/KZ1.md 5.13).
#pragma once

#include <cstdint>
#include <string>

#include "crypto/ids.hpp"
#include "crypto/refusal.hpp"

namespace kiezel::crypto {

struct HeldNotice {
  /// Of the NOTICE that it becomes: sent twice, it counts once.
  StatementId id{};
  std::string whom{};
  /// Points, one a line.
  std::string about{};
  std::string why{};
  std::string consulted{};
  /// Unix seconds.
  std::uint64_t told_at = 0;
  std::uint64_t review_at = 0;
  /// Why the family cannot hear it yet, a line for each time that this was decided.
  std::string later{};

  friend bool operator==(const HeldNotice&, const HeldNotice&) = default;
};

inline constexpr std::size_t held_later_bytes_max = 1'000;

[[nodiscard]] Bytes encode(const HeldNotice& held);
/// All of it is needed, and no text may be empty.
[[nodiscard]] Checked<HeldNotice> parse_held_notice(BytesView tlv);

}  // namespace kiezel::crypto
