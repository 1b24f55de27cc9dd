// Files from spreadsheets and registers come as UTF-8 (with or without a byte order mark) or as Windows-1252.
#pragma once

#include <string>
#include <string_view>

namespace kiezel::admin {

/// UTF-8 without a byte order mark. What is well-formed UTF-8 is taken as such; anything else is read as
/// Windows-1252, in which every byte has a meaning (the five undefined ones become U+FFFD).
[[nodiscard]] std::string to_utf8(std::string_view bytes);

}  // namespace kiezel::admin
