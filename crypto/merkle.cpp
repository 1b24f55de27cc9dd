#include "crypto/merkle.hpp"

#include <bit>

#include "crypto/hash.hpp"

namespace kiezel::crypto {
namespace {

// Leaves and nodes hash differently, or a node could be passed off as a leaf.
constexpr std::array<std::uint8_t, 1> leaf_prefix{0x00};
constexpr std::array<std::uint8_t, 1> node_prefix{0x01};

}  // namespace

Digest merkle_leaf_hash(BytesView leaf) {
  return sha256({leaf_prefix, leaf});
}

Digest merkle_root(std::span<const Digest> leaf_hashes) {
  if (leaf_hashes.empty()) return sha256(BytesView{});
  if (leaf_hashes.size() == 1) return leaf_hashes.front();
  // The largest power of two below the count: at most 32 levels for any file that fits a disk.
  const std::size_t split = std::bit_floor(leaf_hashes.size() - 1);
  return sha256(
      {node_prefix, merkle_root(leaf_hashes.first(split)), merkle_root(leaf_hashes.subspan(split))});
}

}  // namespace kiezel::crypto
