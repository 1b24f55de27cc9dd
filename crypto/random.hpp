// Randomness is an argument: products pass the system's, vectors and tests a seeded stream.
#pragma once

#include <cstdint>
#include <span>

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"

namespace kiezel::crypto {

class Random {
 public:
  virtual ~Random() = default;
  Random() = default;
  Random(const Random&) = delete;
  Random& operator=(const Random&) = delete;

  virtual void fill(std::span<std::uint8_t> bytes) = 0;

  template <std::size_t N>
  [[nodiscard]] Secret<N> secret() {
    Secret<N> result;
    fill(result.expose_mutable());
    return result;
  }
  template <class Fixed>
  [[nodiscard]] Fixed fixed() {
    Fixed result;
    fill(result.bytes);
    return result;
  }
};

/// The operating system's generator, through libsodium. May be used by several threads.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

}  // namespace kiezel::crypto
