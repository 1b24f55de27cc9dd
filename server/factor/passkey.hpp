// The rules of WebAuthn (Level 2, 7.1 and 7.2) for an advisor's passkeys. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "crypto/bytes.hpp"
#include "crypto/login.hpp"
#include "server/factor/cose_key.hpp"

namespace kiezel::factor {

/// What a passkey's answer must fit.
struct Expected {
  /// Of our configuration.
  std::string_view rp_id;
  /// Of the page on this connection, which is one of ours.
  std::string_view origin;
  /// Issued to this connection, and used up.
  crypto::Challenge challenge;
};

struct NewPasskey {
  crypto::Bytes credential;
  /// COSE, as the authenticator wrote it.
  crypto::Bytes key;
  std::uint32_t sign_count = 0;
};

/// Attestation is not looked at: which model somebody uses is not our business, and `none` is what we ask
/// for.
[[nodiscard]] std::optional<NewPasskey> verify_registration(const Expected& expected,
                                                            crypto::BytesView client_data,
                                                            crypto::BytesView authenticator_data);

/// Borrows.
struct Assertion {
  crypto::BytesView client_data;
  crypto::BytesView authenticator_data;
  crypto::BytesView signature;
};

/// The authenticator's counter; whether it went on is for the caller to compare, in the step that keeps it.
[[nodiscard]] std::optional<std::uint32_t> verify_assertion(const Expected& expected, const CoseKey& key,
                                                            const Assertion& assertion);

}  // namespace kiezel::factor
