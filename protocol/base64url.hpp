// base64url without padding, decoded strictly into a given place: the wire's form of bytes. It does what
// crypto/encoding.hpp does for single values, without an allocation and four characters at a time, because
// it touches every byte of every frame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kiezel::protocol {

// How many bytes this many characters stand for; nothing when no run of bytes has that length.
[[nodiscard]] constexpr std::optional<std::size_t> decoded_size(std::size_t characters) {
  if (characters % 4 == 1) return std::nullopt;
  return characters / 4 * 3 + characters % 4 * 3 / 4;
}

// out must have decoded_size(text.size()) bytes. False, with out undefined, for a foreign character,
// padding, or unused bits that are not zero.
[[nodiscard]] bool decode_base64url(std::string_view text, std::span<std::uint8_t> out);

void append_base64url(std::string& out, std::span<const std::uint8_t> bytes);

}  // namespace kiezel::protocol
