#include "crypto/argon2id.hpp"

#include <sodium.h>

#include "crypto/sodium_bytes.hpp"

namespace kiezel::crypto {

static_assert(Argon2Salt::byte_count == crypto_pwhash_argon2id_SALTBYTES);

bool argon2id_fill(BytesView password, const Argon2Salt& salt, const Argon2Cost& cost,
                   std::span<std::uint8_t> output) {
  const std::string_view text = as_text({sodium_bytes(password), password.size()});
  const int failed = crypto_pwhash_argon2id(
      output.data(), output.size(), text.data(), text.size(), salt.bytes.data(), cost.passes,
      std::size_t{cost.memory_kib} * 1024, crypto_pwhash_argon2id_ALG_ARGON2ID13);
  if (failed == 0 && !is_all_zero(output)) return true;
  wipe(output);
  return false;
}

}  // namespace kiezel::crypto
