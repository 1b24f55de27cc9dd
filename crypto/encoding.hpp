// Bytes as text: lower-case hexadecimal, and base64url without padding (RFC 4648 section 5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/bytes.hpp"

namespace kiezel::crypto {

[[nodiscard]] std::string to_hex(BytesView bytes);
/// Nothing for an odd length or any character outside [0-9a-f].
[[nodiscard]] std::optional<Bytes> from_hex(std::string_view text);

[[nodiscard]] std::string to_base64url(BytesView bytes);
/// Strict: nothing for padding, white space, foreign characters, or unused bits that are not zero, so that
/// every byte string has exactly one spelling.
[[nodiscard]] std::optional<Bytes> from_base64url(std::string_view text);

}  // namespace kiezel::crypto
