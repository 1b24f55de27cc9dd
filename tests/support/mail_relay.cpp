#include "tests/support/mail_relay.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string_view>

namespace kiezel::support {

// One connection: answers every line, in the clear until TLS stands.
class MailRelay::Conversation {
 public:
  Conversation(MailRelay& relay, int connection) : relay_(relay), connection_(connection) {}
  ~Conversation() {
    tls_.reset();
    ::close(connection_);
  }
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  void hold() {
    if (relay_.encryption_ == Encryption::from_the_start && !begin_tls()) return;
    say("220 relay");
    while (const auto line = read_line()) {
      if (!answer(*line)) return;
    }
  }

 private:
  // False when there is nothing more to say.
  bool answer(std::string_view line) {
    if (line.starts_with("EHLO")) {
      greet();
    } else if (line.starts_with("STARTTLS")) {
      const bool refuses = relay_.encryption_ == Encryption::starttls_refused;
      say(refuses ? "454 not now" : "220 go on");
      return refuses || begin_tls();
    } else if (line.starts_with("AUTH PLAIN\r")) {
      say("334 ");
    } else if (line.starts_with("DATA")) {
      say("354 go on");
      while (const auto of_mail = read_line()) {
        if (*of_mail == ".\r\n") break;
      }
      say("250 taken");
    } else if (line.starts_with("QUIT")) {
      say("221 bye");
      return false;
    } else {
      // The answer to AUTH has another number, and there is nothing that AUTH PLAIN leaves to say.
      say(line.starts_with("AUTH") || is_password(line) ? "235 welcome" : "250 OK");
    }
    return true;
  }

  void greet() {
    if (relay_.encryption_ == Encryption::none_and_no_ehlo) {
      say("500 what?");
      return;
    }
    const bool offers = !tls_ && relay_.encryption_ != Encryption::none;
    say(offers ? "250-relay\r\n250-AUTH PLAIN\r\n250 STARTTLS" : "250-relay\r\n250 AUTH PLAIN");
  }

  static bool is_password(std::string_view line) { return !line.contains(' ') && line.size() > 6; }

  bool begin_tls() {
    unread_.clear();
    tls_.emplace(relay_.context_.get(), connection_);
    return tls_->is_open();
  }

  void say(std::string_view text) {
    const std::string line = std::string(text) + "\r\n";
    if (tls_) {
      tls_->write(line);
    } else {
      static_cast<void>(::send(connection_, line.data(), line.size(), MSG_NOSIGNAL));
    }
  }

  std::optional<std::string> read_line() {
    std::array<char, 2048> part{};
    while (!unread_.contains("\r\n")) {
      const ssize_t plain = tls_ ? 0 : ::recv(connection_, part.data(), part.size(), 0);
      const std::size_t count = tls_ ? tls_->read(part) : static_cast<std::size_t>(plain > 0 ? plain : 0);
      if (count == 0) return std::nullopt;
      (tls_ ? relay_.heard_.within_tls : relay_.heard_.in_the_clear).append(part.data(), count);
      unread_.append(part.data(), count);
    }
    const std::size_t end = unread_.find("\r\n") + 2;
    std::string line = unread_.substr(0, end);
    unread_.erase(0, end);
    return line;
  }

  MailRelay& relay_;
  int connection_;
  std::optional<TlsStream> tls_;
  std::string unread_;
};

MailRelay::MailRelay(const TlsIdentity& identity, Encryption encryption)
    : encryption_(encryption), context_(tls_context(identity)), thread_([this] { serve(); }) {}

MailRelay::~MailRelay() {
  static_cast<void>(end());
}

const MailRelay::Heard& MailRelay::end() {
  listener_.stop();
  if (thread_.joinable()) thread_.join();
  return heard_;
}

void MailRelay::serve() {
  ignore_broken_pipes();
  for (int connection = listener_.accept(); connection >= 0; connection = listener_.accept())
    Conversation(*this, connection).hold();
}

}  // namespace kiezel::support
