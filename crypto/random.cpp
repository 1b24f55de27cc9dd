#include "crypto/random.hpp"

#include <sodium.h>

namespace kiezel::crypto {

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  if (!bytes.empty()) randombytes_buf(bytes.data(), bytes.size());
}

}  // namespace kiezel::crypto
