#include "crypto/padding.hpp"

#include <sodium.h>

#include <algorithm>

namespace kiezel::crypto {
namespace {

std::optional<std::size_t> size_class_of(std::size_t plaintext_bytes) {
  const auto* size = std::ranges::upper_bound(size_classes, plaintext_bytes);
  return size == size_classes.end() ? std::nullopt : std::optional(*size);
}

}  // namespace

bool is_size_class(std::size_t byte_count) {
  return std::ranges::binary_search(size_classes, byte_count);
}

std::optional<SecretBytes> pad(BytesView plaintext) {
  const auto size = size_class_of(plaintext.size());
  if (!size) return std::nullopt;
  SecretBytes padded(*size);
  const auto bytes = padded.expose_mutable();
  std::ranges::copy(plaintext, bytes.begin());
  bytes[plaintext.size()] = 0x80;
  return padded;
}

std::optional<std::size_t> unpadded_size(BytesView padded) {
  if (!is_size_class(padded.size())) return std::nullopt;
  std::size_t size = 0;
  if (sodium_unpad(&size, padded.data(), padded.size(), padded.size()) != 0) return std::nullopt;
  return size_class_of(size) == padded.size() ? std::optional(size) : std::nullopt;
}

}  // namespace kiezel::crypto
