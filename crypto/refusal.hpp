// Which layer refused something: the word that the shared vectors use (protocol/vectors). It is for tests,
// metrics and the wire's error code; it never tells why a decryption failed.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

namespace kiezel::crypto {

enum class Refusal : std::uint8_t {
  syntax,     ///< the bytes do not have this structure: cut short, too long, lengths that do not add up
  shape,      ///< a field holds a value that it may not hold
  limit,      ///< a named bound is passed
  signature,  ///< not signed by the key that it names
  decrypt,    ///< cannot be opened with these keys
  rule,       ///< well formed and authentic, but not allowed here and now
};

[[nodiscard]] std::string_view to_string(Refusal refusal);

template <class T>
using Checked = std::expected<T, Refusal>;

}  // namespace kiezel::crypto
