// Argon2id version 1.3 (RFC 9106), one lane, 32 bytes out.
#pragma once

#include <cstdint>
#include <optional>

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"

namespace kiezel::crypto {

using Argon2Salt = FixedBytes<struct Argon2SaltTag, 16>;

struct Argon2Cost {
  std::uint32_t memory_kib = 0;
  std::uint32_t passes = 0;

  friend bool operator==(const Argon2Cost&, const Argon2Cost&) = default;
};

/// The return code and the safety number: 64 MiB is the most that is right in every browser engine (T2).
inline constexpr Argon2Cost client_argon2_cost{.memory_kib = 65536, .passes = 3};
/// An advisor's passphrase: one device, which is known to be able to.
inline constexpr Argon2Cost vault_argon2_cost{.memory_kib = 262144, .passes = 3};

/// Nothing when the memory cannot be had or the cost is outside libsodium's bounds (8 KiB and one pass at
/// least).
[[nodiscard]] std::optional<Secret<32>> argon2id(BytesView password, const Argon2Salt& salt,
                                                 const Argon2Cost& cost);

}  // namespace kiezel::crypto
