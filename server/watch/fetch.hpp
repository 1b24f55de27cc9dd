// One GET over HTTPS, through libcurl: certificates are verified against the machine's own authorities.
#pragma once

#include <cstddef>
#include <expected>
#include <string>

#include "crypto/bytes.hpp"

namespace kiezel::watch {

/// Plain HTTP is for this machine only: https://anything, or http://localhost and http://127.0.0.1.
[[nodiscard]] bool is_allowed_address(const std::string& origin);

/// The body of a 200; at most `bytes_max`, within a minute, without following redirects. The error is a
/// sentence.
[[nodiscard]] std::expected<crypto::Bytes, std::string> fetch(const std::string& url, std::size_t bytes_max);

}  // namespace kiezel::watch
