// Text inside sealed structures must be UTF-8, or a browser would silently repair it into something else.
#pragma once

#include <cstddef>
#include <optional>

#include "crypto/bytes.hpp"

namespace kiezel::crypto {

/// How many Unicode scalar values; nothing when the bytes are not well-formed UTF-8 (RFC 3629).
[[nodiscard]] std::optional<std::size_t> utf8_length(BytesView text);

}  // namespace kiezel::crypto
