// The six digits of an authenticator app (RFC 6238).
#pragma once

#include <cstdint>

#include "crypto/bytes.hpp"

namespace kiezel::client {

inline constexpr std::uint64_t app_step_s = 30;

/// `step` is the time in app_step_s since 1970.
[[nodiscard]] std::int64_t app_code(crypto::BytesView secret, std::uint64_t step);

}  // namespace kiezel::client
