// ISO/IEC 7816-4 padding to one of eight sizes, so that an observer learns a size class and not a length
// (crypto/KZ1.md 5.5).
#pragma once

#include <array>
#include <optional>

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"

namespace kiezel::crypto {

inline constexpr std::array<std::size_t, 8> size_classes{512, 1024, 2048, 4096, 8192, 16384, 32768, 65536};

[[nodiscard]] bool is_size_class(std::size_t byte_count);
/// The smallest class that has room for the marker byte too; nothing when the plaintext is 65536 bytes or
/// more.
[[nodiscard]] std::optional<SecretBytes> pad(BytesView plaintext);
/// How many of the bytes are plaintext; nothing when the size is no class, the marker is missing, or a
/// smaller class had room: every plaintext has one padded form. Constant time in the contents.
[[nodiscard]] std::optional<std::size_t> unpadded_size(BytesView padded);

}  // namespace kiezel::crypto
