// A relay for mail on this machine, with TLS or without, that keeps apart what it heard in the clear.
#pragma once

#include <memory>
#include <string>
#include <thread>

#include "tests/support/listener.hpp"
#include "tests/support/tls_identity.hpp"

namespace kiezel::support {

class MailRelay {
 public:
  enum class Encryption {
    // After STARTTLS (RFC 3207), which it offers.
    starttls,
    // It offers STARTTLS and then has none, as somebody in between would have it.
    starttls_refused,
    // It does not speak of it.
    none,
    // It knows no EHLO, by which it could speak of it.
    none_and_no_ehlo,
    // Before the first word, as smtps:// is.
    from_the_start
  };
  struct Heard {
    std::string in_the_clear;
    std::string within_tls;
  };

  MailRelay(const TlsIdentity& identity, Encryption encryption);
  ~MailRelay();
  MailRelay(const MailRelay&) = delete;
  MailRelay& operator=(const MailRelay&) = delete;

  [[nodiscard]] std::uint16_t port() const { return listener_.port(); }
  /// Everything; takes no more connections.
  [[nodiscard]] const Heard& end();

 private:
  class Conversation;

  void serve();

  Encryption encryption_;
  std::shared_ptr<ssl_ctx_st> context_;
  Heard heard_;
  Listener listener_;
  std::thread thread_;
};

}  // namespace kiezel::support
