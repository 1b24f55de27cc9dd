#include "crypto/hazmat/polynomial.hpp"

#include "crypto/hazmat/keccak.hpp"

namespace kiezel::crypto::hazmat {
namespace {

/// value - q where value >= q, without a branch. value < 2q.
constexpr std::uint16_t subtract_once(std::uint32_t value) {
  const std::uint32_t difference = value - q;
  const std::uint32_t borrowed = 0U - (difference >> 31);
  return static_cast<std::uint16_t>(difference + (q & borrowed));
}

constexpr std::uint16_t add(std::uint32_t a, std::uint32_t b) {
  return subtract_once(a + b);
}
constexpr std::uint16_t subtract(std::uint32_t a, std::uint32_t b) {
  return subtract_once(a + q - b);
}

/// Barrett: value < 2^24, so the estimate is at most one short.
constexpr std::uint16_t reduce(std::uint32_t value) {
  constexpr std::uint64_t reciprocal = (std::uint64_t{1} << 24) / q;
  const auto quotient = static_cast<std::uint32_t>(value * reciprocal >> 24);
  return subtract_once(value - quotient * q);
}

constexpr std::uint16_t product(std::uint32_t a, std::uint32_t b) {
  return reduce(a * b);
}

constexpr std::size_t reverse_seven_bits(std::size_t value) {
  std::size_t reversed = 0;
  for (int bit = 0; bit < 7; ++bit) reversed |= (value >> bit & 1) << (6 - bit);
  return reversed;
}

constexpr std::uint16_t power_of_17(std::size_t exponent) {
  std::uint16_t result = 1;
  for (std::size_t i = 0; i < exponent; ++i) result = product(result, 17);
  return result;
}

constexpr auto zetas = [] {
  std::array<std::uint16_t, 128> table{};
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = power_of_17(reverse_seven_bits(i));
  return table;
}();

constexpr auto gammas = [] {
  std::array<std::uint16_t, 128> table{};
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = power_of_17(2 * reverse_seven_bits(i) + 1);
  return table;
}();

}  // namespace

Polynomial& Polynomial::operator+=(const Polynomial& other) {
  for (std::size_t i = 0; i < coefficient_count; ++i) coefficients_[i] = add(coefficients_[i], other[i]);
  return *this;
}

Polynomial& Polynomial::operator-=(const Polynomial& other) {
  for (std::size_t i = 0; i < coefficient_count; ++i) coefficients_[i] = subtract(coefficients_[i], other[i]);
  return *this;
}

void Polynomial::transform() {
  std::size_t next_zeta = 1;
  for (std::size_t length = 128; length >= 2; length /= 2) {
    for (std::size_t start = 0; start < coefficient_count; start += 2 * length) {
      const std::uint16_t zeta = zetas[next_zeta++];
      for (std::size_t j = start; j < start + length; ++j) {
        const std::uint16_t turned = product(zeta, coefficients_[j + length]);
        coefficients_[j + length] = subtract(coefficients_[j], turned);
        coefficients_[j] = add(coefficients_[j], turned);
      }
    }
  }
}

void Polynomial::transform_back() {
  std::size_t next_zeta = 127;
  for (std::size_t length = 2; length <= 128; length *= 2) {
    for (std::size_t start = 0; start < coefficient_count; start += 2 * length) {
      const std::uint16_t zeta = zetas[next_zeta--];
      for (std::size_t j = start; j < start + length; ++j) {
        const std::uint16_t first = coefficients_[j];
        coefficients_[j] = add(first, coefficients_[j + length]);
        coefficients_[j + length] = product(zeta, subtract(coefficients_[j + length], first));
      }
    }
  }
  constexpr std::uint16_t inverse_of_128 = 3303;
  for (std::uint16_t& coefficient : coefficients_) coefficient = product(coefficient, inverse_of_128);
}

Polynomial multiply(const Polynomial& a, const Polynomial& b) {
  Polynomial result;
  for (std::size_t i = 0; i < coefficient_count; i += 2) {
    const std::uint16_t wrapped = product(product(a[i + 1], b[i + 1]), gammas[i / 2]);
    result[i] = add(product(a[i], b[i]), wrapped);
    result[i + 1] = add(product(a[i], b[i + 1]), product(a[i + 1], b[i]));
  }
  return result;
}

Polynomial sample_uniform(BytesView rho, std::uint8_t column, std::uint8_t row) {
  Sponge sponge = Sponge::shake128();
  sponge.absorb(rho);
  sponge.absorb(std::array{column, row});
  Polynomial result;
  std::size_t filled = 0;
  while (filled < coefficient_count) {
    std::array<std::uint8_t, 3> three{};
    sponge.squeeze(three);
    const std::uint32_t low = three[0] | (three[1] & 15U) << 8;
    const std::uint32_t high = three[1] >> 4 | std::uint32_t{three[2]} << 4;
    if (low < q) result[filled++] = static_cast<std::uint16_t>(low);
    if (high < q && filled < coefficient_count) result[filled++] = static_cast<std::uint16_t>(high);
  }
  return result;
}

Polynomial sample_small(BytesView seed, std::uint8_t number) {
  const Secret<128> noise = shake256<128>({seed, {&number, 1}});
  Polynomial result;
  for (std::size_t i = 0; i < coefficient_count; ++i) {
    const std::uint32_t bits = noise.expose()[i / 2] >> (4 * (i % 2));
    result[i] = subtract((bits & 1) + (bits >> 1 & 1), (bits >> 2 & 1) + (bits >> 3 & 1));
  }
  return result;
}

void encode(const Polynomial& polynomial, std::span<std::uint8_t, encoded_bytes> output) {
  for (std::size_t i = 0; i < coefficient_count / 2; ++i) {
    const std::uint32_t pair = polynomial[2 * i] | std::uint32_t{polynomial[2 * i + 1]} << 12;
    output[3 * i] = static_cast<std::uint8_t>(pair);
    output[3 * i + 1] = static_cast<std::uint8_t>(pair >> 8);
    output[3 * i + 2] = static_cast<std::uint8_t>(pair >> 16);
  }
}

Polynomial decode(std::span<const std::uint8_t, encoded_bytes> input) {
  Polynomial result;
  for (std::size_t i = 0; i < coefficient_count / 2; ++i) {
    const std::uint32_t pair =
        input[3 * i] | std::uint32_t{input[3 * i + 1]} << 8 | std::uint32_t{input[3 * i + 2]} << 16;
    result[2 * i] = subtract_once(pair & 0xfff);
    result[2 * i + 1] = subtract_once(pair >> 12);
  }
  return result;
}

bool is_reduced(std::span<const std::uint8_t, encoded_bytes> input) {
  std::array<std::uint8_t, encoded_bytes> again{};
  encode(decode(input), again);
  return equal_in_constant_time(input, again);
}

template <unsigned Bits>
void compress(const Polynomial& polynomial, std::span<std::uint8_t> output) {
  std::uint32_t pending = 0;
  unsigned pending_bits = 0;
  std::size_t written = 0;
  for (std::size_t i = 0; i < coefficient_count; ++i) {
    pending |= compress_coefficient<Bits>(polynomial[i]) << pending_bits;
    pending_bits += Bits;
    for (; pending_bits >= 8; pending_bits -= 8, pending >>= 8) {
      output[written++] = static_cast<std::uint8_t>(pending);
    }
  }
}

template <unsigned Bits>
Polynomial decompress(std::span<const std::uint8_t> input) {
  Polynomial result;
  std::uint32_t pending = 0;
  unsigned pending_bits = 0;
  std::size_t read = 0;
  for (std::size_t i = 0; i < coefficient_count; ++i) {
    for (; pending_bits < Bits; pending_bits += 8) pending |= std::uint32_t{input[read++]} << pending_bits;
    const std::uint32_t value = pending & ((1U << Bits) - 1);
    result[i] = static_cast<std::uint16_t>((value * q + (1U << (Bits - 1))) >> Bits);
    pending >>= Bits;
    pending_bits -= Bits;
  }
  return result;
}

template void compress<10>(const Polynomial&, std::span<std::uint8_t>);
template void compress<4>(const Polynomial&, std::span<std::uint8_t>);
template void compress<1>(const Polynomial&, std::span<std::uint8_t>);
template Polynomial decompress<10>(std::span<const std::uint8_t>);
template Polynomial decompress<4>(std::span<const std::uint8_t>);
template Polynomial decompress<1>(std::span<const std::uint8_t>);

}  // namespace kiezel::crypto::hazmat
