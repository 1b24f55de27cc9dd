// Argon2id version 1.3 (RFC 9106), one lane.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

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

/// False, and `output` zeros, when the memory cannot be had or the cost is outside libsodium's bounds (8 KiB
/// and one pass at least). The length of the output is an input of Argon2: a shorter result is not a prefix
/// of a longer one.
[[nodiscard]] bool argon2id_fill(BytesView password, const Argon2Salt& salt, const Argon2Cost& cost,
                                 std::span<std::uint8_t> output);

/// Nothing where argon2id_fill says false.
template <std::size_t N = 32>
[[nodiscard]] std::optional<Secret<N>> argon2id(BytesView password, const Argon2Salt& salt,
                                                const Argon2Cost& cost) {
  Secret<N> result;
  if (!argon2id_fill(password, salt, cost, result.expose_mutable())) return std::nullopt;
  return result;
}

}  // namespace kiezel::crypto
