// What may be written into one conversation and begun by one mailbox on one day, far above what people do: it
// bounds what leaked words or a broken program can fill a log and an advisor's desk with. Days are those of
// UTC, so that the moment at which a counter goes tells nothing about the moment at which somebody wrote.
// Pure.
#pragma once

#include <cstdint>

namespace kiezel::conversation {

inline constexpr std::int64_t day_s = 86'400;

/// Entries and their bytes.
struct WritingQuota {
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;
};

struct Quotas {
  /// One every three minutes, around the clock.
  WritingQuota client{500, 8U << 20U};
  /// Accountable, and gives history back to its other devices.
  WritingQuota advisor{4'000, 32U << 20U};
  /// New words have a mailbox of their own, so that most begin one in all their life.
  std::uint64_t conversations = 8;
};

struct Today {
  std::int64_t number = 0;
  /// To its end, at least 1.
  std::int64_t left_s = 0;
};

[[nodiscard]] constexpr Today today_at(std::int64_t now_s) {
  return {now_s / day_s, day_s - now_s % day_s};
}

}  // namespace kiezel::conversation
