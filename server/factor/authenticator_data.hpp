// What an authenticator says about itself and signs (WebAuthn Level 2, 6.1).
#pragma once

#include <cstdint>
#include <optional>

#include "crypto/bytes.hpp"
#include "crypto/ids.hpp"
#include "server/factor/cose_key.hpp"

namespace kiezel::factor {

/// Borrows the bytes that were parsed.
struct AttestedCredential {
  crypto::BytesView id;
  /// As it stands, to be kept and parsed again.
  crypto::BytesView key_bytes;
  CoseKey key;
};

struct AuthenticatorData {
  crypto::Digest rp_id_hash;
  bool user_present = false;
  bool user_verified = false;
  /// 0 for authenticators that do not count.
  std::uint32_t sign_count = 0;
  /// In an answer to a registration.
  std::optional<AttestedCredential> attested;
};

/// Nothing unless every byte is accounted for. Pure, for hostile bytes of any length. Extension outputs are
/// read over: we ask for none that the server would use.
[[nodiscard]] std::optional<AuthenticatorData> parse_authenticator_data(crypto::BytesView bytes);

}  // namespace kiezel::factor
