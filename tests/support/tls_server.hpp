// A web server behind TLS on this machine.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "tests/support/listener.hpp"
#include "tests/support/tls_identity.hpp"

namespace kiezel::support {

class TlsServer {
 public:
  /// Answers GET of the targets in `pages` and 404 to all else, on a free port of 127.0.0.1.
  TlsServer(const TlsIdentity& identity, std::map<std::string, std::string> pages);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return listener_.port(); }
  /// Connections that anybody opened.
  [[nodiscard]] std::size_t connections() const { return connections_; }
  /// Bytes that came through TLS from all of them.
  [[nodiscard]] std::size_t bytes_heard() const { return bytes_heard_; }

 private:
  void serve();
  void answer(int connection);
  [[nodiscard]] std::string reply_to(const std::string& request) const;

  std::shared_ptr<ssl_ctx_st> context_;
  std::map<std::string, std::string> pages_;
  Listener listener_;
  std::atomic<std::size_t> connections_ = 0;
  std::atomic<std::size_t> bytes_heard_ = 0;
  std::thread thread_;
};

}  // namespace kiezel::support
