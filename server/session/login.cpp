#include "server/session/login.hpp"

namespace kiezel::session {

bool proves(const LoginAttempt& attempt) {
  const crypto::LoginTranscript transcript = transcript_of(attempt.origin, attempt.challenge, attempt.id);
  const bool signature_holds = crypto::verify_login(transcript, attempt.key, attempt.signature);
  return signature_holds && attempt.id_is_known;
}

crypto::LoginTranscript transcript_of(std::string_view origin, const IssuedChallenge& challenge,
                                      const crypto::LoginId& id) {
  return {.origin = origin,
          .challenge = challenge.nonce,
          .id = id,
          .expires_s = static_cast<std::uint64_t>(challenge.expires_at.time_since_epoch().count())};
}

}  // namespace kiezel::session
