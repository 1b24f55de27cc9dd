// SHA-3 and SHAKE (FIPS 202), which libsodium before 1.0.22 lacks and ML-KEM and X-Wing need. Constant time:
// Keccak has no branches or table look-ups that depend on its input.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"

namespace kiezel::crypto::hazmat {

/// A Keccak sponge that first absorbs, then squeezes; wiped when it dies.
class Sponge {
 public:
  [[nodiscard]] static Sponge sha3_256() { return {136, 0x06}; }
  [[nodiscard]] static Sponge sha3_512() { return {72, 0x06}; }
  [[nodiscard]] static Sponge shake128() { return {168, 0x1f}; }
  [[nodiscard]] static Sponge shake256() { return {136, 0x1f}; }

  ~Sponge();
  Sponge(const Sponge&) = delete;
  Sponge& operator=(const Sponge&) = delete;

  /// Not after the first squeeze (asserted).
  void absorb(BytesView bytes);
  void squeeze(std::span<std::uint8_t> output);

 private:
  Sponge(std::size_t rate_bytes, std::uint8_t suffix) : rate_bytes_(rate_bytes), suffix_(suffix) {}
  void add(std::size_t offset, std::uint8_t byte);
  void permute();

  std::array<std::uint64_t, 25> lanes_{};
  std::size_t rate_bytes_;
  std::size_t offset_ = 0;
  std::uint8_t suffix_;
  bool squeezing_ = false;
};

[[nodiscard]] Secret<32> sha3_256(std::initializer_list<BytesView> parts);
[[nodiscard]] Secret<64> sha3_512(std::initializer_list<BytesView> parts);

template <std::size_t N>
[[nodiscard]] Secret<N> shake256(std::initializer_list<BytesView> parts) {
  Sponge sponge = Sponge::shake256();
  for (const BytesView part : parts) sponge.absorb(part);
  Secret<N> result;
  sponge.squeeze(result.expose_mutable());
  return result;
}

}  // namespace kiezel::crypto::hazmat
