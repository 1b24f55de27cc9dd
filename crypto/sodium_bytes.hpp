// libsodium declares its pointers to be never null, even where no byte is read; an empty view has a null
// pointer.
#pragma once

#include "crypto/bytes.hpp"

namespace kiezel::crypto {

/// Where the bytes lie, or somewhere when there are none.
[[nodiscard]] inline const std::uint8_t* sodium_bytes(BytesView bytes) {
  static constexpr std::uint8_t nowhere = 0;
  return bytes.empty() ? &nowhere : bytes.data();
}

}  // namespace kiezel::crypto
