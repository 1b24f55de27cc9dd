#include "server/admin/printable.hpp"

namespace kiezel::admin {
namespace {

unsigned char byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

// How many bytes of UTF-8 at this place are a sign that a terminal could obey; 0 when they are none.
std::size_t order_at(std::string_view text, std::size_t at) {
  const unsigned char first = byte_at(text, at);
  const unsigned char second = byte_at(text, at + 1);
  const unsigned char third = byte_at(text, at + 2);
  if (first < 0x20 || first == 0x7f) return 1;
  // U+0080 to U+009F, the second half of the control characters.
  if (first == 0xc2 && second >= 0x80 && second < 0xa0) return 2;
  // U+2028 to U+202E and U+2066 to U+2069 break the line or turn the direction of what follows, so that a
  // sentence would read otherwise than it stands.
  if (first == 0xe2 && second == 0x80 && third >= 0xa8 && third <= 0xae) return 3;
  if (first == 0xe2 && second == 0x81 && third >= 0xa6 && third <= 0xa9) return 3;
  return 0;
}

}  // namespace

std::string printable(std::string_view text) {
  constexpr std::string_view dot = "\u00b7";
  std::string shown;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t order = order_at(text, i);
    if (order > 0) {
      shown += dot;
    } else {
      shown += text[i];
    }
    i += order > 0 ? order : 1;
  }
  return shown;
}

}  // namespace kiezel::admin
