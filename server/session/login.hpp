// The check behind session.login. An unknown id and a wrong signature cost the same and get the same answer,
// so that nobody can ask the server which mailboxes exist (crypto/KZ1.md 3.4).
#pragma once

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
  // Of the id when it is known; otherwise a key that nobody has, so that the check takes its whole time.
  crypto::VerifyKey key;
  bool id_is_known = false;
};

// Exactly one signature verification, also for an unknown id.
[[nodiscard]] bool proves(const LoginAttempt& attempt);

// What the signature is over.
[[nodiscard]] crypto::LoginTranscript transcript_of(std::string_view origin, const IssuedChallenge& challenge,
                                                    const crypto::LoginId& id);

}  // namespace kiezel::session
