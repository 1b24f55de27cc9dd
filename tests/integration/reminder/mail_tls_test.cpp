// A reminder leaves this machine through TLS and a relay that is who it says, or not at all: to any other
// relay no address, no password and no word is said, and the failure names nobody.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/machine.hpp"
#include "tests/support/mail_relay.hpp"

using namespace kiezel;
using support::Finished;
using support::Machine;
using support::MailRelay;
using support::make_certificate;
using support::TlsIdentity;
using Encryption = support::MailRelay::Encryption;

namespace {

const std::string host = "relay.example";
const std::string secret = "vierkante-kiezel";
const std::string recipient = "sanne@school.example";

const TlsIdentity& authority() {
  static const TlsIdentity made = make_certificate({.host = "authority.example", .is_authority = true});
  return made;
}

const TlsIdentity& right() {
  static const TlsIdentity made = make_certificate({.host = host}, &authority());
  return made;
}

std::string at(const MailRelay& relay, const std::string& name = host) {
  return "smtp://kiezel:" + secret + "@" + name + ":" + std::to_string(relay.port());
}

Finished send(const std::string& url, const std::vector<std::string>& environment = {}) {
  static const Machine machine(authority(),
                               {host, "other.example", "localhost.example", "127.0.0.1.example"});
  std::vector<std::string> command{"/usr/bin/env"};
  command.insert(command.end(), environment.begin(), environment.end());
  command.insert(command.end(), {KIEZEL_TEST_SEND_PROGRAM, url, "kiezel@voorbeeld.example", recipient,
                                 "Subject: niets\r\n\r\nEr is iets nieuws.\r\n"});
  return machine.run(command);
}

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

void check_names_nobody(const Finished& finished) {
  CAPTURE(finished.said);
  CHECK(finished.exit_code == 1);
  for (const std::string& name : {std::string("example"), std::string("sanne"), secret})
    CHECK_FALSE(finished.said.contains(name));
}

// The relay heard a greeting, a wish for TLS at most, and nothing in TLS.
void check_refused(MailRelay& relay, const std::string& url, const std::string& why) {
  const Finished finished = send(url);

  check_names_nobody(finished);
  CHECK(finished.said.contains(why));
  const auto& [in_the_clear, within_tls] = relay.end();
  CAPTURE(in_the_clear);
  CHECK(within_tls.empty());
  for (std::size_t begin = 0; begin < in_the_clear.size(); begin = in_the_clear.find('\n', begin) + 1) {
    const std::string word = in_the_clear.substr(begin, in_the_clear.find_first_of(" \r", begin) - begin);
    CHECK((word == "EHLO" || word == "STARTTLS" || word == "QUIT"));
  }
  for (const std::string& name : {std::string("example"), secret}) CHECK_FALSE(in_the_clear.contains(name));
}

void check_certificate_refused(const TlsIdentity& identity, const std::string& why = "certificate") {
  MailRelay after(identity, Encryption::starttls);
  check_refused(after, at(after), why);
  MailRelay before(identity, Encryption::from_the_start);
  check_refused(before, "smtps" + at(before).substr(4), why);
  CHECK(before.end().in_the_clear.empty());
}

}  // namespace

TEST_CASE("mail: leaves within TLS once the relay has shown who it is", "[reminder]") {
  MailRelay relay(right(), Encryption::starttls);

  const Finished finished = send(at(relay));

  CAPTURE(finished.said);
  CHECK(finished.exit_code == 0);
  const auto& [in_the_clear, within_tls] = relay.end();
  CHECK(in_the_clear.starts_with("EHLO "));
  CHECK(in_the_clear.ends_with("\r\nSTARTTLS\r\n"));
  CHECK(lines_in(in_the_clear) == 2);
  CHECK(within_tls.starts_with("EHLO "));
  CHECK(within_tls.contains("AUTH PLAIN"));
  CHECK(within_tls.contains("RCPT TO:<" + recipient + ">"));
  CHECK(within_tls.contains("Er is iets nieuws."));
}

TEST_CASE("mail: leaves over TLS from the first byte", "[reminder]") {
  MailRelay relay(right(), Encryption::from_the_start);

  CHECK(send("smtps" + at(relay).substr(4)).exit_code == 0);

  CHECK(relay.end().in_the_clear.empty());
  CHECK(relay.end().within_tls.contains("RCPT TO:<" + recipient + ">"));
}

TEST_CASE("mail: a relay with a certificate for another name gets none", "[reminder]") {
  check_certificate_refused(make_certificate({.host = "other.example"}, &authority()));
}

TEST_CASE("mail: a relay that nobody vouches for gets none", "[reminder]") {
  check_certificate_refused(make_certificate({.host = host}));
  const TlsIdentity stranger = make_certificate({.host = "stranger.example", .is_authority = true});
  check_certificate_refused(make_certificate({.host = host}, &stranger));
  // The name of the one it knows, with another key.
  const TlsIdentity impostor = make_certificate({.host = "authority.example", .is_authority = true});
  check_certificate_refused(make_certificate({.host = host}, &impostor), "SSL");
}

TEST_CASE("mail: a relay whose certificate is over or has not begun gets none", "[reminder]") {
  check_certificate_refused(
      make_certificate({.host = host, .from_s = -7200, .until_s = -3600}, &authority()));
  check_certificate_refused(make_certificate({.host = host, .from_s = 3600}, &authority()));
}

TEST_CASE("mail: a relay without TLS, or from which somebody took it away, gets none", "[reminder]") {
  for (const Encryption encryption :
       {Encryption::none, Encryption::none_and_no_ehlo, Encryption::starttls_refused}) {
    MailRelay relay(right(), encryption);
    check_refused(relay, at(relay), "");
  }
}

TEST_CASE("mail: a relay that only looks like this machine must have TLS too", "[reminder]") {
  for (const std::string name :
       {"localhost.example", "127.0.0.1.example", "localhost@relay.example", "127.0.0.1:25@relay.example"}) {
    MailRelay relay(right(), Encryption::none);
    check_refused(relay, "smtp://" + name + ":" + std::to_string(relay.port()), "no TLS");
  }
}

TEST_CASE("mail: to a relay on this machine it passes no proxy", "[reminder]") {
  for (const std::string name : {"localhost", "127.0.0.1"}) {
    MailRelay relay(right(), Encryption::none);
    MailRelay proxy(right(), Encryption::none);

    const Finished finished =
        send(at(relay, name), {"all_proxy=http://127.0.0.1:" + std::to_string(proxy.port())});

    CAPTURE(finished.said);
    CHECK(finished.exit_code == 0);
    CHECK(relay.end().in_the_clear.contains("RCPT TO:<" + recipient + ">"));
    CHECK(proxy.end().in_the_clear.empty());
  }
}
