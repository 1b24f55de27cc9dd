// A web server behind TLS on this machine, with certificates that are as right or as wrong as a test wants.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>

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

class TlsServer {
 public:
  /// Answers GET of the targets in `pages` and 404 to all else, on a free port of 127.0.0.1.
  TlsServer(const TlsIdentity& identity, std::map<std::string, std::string> pages);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Connections that anybody opened.
  [[nodiscard]] std::size_t connections() const { return connections_; }
  /// Bytes that came through TLS from all of them.
  [[nodiscard]] std::size_t bytes_heard() const { return bytes_heard_; }

 private:
  struct Context;

  void serve();
  void answer(int connection);
  [[nodiscard]] std::string reply_to(const std::string& request) const;

  std::shared_ptr<Context> context_;
  std::map<std::string, std::string> pages_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<std::size_t> connections_ = 0;
  std::atomic<std::size_t> bytes_heard_ = 0;
  std::thread thread_;
};

}  // namespace kiezel::support
