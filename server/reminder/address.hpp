// Mail addresses as far as we take them. Pure.
#pragma once

#include <string_view>

namespace kiezel::reminder {

// One @, something on both sides, a dot in the domain, and nothing that a header or an envelope could be
// split at: no white space, no control characters, no brackets, quotes, commas, colons or backslashes; ASCII
// only.
[[nodiscard]] bool is_mail_address(std::string_view text);

}  // namespace kiezel::reminder
