// HKDF-SHA-256: as in RFC 5869, and with KZ1's labels (crypto/KZ1.md 2.3).
#pragma once

#include <span>
#include <string_view>

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"

namespace kiezel::crypto {

using PseudoRandomKey = Secret<32>;

/// RFC 5869 section 2.2.
[[nodiscard]] PseudoRandomKey hkdf_extract(BytesView salt, BytesView input_key_material);
/// RFC 5869 section 2.3. `output` may be at most 255 * 32 bytes (asserted: lengths are ours, not input).
void hkdf_expand(const PseudoRandomKey& key, BytesView info, std::span<std::uint8_t> output);

/// expand(prk, label, context, 32) = HKDF-Expand(prk, L(label) || context, 32).
[[nodiscard]] Secret<32> expand(const PseudoRandomKey& key, std::string_view label, BytesView context = {});

}  // namespace kiezel::crypto
