// The codes of an authenticator app (RFC 6238): six digits, a new one every thirty seconds, HMAC-SHA-1, which
// is the one hash that every app knows.
#pragma once

#include <cstdint>
#include <optional>

#include "crypto/bytes.hpp"

namespace kiezel::factor {

inline constexpr std::uint64_t totp_step_s = 30;
/// Clocks may differ by one step either way.
inline constexpr std::uint64_t totp_steps_around = 1;

/// RFC 4226 5.3.
[[nodiscard]] std::uint32_t hotp(crypto::BytesView secret, std::uint64_t counter);

/// The step whose code this is, of now and its neighbours. The time does not depend on which of them, if any.
[[nodiscard]] std::optional<std::uint64_t> matching_step(crypto::BytesView secret, std::uint32_t code,
                                                         std::uint64_t now_s);

}  // namespace kiezel::factor
