#include "crypto/hash.hpp"

#include <sodium.h>

#include "crypto/sodium_bytes.hpp"

namespace kiezel::crypto {
namespace {

void update(crypto_hash_sha256_state& state, BytesView bytes) {
  crypto_hash_sha256_update(&state, sodium_bytes(bytes), bytes.size());
}

Digest finish(crypto_hash_sha256_state& state) {
  Digest digest;
  crypto_hash_sha256_final(&state, digest.bytes.data());
  // The parts may have been secret.
  sodium_memzero(&state, sizeof state);
  return digest;
}

}  // namespace

Digest sha256(std::initializer_list<BytesView> parts) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for (const BytesView part : parts) update(state, part);
  return finish(state);
}

Digest sha256(BytesView bytes) {
  return sha256(std::initializer_list<BytesView>{bytes});
}

Digest hash(std::string_view label, std::initializer_list<BytesView> parts) {
  const auto label_length = static_cast<std::uint8_t>(label.size());
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  update(state, {&label_length, 1});
  update(state, as_bytes(label));
  for (const BytesView part : parts) update(state, part);
  return finish(state);
}

}  // namespace kiezel::crypto
