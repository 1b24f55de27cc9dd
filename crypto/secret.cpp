#include "crypto/secret.hpp"

#include <sodium.h>

namespace kiezel::crypto {

void wipe(std::span<std::uint8_t> bytes) {
  if (!bytes.empty()) sodium_memzero(bytes.data(), bytes.size());
}

bool equal_in_constant_time(BytesView a, BytesView b) {
  if (a.size() != b.size()) return false;
  return a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool is_all_zero(BytesView bytes) {
  return bytes.empty() || sodium_is_zero(bytes.data(), bytes.size()) == 1;
}

}  // namespace kiezel::crypto
