// Certificates that are as right or as wrong as a test wants, and the server's end of TLS with them.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

// OpenSSL's own.
struct ssl_st;
struct ssl_ctx_st;

namespace kiezel::support {

/// PEM.
struct TlsIdentity {
  std::string certificate;
  std::string key;
};

/// Seconds from now.
struct CertificateWish {
  std::string host;
  bool is_authority = false;
  long from_s = -3600;
  long until_s = 86'400;
};

/// Signed by `issuer`, or by itself.
[[nodiscard]] TlsIdentity make_certificate(const CertificateWish& wish, const TlsIdentity* issuer = nullptr);

/// What a server shows this certificate with.
[[nodiscard]] std::shared_ptr<ssl_ctx_st> tls_context(const TlsIdentity& identity);

/// A connection from the handshake on. Blocks; the socket stays the caller's.
class TlsStream {
 public:
  TlsStream(ssl_ctx_st* context, int connection);
  ~TlsStream();
  TlsStream(const TlsStream&) = delete;
  TlsStream& operator=(const TlsStream&) = delete;

  /// False when the peer did not agree.
  [[nodiscard]] bool is_open() const { return is_open_; }
  /// 0 at the end.
  [[nodiscard]] std::size_t read(std::span<char> part);
  void write(std::string_view text);

 private:
  struct Free {
    void operator()(ssl_st* tls) const;
  };
  std::unique_ptr<ssl_st, Free> tls_;
  bool is_open_ = false;
};

}  // namespace kiezel::support
