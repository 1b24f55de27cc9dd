// Polynomials of ML-KEM: 256 coefficients modulo q = 3329, always fully reduced (FIPS 203 section 4).
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"

namespace kiezel::crypto::hazmat {

inline constexpr std::uint32_t q = 3329;
inline constexpr std::size_t coefficient_count = 256;

/// Wiped when it dies, because most of them are secret.
class Polynomial {
 public:
  Polynomial() = default;
  ~Polynomial() { wipe({reinterpret_cast<std::uint8_t*>(coefficients_.data()), sizeof coefficients_}); }
  Polynomial(const Polynomial&) = default;
  Polynomial& operator=(const Polynomial&) = default;

  [[nodiscard]] std::uint16_t operator[](std::size_t i) const { return coefficients_[i]; }
  [[nodiscard]] std::uint16_t& operator[](std::size_t i) { return coefficients_[i]; }

  Polynomial& operator+=(const Polynomial& other);
  Polynomial& operator-=(const Polynomial& other);

  /// Into and out of the number-theoretic domain (algorithms 9 and 10).
  void transform();
  void transform_back();

 private:
  std::array<std::uint16_t, coefficient_count> coefficients_{};
};

/// Product of two transformed polynomials (algorithm 11).
[[nodiscard]] Polynomial multiply(const Polynomial& a, const Polynomial& b);

/// Uniform, from public bytes: the only place that may loop on what it reads (algorithm 7).
[[nodiscard]] Polynomial sample_uniform(BytesView rho, std::uint8_t column, std::uint8_t row);
/// Centred binomial with eta = 2, from SHAKE256(seed || number) (algorithm 8).
[[nodiscard]] Polynomial sample_small(BytesView seed, std::uint8_t number);

/// Twelve bits a coefficient, uncompressed; 384 bytes.
inline constexpr std::size_t encoded_bytes = 384;
void encode(const Polynomial& polynomial, std::span<std::uint8_t, encoded_bytes> output);
/// Values may exceed q in hostile input; they are reduced. `is_reduced` tells.
[[nodiscard]] Polynomial decode(std::span<const std::uint8_t, encoded_bytes> input);
[[nodiscard]] bool is_reduced(std::span<const std::uint8_t, encoded_bytes> input);

/// Compressed to `Bits` a coefficient: 10 for u, 4 for v, 1 for a message (section 4.2.1).
template <unsigned Bits>
void compress(const Polynomial& polynomial, std::span<std::uint8_t> output);
template <unsigned Bits>
[[nodiscard]] Polynomial decompress(std::span<const std::uint8_t> input);

/// One coefficient; a multiplication and a shift, because a division's time would tell about the secret
/// (KyberSlash).
template <unsigned Bits>
[[nodiscard]] constexpr std::uint32_t compress_coefficient(std::uint32_t value) {
  static_assert(Bits == 10 || Bits == 4 || Bits == 1);
  // floor((2^Bits * value + q/2) / q). The numerator is below 2^22, for which the rounded-up reciprocal is
  // exact.
  constexpr std::uint64_t reciprocal = (std::uint64_t{1} << 40) / q + 1;
  const std::uint64_t numerator = (std::uint64_t{value} << Bits) + q / 2;
  return static_cast<std::uint32_t>(numerator * reciprocal >> 40) & ((1U << Bits) - 1);
}

}  // namespace kiezel::crypto::hazmat
