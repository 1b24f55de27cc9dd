// Text of others on a terminal.
#pragma once

#include <string>
#include <string_view>

namespace kiezel::admin {

/// `text` without anything that a terminal could obey: control characters become a middle dot.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace kiezel::admin
