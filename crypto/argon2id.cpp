#include "crypto/argon2id.hpp"

#include <sodium.h>

namespace kiezel::crypto {

static_assert(Argon2Salt::byte_count == crypto_pwhash_argon2id_SALTBYTES);

std::optional<Secret<32>> argon2id(BytesView password, const Argon2Salt& salt, const Argon2Cost& cost) {
  Secret<32> result;
  const std::string_view text = as_text(password);
  const int failed = crypto_pwhash_argon2id(
      result.expose_mutable().data(), Secret<32>::byte_count, text.data(), text.size(), salt.bytes.data(),
      cost.passes, std::size_t{cost.memory_kib} * 1024, crypto_pwhash_argon2id_ALG_ARGON2ID13);
  if (failed != 0 || result.is_zero()) return std::nullopt;
  return result;
}

}  // namespace kiezel::crypto
