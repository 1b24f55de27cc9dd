#include "tests/support/authenticator.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <array>
#include <stdexcept>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto/random.hpp"

namespace kiezel::support {
namespace {

using crypto::Bytes;
using crypto::BytesView;
using crypto::ByteWriter;

constexpr std::uint8_t flag_user_present = 0x01;
constexpr std::uint8_t flag_user_verified = 0x04;
constexpr std::uint8_t flag_attested = 0x40;
constexpr std::uint8_t flag_extensions = 0x80;

EVP_PKEY* generate(PasskeyAlgorithm algorithm) {
  switch (algorithm) {
    case PasskeyAlgorithm::es256:
      return EVP_EC_gen("P-256");
    case PasskeyAlgorithm::eddsa:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    case PasskeyAlgorithm::rs256:
      return EVP_RSA_gen(2048);
  }
  return nullptr;
}

Bytes number_of(EVP_PKEY* key, const char* name, int byte_count) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &number) != 1) throw std::runtime_error("a key has no such number");
  Bytes bytes(static_cast<std::size_t>(byte_count));
  BN_bn2binpad(number, bytes.data(), byte_count);
  BN_free(number);
  return bytes;
}

// The members in canonical order (RFC 9053): 1 kind, 3 algorithm, -1 curve or n, -2 x or e, -3 y.
Bytes cose_of(EVP_PKEY* key, PasskeyAlgorithm algorithm) {
  ByteWriter out;
  switch (algorithm) {
    case PasskeyAlgorithm::es256:
      out.raw(std::array<std::uint8_t, 7>{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01});
      out.u8(0x21).raw(cbor_bytes(number_of(key, OSSL_PKEY_PARAM_EC_PUB_X, 32)));
      out.u8(0x22).raw(cbor_bytes(number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y, 32)));
      break;
    case PasskeyAlgorithm::eddsa: {
      Bytes point(32);
      std::size_t size = point.size();
      EVP_PKEY_get_raw_public_key(key, point.data(), &size);
      out.raw(std::array<std::uint8_t, 7>{0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06});
      out.u8(0x21).raw(cbor_bytes(point));
      break;
    }
    case PasskeyAlgorithm::rs256:
      out.raw(std::array<std::uint8_t, 7>{0xa4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00});
      out.u8(0x20).raw(cbor_bytes(number_of(key, OSSL_PKEY_PARAM_RSA_N, 256)));
      out.u8(0x21).raw(cbor_bytes(std::array<std::uint8_t, 3>{1, 0, 1}));
      break;
  }
  return out.take();
}

Bytes client_data_of(const Says& says, std::string_view usual_type) {
  const std::string type = says.type.empty() ? std::string(usual_type) : says.type;
  const std::string text = R"({"type":")" + type + R"(","challenge":")" +
                           crypto::to_base64url(says.challenge) + R"(","origin":")" + says.origin + '"' +
                           says.more + '}';
  return crypto::to_bytes(crypto::as_bytes(text));
}

Bytes authenticator_data_of(const Says& says, BytesView attested) {
  std::uint8_t flags = 0;
  if (says.user_present) flags |= flag_user_present;
  if (says.user_verified) flags |= flag_user_verified;
  if (!attested.empty()) flags |= flag_attested;
  if (!says.extensions.empty()) flags |= flag_extensions;
  ByteWriter out;
  out.raw(crypto::sha256(crypto::as_bytes(says.rp_id))).u8(flags).u32(says.sign_count);
  out.raw(attested).raw(says.extensions).raw(says.extra);
  return out.take();
}

Bytes sign(EVP_PKEY* key, PasskeyAlgorithm algorithm, BytesView message) {
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  const EVP_MD* const digest = algorithm == PasskeyAlgorithm::eddsa ? nullptr : EVP_sha256();
  std::size_t size = 512;
  Bytes signature(size);
  const bool done = EVP_DigestSignInit(context, nullptr, digest, nullptr, key) == 1 &&
                    EVP_DigestSign(context, signature.data(), &size, message.data(), message.size()) == 1;
  EVP_MD_CTX_free(context);
  if (!done) throw std::runtime_error("a passkey did not sign");
  signature.resize(size);
  return signature;
}

}  // namespace

Bytes cbor_bytes(BytesView bytes) {
  ByteWriter out;
  if (bytes.size() < 24) {
    out.u8(static_cast<std::uint8_t>(0x40 + bytes.size()));
  } else if (bytes.size() < 256) {
    out.u8(0x58).u8(static_cast<std::uint8_t>(bytes.size()));
  } else {
    out.u8(0x59).u16(static_cast<std::uint16_t>(bytes.size()));
  }
  return out.raw(bytes).take();
}

void Authenticator::Free::operator()(EVP_PKEY* key) const {
  EVP_PKEY_free(key);
}

Authenticator::Authenticator(PasskeyAlgorithm algorithm)
    : algorithm_(algorithm), key_(generate(algorithm)), credential_(32) {
  if (!key_) throw std::runtime_error("no key for a passkey");
  crypto::SystemRandom().fill(credential_);
  cose_key_ = cose_of(key_.get(), algorithm);
}

Authenticator::~Authenticator() = default;
Authenticator::Authenticator(Authenticator&&) noexcept = default;

PasskeyAnswer Authenticator::create(const Says& says) const {
  ByteWriter attested;
  attested.raw(Bytes(16)).u16(static_cast<std::uint16_t>(credential_.size())).raw(credential_).raw(cose_key_);
  return {client_data_of(says, "webauthn.create"), authenticator_data_of(says, attested.view()), {}};
}

PasskeyAnswer Authenticator::get(const Says& says) const {
  PasskeyAnswer answer{client_data_of(says, "webauthn.get"), authenticator_data_of(says, {}), {}};
  const Bytes message = crypto::join({answer.authenticator_data, crypto::sha256(answer.client_data)});
  answer.signature = sign(key_.get(), algorithm_, message);
  return answer;
}

}  // namespace kiezel::support
