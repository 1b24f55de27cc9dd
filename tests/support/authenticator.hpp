// A passkey in software: makes the messages that a browser and an authenticator would make. What a test wants
// wrong it sets in Says.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "crypto/bytes.hpp"
#include "crypto/login.hpp"

// OpenSSL's EVP_PKEY, which nobody but the source file needs to know.
struct evp_pkey_st;

namespace kiezel::support {

enum class PasskeyAlgorithm : std::uint8_t { es256, eddsa, rs256 };

/// Good as it stands, but for the challenge.
struct Says {
  crypto::Challenge challenge;
  /// Empty: what belongs to the message.
  std::string type;
  std::string origin = "https://kiezel.example";
  std::string rp_id = "kiezel.example";
  /// Put at the end of the client data's object, such as `,"crossOrigin":true`.
  std::string more = R"(,"crossOrigin":false,"other_keys_can_be_added_here":"do not compare")";
  bool user_present = true;
  bool user_verified = true;
  std::uint32_t sign_count = 0;
  /// Behind the authenticator data.
  crypto::Bytes extensions;
  crypto::Bytes extra;
};

struct PasskeyAnswer {
  crypto::Bytes client_data;
  crypto::Bytes authenticator_data;
  /// Empty for a registration: attestation "none".
  crypto::Bytes signature;
};

class Authenticator {
 public:
  explicit Authenticator(PasskeyAlgorithm algorithm = PasskeyAlgorithm::es256);
  ~Authenticator();
  Authenticator(Authenticator&&) noexcept;

  [[nodiscard]] const crypto::Bytes& credential() const { return credential_; }
  [[nodiscard]] const crypto::Bytes& cose_key() const { return cose_key_; }
  [[nodiscard]] PasskeyAnswer create(const Says& says) const;
  [[nodiscard]] PasskeyAnswer get(const Says& says) const;

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
  };

  PasskeyAlgorithm algorithm_;
  std::unique_ptr<evp_pkey_st, Free> key_;
  crypto::Bytes credential_;
  crypto::Bytes cose_key_;
};

/// `bytes` as CBOR byte string.
[[nodiscard]] crypto::Bytes cbor_bytes(crypto::BytesView bytes);

}  // namespace kiezel::support
