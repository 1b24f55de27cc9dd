// kiezel-watch behind real TLS: only a certificate of an authority that the machine knows, for this host and
// these days, is good enough; with any other it says nothing to the server and believes nothing.
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "tests/client/trust.hpp"
#include "tests/support/domains.hpp"
#include "tests/support/machine.hpp"
#include "tests/support/tls_server.hpp"

using namespace kiezel;
using support::CertificateWish;
using support::Finished;
using support::make_certificate;
using support::TlsIdentity;
using support::TlsServer;

namespace {

constexpr const char* host = "kiezel.example";

/// What the monitor asks of an honest service.
std::map<std::string, std::string> honest_pages() {
  support::TestDirectory directory;
  directory.issue = {.version = 1,
                     .issued_s = client::now_s() - 60,
                     .expires_s = client::now_s() + 30 * 86'400,
                     .previous_head = {}};
  directory.list(support::TestAdvisor("noor", client::now_s()));
  std::string roots;
  for (const crypto::VerifyKey& key : support::root_keys())
    roots += (roots.empty() ? "\"" : ",\"") + crypto::to_base64url(key) + "\"";
  const auto signed_header =
      crypto::encode_directory(directory.header(),
                               std::vector{crypto::sign_directory(directory.header(), support::root_key(0)),
                                           crypto::sign_directory(directory.header(), support::root_key(2))},
                               {});
  return {{"/organisation.json", "{\"root_keys\":[" + roots + "]}"},
          {"/api/directory", std::string(crypto::as_text(directory.file()))},
          {"/api/directory/heads?from=1", std::string(crypto::as_text(signed_header))},
          {"/api/directory/heads?from=2", ""}};
}

/// The monitor, on a machine that knows one authority.
class Monitor {
 public:
  explicit Monitor(const TlsIdentity& authority) : machine_(authority, {host, "other.example"}) {}

  [[nodiscard]] Finished look(const TlsServer& server) const {
    return machine_.run({KIEZEL_WATCH_PROGRAM, "--url",
                         "https://" + std::string(host) + ":" + std::to_string(server.port()), "--state",
                         state().string()});
  }
  [[nodiscard]] bool remembers() const { return std::filesystem::exists(state()); }

 private:
  [[nodiscard]] std::filesystem::path state() const { return machine_.folder() / "state"; }

  support::Machine machine_;
};

const TlsIdentity& authority() {
  static const TlsIdentity made = make_certificate({.host = "authority.example", .is_authority = true});
  return made;
}

/// It came to the server, but got no further than the certificate.
void check_refused(const TlsIdentity& identity, const std::string& why) {
  const TlsServer server(identity, honest_pages());
  const Monitor monitor(authority());

  const Finished finished = monitor.look(server);

  CAPTURE(finished.said);
  CHECK(finished.exit_code == 1);
  CHECK(finished.said.contains("cannot be reached: "));
  CHECK(finished.said.contains(why));
  CHECK(server.connections() == 1);
  CHECK(server.bytes_heard() == 0);
  CHECK_FALSE(monitor.remembers());
}

}  // namespace

TEST_CASE("kiezel-watch: looks behind a certificate that the machine's authorities vouch for",
          "[watch-tls]") {
  const TlsServer server(make_certificate({.host = host}, &authority()), honest_pages());
  const Monitor monitor(authority());

  const Finished finished = monitor.look(server);

  CAPTURE(finished.said);
  CHECK(finished.exit_code == 0);
  CHECK(finished.said.contains("Version 1"));
  CHECK(server.bytes_heard() > 0);
  CHECK(monitor.remembers());
}

TEST_CASE("kiezel-watch: refuses a certificate that signed itself", "[watch-tls]") {
  check_refused(make_certificate({.host = host}), "self-signed certificate");
}

TEST_CASE("kiezel-watch: refuses a certificate of an authority that the machine does not know",
          "[watch-tls]") {
  const TlsIdentity stranger = make_certificate({.host = "stranger.example", .is_authority = true});
  check_refused(make_certificate({.host = host}, &stranger), "unable to get local issuer certificate");
  // The name of the one it knows, with another key.
  const TlsIdentity impostor = make_certificate({.host = "authority.example", .is_authority = true});
  check_refused(make_certificate({.host = host}, &impostor), "OpenSSL");
}

TEST_CASE("kiezel-watch: refuses a certificate for another host", "[watch-tls]") {
  check_refused(make_certificate({.host = "other.example"}, &authority()), "kiezel.example");
}

TEST_CASE("kiezel-watch: refuses a certificate that is over or has not begun", "[watch-tls]") {
  check_refused(make_certificate({.host = host, .from_s = -7200, .until_s = -3600}, &authority()), "expired");
  check_refused(make_certificate({.host = host, .from_s = 3600}, &authority()), "not yet valid");
}
