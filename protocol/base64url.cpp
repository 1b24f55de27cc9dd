#include "protocol/base64url.hpp"

#include <array>

namespace kiezel::protocol {
namespace {

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
// Outside the six bits of a digit, so that one OR over many digits tells whether any was foreign.
constexpr std::uint32_t foreign = 0x80;

constexpr std::array<std::uint8_t, 256> values = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(foreign);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    table[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  }
  return table;
}();

std::uint32_t value(char digit) {
  return values[static_cast<unsigned char>(digit)];
}

// The two or three characters behind the last whole group.
bool decode_rest(std::string_view rest, std::span<std::uint8_t> out) {
  const std::uint32_t first = value(rest[0]);
  const std::uint32_t second = value(rest[1]);
  const std::uint32_t third = rest.size() == 3 ? value(rest[2]) : 0;
  if (((first | second | third) & foreign) != 0) return false;
  const std::uint32_t bits = first << 18 | second << 12 | third << 6;
  // Bits that belong to no byte must be zero, or two texts would mean the same bytes.
  const std::uint32_t unused = rest.size() == 3 ? bits & 0xff : bits & 0xffff;
  if (unused != 0) return false;
  out[0] = static_cast<std::uint8_t>(bits >> 16);
  if (rest.size() == 3) out[1] = static_cast<std::uint8_t>(bits >> 8);
  return true;
}

}  // namespace

bool decode_base64url(std::string_view text, std::span<std::uint8_t> out) {
  std::uint32_t seen = 0;
  std::size_t at = 0;
  for (; text.size() >= 4; text.remove_prefix(4)) {
    const std::uint32_t a = value(text[0]);
    const std::uint32_t b = value(text[1]);
    const std::uint32_t c = value(text[2]);
    const std::uint32_t d = value(text[3]);
    seen |= a | b | c | d;
    const std::uint32_t bits = a << 18 | b << 12 | c << 6 | d;
    out[at] = static_cast<std::uint8_t>(bits >> 16);
    out[at + 1] = static_cast<std::uint8_t>(bits >> 8);
    out[at + 2] = static_cast<std::uint8_t>(bits);
    at += 3;
  }
  if ((seen & foreign) != 0) return false;
  return text.empty() || (text.size() >= 2 && decode_rest(text, out.subspan(at)));
}

void append_base64url(std::string& out, std::span<const std::uint8_t> bytes) {
  const std::size_t begin = out.size();
  out.resize(begin + (bytes.size() * 4 + 2) / 3);
  char* to = out.data() + begin;
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t bits = static_cast<std::uint32_t>(bytes[i]) << 16 |
                               static_cast<std::uint32_t>(bytes[i + 1]) << 8 | bytes[i + 2];
    *to++ = digits[bits >> 18];
    *to++ = digits[bits >> 12 & 63];
    *to++ = digits[bits >> 6 & 63];
    *to++ = digits[bits & 63];
  }
  if (i == bytes.size()) return;
  const bool two = i + 2 == bytes.size();
  const std::uint32_t bits =
      static_cast<std::uint32_t>(bytes[i]) << 16 | (two ? static_cast<std::uint32_t>(bytes[i + 1]) << 8 : 0U);
  *to++ = digits[bits >> 18];
  *to++ = digits[bits >> 12 & 63];
  if (two) *to = digits[bits >> 6 & 63];
}

}  // namespace kiezel::protocol
