// Logging in = signing the server's challenge (crypto/KZ1.md 3.4). The origin is in it, so a false site
// cannot use it.
#pragma once

#include <cstdint>
#include <string_view>

#include "crypto/ids.hpp"
#include "crypto/sign.hpp"

namespace kiezel::crypto {

using Challenge = FixedBytes<struct ChallengeTag, 32>;
/// A client's mailbox id, or the key id of an advisor's device key.
using LoginId = FixedBytes<struct LoginIdTag, 16>;

[[nodiscard]] LoginId login_id(const MailboxId& mailbox);
[[nodiscard]] LoginId login_id(const KeyId& device);

struct LoginTranscript {
  /// As the browser's Origin header spells it: "https://kiezel.example".
  std::string_view origin{};
  Challenge challenge{};
  LoginId id{};
  /// Unix seconds.
  std::uint64_t expires_s = 0;
};

[[nodiscard]] Signature sign_login(const LoginTranscript& transcript, const SigningKey& key);
/// The signature only: the caller checks that the challenge is its own, unused and in time.
[[nodiscard]] bool verify_login(const LoginTranscript& transcript, const VerifyKey& key,
                                const Signature& signature);

}  // namespace kiezel::crypto
