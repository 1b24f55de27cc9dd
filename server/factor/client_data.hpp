// What the browser says about a passkey's ceremony (WebAuthn Level 2, 5.8.1). The authenticator signs its
// hash, so who can change it is the browser and nobody else.
#pragma once

#include <string_view>

#include "crypto/bytes.hpp"
#include "crypto/login.hpp"

namespace kiezel::factor {

/// What a ceremony must be about.
struct Ceremony {
  /// "webauthn.create" or "webauthn.get".
  std::string_view type;
  crypto::Challenge challenge;
  /// Of the page on this connection.
  std::string_view origin;
};

/// True for a JSON object that says exactly this, not from within a frame of another origin. Members that are
/// not known are allowed, as the specification demands. Pure, for hostile bytes.
[[nodiscard]] bool client_data_says(crypto::BytesView client_data, const Ceremony& ceremony);

}  // namespace kiezel::factor
