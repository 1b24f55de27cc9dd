#include "crypto/hashing.hpp"

#include <sodium.h>

#include "crypto/sodium_bytes.hpp"

namespace kiezel::crypto {

struct Hashing::State {
  crypto_hash_sha256_state value{};
};

Hashing::Hashing() : state_(std::make_unique<State>()) {
  crypto_hash_sha256_init(&state_->value);
}

// What was hashed may have been secret.
Hashing::~Hashing() {
  sodium_memzero(&state_->value, sizeof state_->value);
}

void Hashing::update(BytesView bytes) {
  crypto_hash_sha256_update(&state_->value, sodium_bytes(bytes), bytes.size());
}

Digest Hashing::finish() {
  Digest digest;
  crypto_hash_sha256_final(&state_->value, digest.bytes.data());
  return digest;
}

}  // namespace kiezel::crypto
