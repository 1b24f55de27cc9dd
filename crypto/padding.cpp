#include "crypto/padding.hpp"

#include <sodium.h>

#include <algorithm>

namespace kiezel::crypto {

std::optional<SecretBytes> pad(BytesView plaintext) {
  const auto* size = std::ranges::upper_bound(size_classes, plaintext.size());
  if (size == size_classes.end()) return std::nullopt;
  SecretBytes padded(*size);
  const auto bytes = padded.expose_mutable();
  std::ranges::copy(plaintext, bytes.begin());
  bytes[plaintext.size()] = 0x80;
  return padded;
}

std::optional<std::size_t> unpadded_size(BytesView padded) {
  if (!std::ranges::binary_search(size_classes, padded.size())) return std::nullopt;
  std::size_t size = 0;
  if (sodium_unpad(&size, padded.data(), padded.size(), padded.size()) != 0) return std::nullopt;
  return size;
}

}  // namespace kiezel::crypto
