#include "crypto/utf8.hpp"

namespace kiezel::crypto {
namespace {

struct Lead {
  std::size_t continuation_bytes;
  std::uint32_t smallest;
  std::uint32_t bits;
};

std::optional<Lead> read_lead(std::uint8_t byte) {
  if (byte < 0x80) return Lead{.continuation_bytes = 0, .smallest = 0, .bits = byte};
  if (byte >> 5 == 0x06) return Lead{.continuation_bytes = 1, .smallest = 0x80, .bits = byte & 0x1fU};
  if (byte >> 4 == 0x0e) return Lead{.continuation_bytes = 2, .smallest = 0x800, .bits = byte & 0x0fU};
  if (byte >> 3 == 0x1e) return Lead{.continuation_bytes = 3, .smallest = 0x10000, .bits = byte & 0x07U};
  return std::nullopt;
}

bool is_scalar(std::uint32_t value) {
  return value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
}

}  // namespace

std::optional<char32_t> next_code_point(BytesView& text) {
  if (text.empty()) return std::nullopt;
  const auto lead = read_lead(text.front());
  if (!lead || text.size() <= lead->continuation_bytes) return std::nullopt;
  std::uint32_t value = lead->bits;
  for (const std::uint8_t byte : text.subspan(1, lead->continuation_bytes)) {
    if (byte >> 6 != 0x02) return std::nullopt;
    value = value << 6 | (byte & 0x3fU);
  }
  if (value < lead->smallest || !is_scalar(value)) return std::nullopt;
  text = text.subspan(1 + lead->continuation_bytes);
  return static_cast<char32_t>(value);
}

std::optional<std::size_t> utf8_length(BytesView text) {
  std::size_t length = 0;
  while (!text.empty()) {
    if (!next_code_point(text)) return std::nullopt;
    ++length;
  }
  return length;
}

}  // namespace kiezel::crypto
