// Text inside sealed structures must be UTF-8, or a browser would silently repair it into something else.
#pragma once

#include <cstddef>
#include <optional>

#include "crypto/bytes.hpp"

namespace kiezel::crypto {

/// Takes the first code point off the front of `text`; nothing, and `text` as it was, when that is not well
/// formed.
[[nodiscard]] std::optional<char32_t> next_code_point(BytesView& text);

/// How many Unicode scalar values; nothing when the bytes are not well-formed UTF-8 (RFC 3629).
[[nodiscard]] std::optional<std::size_t> utf8_length(BytesView text);

}  // namespace kiezel::crypto
