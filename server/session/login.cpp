#include "server/session/login.hpp"

namespace kiezel::session {
namespace {

// RFC 8032 section 7.1, the public key of TEST 1: a point that libsodium accepts, so that verifying against
// it takes the whole time. What it would sign is of no use to anybody, because the answer is no without a key
// of the id's own.
constexpr crypto::VerifyKey nobodys_key{{0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe,
                                         0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6,
                                         0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a}};

}  // namespace

bool proves(const LoginAttempt& attempt, const std::optional<crypto::VerifyKey>& key) {
  const crypto::LoginTranscript transcript{
      .origin = attempt.origin,
      .challenge = attempt.challenge.nonce,
      .id = attempt.id,
      .expires_s = static_cast<std::uint64_t>(attempt.challenge.expires_at.time_since_epoch().count())};
  const bool signed_by_key = crypto::verify_login(transcript, key.value_or(nobodys_key), attempt.signature);
  return signed_by_key && key.has_value();
}

}  // namespace kiezel::session
