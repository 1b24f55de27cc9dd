// The relying party of our passkeys: the domain they are bound to (WebAuthn Level 2, 4).
#pragma once

#include <expected>
#include <span>
#include <string>

namespace kiezel::factor {

/// `configured`, which every origin must lie in or below; or, when that is empty, the longest domain that all
/// origins share. Numeric addresses have no passkeys and are left out; when nothing is left the answer is
/// empty and there are none. The error is a sentence for the person who starts the server.
[[nodiscard]] std::expected<std::string, std::string> relying_party(std::span<const std::string> origins,
                                                                    const std::string& configured);

}  // namespace kiezel::factor
