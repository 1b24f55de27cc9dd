// SHA-256, plain and labelled (crypto/KZ1.md 2.3).
#pragma once

#include <initializer_list>
#include <string_view>

#include "crypto/bytes.hpp"
#include "crypto/ids.hpp"

namespace kiezel::crypto {

/// H of the parts, one after the other.
[[nodiscard]] Digest sha256(std::initializer_list<BytesView> parts);
[[nodiscard]] Digest sha256(BytesView bytes);
/// hash(label, m) = H(L(label) || m) with m = the parts, one after the other.
[[nodiscard]] Digest hash(std::string_view label, std::initializer_list<BytesView> parts);

}  // namespace kiezel::crypto
