#include "crypto/hazmat/keccak.hpp"

#include <bit>
#include <cassert>

namespace kiezel::crypto::hazmat {
namespace {

constexpr std::array<std::uint64_t, 24> round_constants{
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

// rho and pi as one walk over the lanes: where each lane goes and how far it turns (FIPS 202, 3.2.2
// and 3.2.3).
constexpr std::array<std::size_t, 24> walk{10, 7,  11, 17, 18, 3, 5,  16, 8,  21, 24, 4,
                                           15, 23, 19, 13, 12, 2, 20, 14, 22, 9,  6,  1};
constexpr std::array<int, 24> turns{1,  3,  6,  10, 15, 21, 28, 36, 45, 55, 2,  14,
                                    27, 41, 56, 8,  25, 43, 62, 18, 39, 61, 20, 44};

using Lanes = std::array<std::uint64_t, 25>;

void theta(Lanes& lanes) {
  std::array<std::uint64_t, 5> column{};
  for (std::size_t x = 0; x < 5; ++x) {
    column[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20];
  }
  for (std::size_t x = 0; x < 5; ++x) {
    const std::uint64_t mix = column[(x + 4) % 5] ^ std::rotl(column[(x + 1) % 5], 1);
    for (std::size_t y = 0; y < 25; y += 5) lanes[x + y] ^= mix;
  }
}

void rho_and_pi(Lanes& lanes) {
  std::uint64_t carried = lanes[1];
  for (std::size_t step = 0; step < walk.size(); ++step) {
    const std::uint64_t next = lanes[walk[step]];
    lanes[walk[step]] = std::rotl(carried, turns[step]);
    carried = next;
  }
}

void chi(Lanes& lanes) {
  for (std::size_t y = 0; y < 25; y += 5) {
    std::array<std::uint64_t, 5> row{};
    for (std::size_t x = 0; x < 5; ++x) row[x] = lanes[y + x];
    for (std::size_t x = 0; x < 5; ++x) lanes[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
  }
}

}  // namespace

Sponge::~Sponge() {
  wipe({reinterpret_cast<std::uint8_t*>(lanes_.data()), sizeof lanes_});
}

void Sponge::permute() {
  for (const std::uint64_t constant : round_constants) {
    theta(lanes_);
    rho_and_pi(lanes_);
    chi(lanes_);
    lanes_[0] ^= constant;
  }
}

void Sponge::add(std::size_t offset, std::uint8_t byte) {
  lanes_[offset / 8] ^= std::uint64_t{byte} << (8 * (offset % 8));
}

void Sponge::absorb(BytesView bytes) {
  assert(!squeezing_);
  for (const std::uint8_t byte : bytes) {
    add(offset_++, byte);
    if (offset_ < rate_bytes_) continue;
    permute();
    offset_ = 0;
  }
}

void Sponge::squeeze(std::span<std::uint8_t> output) {
  if (!squeezing_) {
    add(offset_, suffix_);
    add(rate_bytes_ - 1, 0x80);
    offset_ = rate_bytes_;
    squeezing_ = true;
  }
  for (std::uint8_t& byte : output) {
    if (offset_ == rate_bytes_) {
      permute();
      offset_ = 0;
    }
    byte = static_cast<std::uint8_t>(lanes_[offset_ / 8] >> (8 * (offset_ % 8)));
    ++offset_;
  }
}

Secret<32> sha3_256(std::initializer_list<BytesView> parts) {
  Sponge sponge = Sponge::sha3_256();
  for (const BytesView part : parts) sponge.absorb(part);
  Secret<32> result;
  sponge.squeeze(result.expose_mutable());
  return result;
}

Secret<64> sha3_512(std::initializer_list<BytesView> parts) {
  Sponge sponge = Sponge::sha3_512();
  for (const BytesView part : parts) sponge.absorb(part);
  Secret<64> result;
  sponge.squeeze(result.expose_mutable());
  return result;
}

}  // namespace kiezel::crypto::hazmat
