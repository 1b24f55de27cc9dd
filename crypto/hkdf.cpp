#include "crypto/hkdf.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cassert>

#include "crypto/sodium_bytes.hpp"

namespace kiezel::crypto {
namespace {

constexpr std::size_t block_bytes = crypto_auth_hmacsha256_BYTES;

}  // namespace

PseudoRandomKey hkdf_extract(BytesView salt, BytesView input_key_material) {
  PseudoRandomKey result;
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, sodium_bytes(salt), salt.size());
  crypto_auth_hmacsha256_update(&state, sodium_bytes(input_key_material), input_key_material.size());
  crypto_auth_hmacsha256_final(&state, result.expose_mutable().data());
  sodium_memzero(&state, sizeof state);
  return result;
}

void hkdf_expand(const PseudoRandomKey& key, BytesView info, std::span<std::uint8_t> output) {
  assert(output.size() <= 255 * block_bytes);
  Secret<block_bytes> block;
  std::uint8_t counter = 0;
  for (std::size_t done = 0; done < output.size(); done += block_bytes) {
    ++counter;
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.expose().data(), key.expose().size());
    if (counter > 1) crypto_auth_hmacsha256_update(&state, block.expose().data(), block_bytes);
    crypto_auth_hmacsha256_update(&state, sodium_bytes(info), info.size());
    crypto_auth_hmacsha256_update(&state, &counter, 1);
    crypto_auth_hmacsha256_final(&state, block.expose_mutable().data());
    sodium_memzero(&state, sizeof state);
    const auto taken = block.expose().first(std::min(block_bytes, output.size() - done));
    std::ranges::copy(taken, output.subspan(done).begin());
  }
}

Secret<32> expand(const PseudoRandomKey& key, std::string_view label, BytesView context) {
  Secret<32> result;
  const Bytes info = ByteWriter(1 + label.size() + context.size()).label(label).raw(context).take();
  hkdf_expand(key, info, result.expose_mutable());
  return result;
}

}  // namespace kiezel::crypto
