#include "tests/support/tls_server.hpp"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <utility>

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

void limit_waiting(int connection) {
  const timeval limit{.tv_sec = 5, .tv_usec = 0};
  ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  ::setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
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

struct TlsServer::Context {
  Owned<SSL_CTX, &SSL_CTX_free> tls{SSL_CTX_new(TLS_server_method())};
};

TlsServer::TlsServer(const TlsIdentity& identity, std::map<std::string, std::string> pages)
    : context_(std::make_shared<Context>()), pages_(std::move(pages)) {
  SSL_CTX* const tls = context_->tls.get();
  must(SSL_CTX_use_certificate(tls, certificate_in(identity).get()) == 1);
  must(SSL_CTX_use_PrivateKey(tls, key_in(identity).get()) == 1);
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, plain, size) != 0 || ::listen(listener_, 8) != 0 ||
      ::getsockname(listener_, plain, &size) != 0)
    throw std::runtime_error("no port for the TLS server");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

TlsServer::~TlsServer() {
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

void TlsServer::serve() {
  // A peer that hangs up early is what several tests are about.
  sigset_t broken_pipe;
  ::sigemptyset(&broken_pipe);
  ::sigaddset(&broken_pipe, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
  while (true) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    ++connections_;
    limit_waiting(connection);
    answer(connection);
    ::close(connection);
  }
}

void TlsServer::answer(int connection) {
  const Owned<SSL, &SSL_free> tls(SSL_new(context_->tls.get()));
  ::ERR_clear_error();
  if (SSL_set_fd(tls.get(), connection) != 1 || SSL_accept(tls.get()) != 1) return;
  std::string request;
  std::array<char, 2048> part{};
  while (!request.contains("\r\n\r\n")) {
    const int count = SSL_read(tls.get(), part.data(), static_cast<int>(part.size()));
    if (count <= 0) return;
    bytes_heard_ += static_cast<std::size_t>(count);
    request.append(part.data(), static_cast<std::size_t>(count));
  }
  const std::string reply = reply_to(request);
  SSL_write(tls.get(), reply.data(), static_cast<int>(reply.size()));
  SSL_shutdown(tls.get());
}

std::string TlsServer::reply_to(const std::string& request) const {
  const std::size_t begin = request.find(' ') + 1;
  const auto found = pages_.find(request.substr(begin, request.find(' ', begin) - begin));
  const std::string body = found == pages_.end() ? "" : found->second;
  return std::string("HTTP/1.1 ") + (found == pages_.end() ? "404 Not Found" : "200 OK") +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

}  // namespace kiezel::support
