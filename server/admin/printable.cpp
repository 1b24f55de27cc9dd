#include "server/admin/printable.hpp"

namespace kiezel::admin {

std::string printable(std::string_view text) {
  constexpr std::string_view dot = "\u00b7";
  std::string shown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool is_c0 = byte < 0x20 || byte == 0x7f;
    // U+0080 to U+009F: the second half of the control characters, two bytes in UTF-8.
    const bool is_c1 = byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (is_c1) ++i;
    if (is_c0 || is_c1) {
      shown += dot;
    } else {
      shown += text[i];
    }
  }
  return shown;
}

}  // namespace kiezel::admin
