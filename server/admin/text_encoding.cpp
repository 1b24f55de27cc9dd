#include "server/admin/text_encoding.hpp"

#include <array>
#include <cstdint>

#include "crypto/utf8.hpp"

namespace kiezel::admin {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// 0x80 to 0x9F, where Windows-1252 differs from Latin-1.
constexpr std::array<std::uint16_t, 32> windows_1252 = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

bool is_utf8(std::string_view text) {
  const crypto::Bytes bytes(text.begin(), text.end());
  return crypto::utf8_length(bytes).has_value();
}

// Windows-1252 has nothing beyond U+FFFD, so three bytes are the most.
void append_utf8(std::string& out, std::uint16_t code_point) {
  if (code_point < 0x80) {
    out.push_back(static_cast<char>(code_point));
  } else if (code_point < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (code_point >> 6)));
    out.push_back(static_cast<char>(0x80 | (code_point & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xE0 | (code_point >> 12)));
    out.push_back(static_cast<char>(0x80 | ((code_point >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code_point & 0x3F)));
  }
}

}  // namespace

std::string to_utf8(std::string_view bytes) {
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  if (is_utf8(bytes)) return std::string(bytes);
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 16);
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    const bool differs = byte >= 0x80 && byte < 0xA0;
    append_utf8(out, differs ? windows_1252[byte - 0x80U] : byte);
  }
  return out;
}

}  // namespace kiezel::admin
