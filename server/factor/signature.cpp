#include "server/factor/signature.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <memory>

namespace kiezel::factor {
namespace {

using crypto::BytesView;

template <auto Free>
struct Freed {
  template <class Object>
  void operator()(Object* object) const {
    Free(object);
  }
};

using PublicKey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;

constexpr unsigned long exponent = 65537;

PublicKey build(const char* kind, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    return nullptr;
  return PublicKey(key);
}

PublicKey load(const Es256Key& key) {
  constexpr std::uint8_t uncompressed[] = {4};
  const crypto::Bytes point = crypto::join({uncompressed, key.x, key.y});
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  if (!builder ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) !=
          1)
    return nullptr;
  return build("EC", builder.get());
}

PublicKey load(const Rs256Key& key) {
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  const Number modulus(BN_bin2bn(key.modulus.data(), static_cast<int>(key.modulus.size()), nullptr));
  const Number public_exponent(BN_new());
  if (!builder || !modulus || !public_exponent || BN_set_word(public_exponent.get(), exponent) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, public_exponent.get()) != 1)
    return nullptr;
  return build("RSA", builder.get());
}

// Both kinds hash with SHA-256; RSA's padding is PKCS #1 v1.5 unless another is asked for, and ECDSA takes
// its DER in one spelling only.
bool verify_with_openssl(const PublicKey& key, BytesView message, BytesView signature) {
  const DigestContext context(EVP_MD_CTX_new());
  return key && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                          message.size()) == 1;
}

struct Verifier {
  BytesView message;
  BytesView signature;

  bool operator()(const EddsaKey& key) const {
    const auto ed25519 = crypto::Signature::from(signature);
    return ed25519 && crypto::verify_raw(key.key, message, *ed25519);
  }
  bool operator()(const Es256Key& key) const { return verify_with_openssl(load(key), message, signature); }
  bool operator()(const Rs256Key& key) const { return verify_with_openssl(load(key), message, signature); }
};

struct Usable {
  bool operator()(const EddsaKey& key) const { return !key.key.is_zero(); }
  bool operator()(const Es256Key& key) const { return load(key) != nullptr; }
  bool operator()(const Rs256Key& key) const { return load(key) != nullptr; }
};

}  // namespace

bool verify_signature(const CoseKey& key, BytesView message, BytesView signature) {
  return std::visit(Verifier{message, signature}, key);
}

bool is_usable(const CoseKey& key) {
  return std::visit(Usable{}, key);
}

}  // namespace kiezel::factor
