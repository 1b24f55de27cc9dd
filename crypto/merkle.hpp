// The Merkle tree hash of RFC 6962 section 2.1 with SHA-256.
#pragma once

#include <span>

#include "crypto/bytes.hpp"
#include "crypto/ids.hpp"

namespace kiezel::crypto {

/// H(0x00 || leaf).
[[nodiscard]] Digest merkle_leaf_hash(BytesView leaf);
/// The root over leaf hashes; H("") for none.
[[nodiscard]] Digest merkle_root(std::span<const Digest> leaf_hashes);

}  // namespace kiezel::crypto
