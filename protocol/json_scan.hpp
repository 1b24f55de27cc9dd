// Finds the end of plain text inside a JSON string, eight bytes at a time; nearly every byte of a frame is
// such text.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace kiezel::protocol {

// How many bytes from the front are printable ASCII other than the quote and the backslash.
[[nodiscard]] inline std::size_t plain_prefix(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t high = 0x8080808080808080;
  std::size_t at = 0;
  if constexpr (std::endian::native == std::endian::little) {
    for (; at + 8 <= text.size(); at += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data() + at, sizeof word);
      const std::uint64_t quote = word ^ ones * '"';
      const std::uint64_t backslash = word ^ ones * '\\';
      // A borrow can mark a byte behind a special one as well, never before it: the lowest mark is right.
      const std::uint64_t special = (((word - ones * 0x20) & ~word) | ((quote - ones) & ~quote) |
                                     ((backslash - ones) & ~backslash) | word) &
                                    high;
      if (special != 0) return at + static_cast<std::size_t>(std::countr_zero(special)) / 8;
    }
  }
  for (; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\') break;
  }
  return at;
}

[[nodiscard]] constexpr bool is_json_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
[[nodiscard]] constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The value of four hexadecimal digits, or more than 0xffff when one is missing or foreign.
[[nodiscard]] constexpr std::uint32_t hex4(std::string_view text) {
  constexpr std::uint32_t none = 0x10000;
  if (text.size() < 4) return none;
  std::uint32_t value = 0;
  for (const char c : text.substr(0, 4)) {
    const char lower = static_cast<char>(c | 0x20);
    if (is_digit(c)) {
      value = value << 4 | static_cast<std::uint32_t>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      value = value << 4 | static_cast<std::uint32_t>(lower - 'a' + 10);
    } else {
      return none;
    }
  }
  return value;
}

[[nodiscard]] constexpr bool is_high_surrogate(std::uint32_t unit) {
  return unit >= 0xd800 && unit <= 0xdbff;
}
[[nodiscard]] constexpr bool is_low_surrogate(std::uint32_t unit) {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

}  // namespace kiezel::protocol
