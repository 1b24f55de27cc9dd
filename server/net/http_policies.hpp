// What every answer tells the browser about itself: what its page may do, and how long it may be kept.
#pragma once

#include <array>
#include <string_view>

#include "server/net/http_answer.hpp"
#include "server/net/static_files.hpp"

namespace kiezel::net {

// For what is no page: it may do nothing.
inline constexpr std::string_view closed_policy =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

inline constexpr std::string_view never_stored = "no-store";
// Asks each time whether its tag still holds.
inline constexpr std::string_view revalidated = "no-cache";

// On every answer, so that no route can forget one.
inline constexpr std::array<HttpHeader, 6> fixed_headers{{
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Embedder-Policy", "require-corp"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Content-Type-Options", "nosniff"},
    {"Permissions-Policy",
     "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), fullscreen=(), "
     "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
     "publickey-credentials-create=(self), publickey-credentials-get=(self), screen-wake-lock=(), usb=(), "
     "xr-spatial-tracking=()"},
}};

inline constexpr HttpHeader https_only{"Strict-Transport-Security", "max-age=63072000; includeSubDomains"};

[[nodiscard]] std::string_view policy_of(FileKind kind);
[[nodiscard]] std::string_view cache_control_of(FileKind kind);

}  // namespace kiezel::net
