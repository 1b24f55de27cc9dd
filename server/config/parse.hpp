// From what a person wrote to a typed value, and what could have been written.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "server/config/settings.hpp"

namespace kiezel::config {

// Sets the member of the setting. The error says what was expected, to follow "... is not ".
[[nodiscard]] std::expected<void, std::string> assign(Config& config, const Setting& setting,
                                                      std::string_view text);

// For example `a number from 1 to 64`.
[[nodiscard]] std::string expected_value(const Setting& setting);

}  // namespace kiezel::config
