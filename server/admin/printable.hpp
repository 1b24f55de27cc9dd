// Text of others on a terminal.
#pragma once

#include <string>
#include <string_view>

namespace kiezel::admin {

/// `text` without anything that a terminal could obey: control characters, and signs that turn the direction
/// of writing or break a line, become a middle dot.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace kiezel::admin
