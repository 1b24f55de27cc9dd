#include "tests/support/tls_identity.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <memory>
#include <stdexcept>

namespace kiezel::support {
namespace {

template <class T, void (*free_it)(T*)>
using Owned = std::unique_ptr<T, decltype([](T* owned) { free_it(owned); })>;
using Certificate = Owned<X509, &X509_free>;
using Key = Owned<EVP_PKEY, &EVP_PKEY_free>;
using Extension = Owned<X509_EXTENSION, &X509_EXTENSION_free>;
using Buffer = Owned<BIO, &BIO_free_all>;

void must(bool done) {
  if (!done) throw std::runtime_error("OpenSSL could not do it");
}

Buffer buffer_of(const std::string& text) {
  return Buffer(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string text_of(const Buffer& buffer) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(buffer.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

Certificate certificate_in(const TlsIdentity& identity) {
  return Certificate(PEM_read_bio_X509(buffer_of(identity.certificate).get(), nullptr, nullptr, nullptr));
}

Key key_in(const TlsIdentity& identity) {
  return Key(PEM_read_bio_PrivateKey(buffer_of(identity.key).get(), nullptr, nullptr, nullptr));
}

void add_extension(X509* certificate, int what, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str()));
  must(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

void fill(X509* certificate, const CertificateWish& wish, EVP_PKEY* key) {
  static std::atomic<long> serial = 1;
  must(X509_set_version(certificate, X509_VERSION_3) == 1);
  must(ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++) == 1);
  must(X509_gmtime_adj(X509_getm_notBefore(certificate), wish.from_s) != nullptr);
  must(X509_gmtime_adj(X509_getm_notAfter(certificate), wish.until_s) != nullptr);
  must(X509_set_pubkey(certificate, key) == 1);
  const auto* const name = reinterpret_cast<const unsigned char*>(wish.host.c_str());
  must(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC, name, -1, -1, 0) ==
       1);
  add_extension(certificate, NID_basic_constraints, wish.is_authority ? "critical,CA:TRUE" : "CA:FALSE");
  add_extension(certificate, NID_subject_alt_name, "DNS:" + wish.host);
}

}  // namespace

TlsIdentity make_certificate(const CertificateWish& wish, const TlsIdentity* issuer) {
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate(X509_new());
  must(key && certificate);
  fill(certificate.get(), wish, key.get());
  const Certificate issuing = issuer == nullptr ? nullptr : certificate_in(*issuer);
  const Key issuing_key = issuer == nullptr ? nullptr : key_in(*issuer);
  const X509* const above = issuing ? issuing.get() : certificate.get();
  must(X509_set_issuer_name(certificate.get(), X509_get_subject_name(above)) == 1);
  must(X509_sign(certificate.get(), issuing_key ? issuing_key.get() : key.get(), EVP_sha256()) > 0);
  const Buffer certificate_out(BIO_new(BIO_s_mem()));
  const Buffer key_out(BIO_new(BIO_s_mem()));
  must(PEM_write_bio_X509(certificate_out.get(), certificate.get()) == 1);
  must(PEM_write_bio_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return {.certificate = text_of(certificate_out), .key = text_of(key_out)};
}

std::shared_ptr<SSL_CTX> tls_context(const TlsIdentity& identity) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
  must(SSL_CTX_use_certificate(context.get(), certificate_in(identity).get()) == 1);
  must(SSL_CTX_use_PrivateKey(context.get(), key_in(identity).get()) == 1);
  return context;
}

TlsStream::TlsStream(SSL_CTX* context, int connection) : tls_(SSL_new(context)) {
  ::ERR_clear_error();
  is_open_ = SSL_set_fd(tls_.get(), connection) == 1 && SSL_accept(tls_.get()) == 1;
}

TlsStream::~TlsStream() {
  if (is_open_) SSL_shutdown(tls_.get());
}

std::size_t TlsStream::read(std::span<char> part) {
  if (!is_open_) return 0;
  const int count = SSL_read(tls_.get(), part.data(), static_cast<int>(part.size()));
  return count > 0 ? static_cast<std::size_t>(count) : 0;
}

void TlsStream::write(std::string_view text) {
  if (is_open_) SSL_write(tls_.get(), text.data(), static_cast<int>(text.size()));
}

void TlsStream::Free::operator()(SSL* tls) const {
  SSL_free(tls);
}

}  // namespace kiezel::support
