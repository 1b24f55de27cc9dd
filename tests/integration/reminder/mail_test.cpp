// The mail itself, and how it leaves: to a relay that speaks SMTP on loopback.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>
#include <thread>

#include "server/reminder/mail.hpp"

namespace {

using namespace kiezel;
using boost::asio::ip::tcp;

// Takes one mail and keeps what was said.
class Relay {
 public:
  explicit Relay(std::string answer_to_recipient = "250 OK")
      : answer_to_recipient_(std::move(answer_to_recipient)), thread_([this] { serve(); }) {}
  ~Relay() { thread_.join(); }

  [[nodiscard]] std::string url() const {
    return "smtp://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
  }
  [[nodiscard]] const std::string& heard() const { return heard_; }

 private:
  void serve() {
    tcp::socket socket = acceptor_.accept();
    say(socket, "220 relay");
    std::string buffer;
    bool in_mail = false;
    boost::system::error_code failure;
    while (true) {
      const std::size_t count =
          boost::asio::read_until(socket, boost::asio::dynamic_buffer(buffer), "\r\n", failure);
      if (failure) return;
      const std::string line = buffer.substr(0, count);
      buffer.erase(0, count);
      heard_ += line;
      if (in_mail && line != ".\r\n") continue;
      if (!answer(socket, line, in_mail)) return;
    }
  }

  bool answer(tcp::socket& socket, const std::string& line, bool& in_mail) {
    if (line == ".\r\n") {
      in_mail = false;
      say(socket, "250 taken");
    } else if (line.starts_with("DATA")) {
      in_mail = true;
      say(socket, "354 go on");
    } else if (line.starts_with("RCPT")) {
      say(socket, answer_to_recipient_);
    } else if (line.starts_with("QUIT")) {
      say(socket, "221 bye");
      return false;
    } else {
      say(socket, "250 OK");
    }
    return true;
  }

  static void say(tcp::socket& socket, const std::string& line) {
    boost::system::error_code ignored;
    boost::asio::write(socket, boost::asio::buffer(line + "\r\n"), ignored);
  }

  std::string answer_to_recipient_;
  std::string heard_;
  boost::asio::io_context loop_;
  tcp::acceptor acceptor_{loop_, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)};
  std::thread thread_;
};

const std::string from = "kiezel@voorbeeld.nl";
const std::string to = "sanne@voorbeeld.nl";

std::string text_at(std::chrono::sys_seconds now) {
  crypto::SystemRandom random;
  return reminder::mail_text(from, to, "https://kiezel.voorbeeld.nl/advies", now, random);
}

}  // namespace

TEST_CASE("mail: leaves through the relay, to one person, and says nothing of anybody", "[reminder]") {
  std::expected<void, std::string> sent;
  std::string heard;
  {
    Relay relay;
    sent = reminder::send_mail({.url = relay.url(), .from = from}, to, text_at(core::SystemClock().now()));
    // Ended before it is read.
    heard = relay.url();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    heard = relay.heard();
  }
  REQUIRE(sent);
  CHECK(heard.contains("MAIL FROM:<" + from + ">"));
  CHECK(heard.contains("RCPT TO:<" + to + ">"));
  CHECK(heard.contains("Auto-Submitted: auto-generated\r\n"));
  CHECK(heard.contains("Kijk als het u uitkomt: https://kiezel.voorbeeld.nl/advies"));
  CHECK_FALSE(heard.contains("Reply-To"));
}

TEST_CASE("mail: two of one hour differ only in their id, and no minute is told", "[reminder]") {
  const auto noon = std::chrono::sys_days(std::chrono::year(2026) / 12 / 1) + std::chrono::hours(12);
  const auto without_id = [](std::string text) {
    const std::size_t at = text.find("Message-ID:");
    return text.erase(at, text.find("\r\n", at) - at);
  };
  const std::string early = text_at(noon + std::chrono::minutes(3));
  const std::string late = text_at(noon + std::chrono::minutes(58));

  CHECK(early.contains("Date: Tue, 01 Dec 2026 12:00:00 +0000\r\n"));
  CHECK(early != late);
  CHECK(without_id(early) == without_id(late));
}

TEST_CASE("mail: a relay that refuses or is not there is a failure that names nobody", "[reminder]") {
  std::expected<void, std::string> refused;
  {
    Relay relay("550 no such person");
    refused = reminder::send_mail({.url = relay.url(), .from = from}, to, text_at({}));
  }
  REQUIRE_FALSE(refused);
  CHECK_FALSE(refused.error().contains("voorbeeld"));
  CHECK_FALSE(reminder::send_mail({.url = "smtp://127.0.0.1:1", .from = from}, to, text_at({})));
  CHECK_FALSE(reminder::send_mail({.url = "http://127.0.0.1:1", .from = from}, to, text_at({})));
}
