// The check behind session.login. An unknown id and a wrong signature cost the same and get the same answer,
// so that nobody can ask the server which mailboxes exist (crypto/KZ1.md 3.4).
#pragma once

#include <optional>
#include <string_view>

#include "crypto/login.hpp"
#include "crypto/sign.hpp"
#include "server/session/session.hpp"

namespace kiezel::session {

struct LoginAttempt {
  // As configured; the browser's Origin header was compared with it when the connection was made.
  std::string_view origin;
  IssuedChallenge challenge;
  crypto::LoginId id;
  crypto::Signature signature;
};

// Exactly one signature verification, also without a key.
[[nodiscard]] bool proves(const LoginAttempt& attempt, const std::optional<crypto::VerifyKey>& key);

}  // namespace kiezel::session
