// kiezel-admin: saved statements are checked far from any server.
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "crypto/statement.hpp"
#include "server/admin/files.hpp"
#include "server/admin/publication.hpp"
#include "server/admin/root_keys.hpp"
#include "tests/client/trust.hpp"
#include "tests/integration/admin/office.hpp"
#include "tests/support/domains.hpp"

namespace {

using namespace kiezel;
using support::Finished;
using support::Office;

}  // namespace

TEST_CASE("kiezel-admin: saved statements are checked without a network, a server or a data folder",
          "[admin]") {
  const Office office;
  REQUIRE(office.create().exit_code == 0);
  const std::string facts = (office.data() / "organisation.json").string();
  const support::TestClient pupil("pupil");
  crypto::Statement yes{.id = support::named_bytes<crypto::StatementId>("yes"),
                        .conversation = support::named_bytes<crypto::ConversationId>("conversation"),
                        .issuer = pupil.signing.verify_key(),
                        .issued_at_s = client::now_s(),
                        .whom = "de mentor",
                        .about = "wat er gebeurde",
                        .text = "Mag dit?",
                        .language = crypto::Language::dutch_informal};
  const std::string made = crypto::to_hex(crypto::sign_statement(yes, pupil.signing).value().bytes());
  const auto saved = [&](const std::string& statement) {
    return office
        .file(
            "verklaringen.json",
            R"({"kind":"kiezel-statements","version":1,"exported_at":1,"devices":[],"statements":[{"seq":1,)"
            R"("received_at":1,"entry":"00","role":"client","under_card":false,"counts":true,"statement":")" +
                statement + "\"}]}")
        .string();
  };
  support::TestDirectory listed;
  listed.issue = {.version = 1, .issued_s = 1, .expires_s = 2, .previous_head = {}};
  const std::string directory =
      office.file("old.directory", std::string(crypto::as_text(listed.signed_by({})))).string();
  for (const char* name : {"root-1.key", "root-2.key"}) {
    // The ceremony refuses what has expired; the tool that checks statements must read it.
    const auto key = admin::read_root_key(office.keys() / name).value();
    const auto bytes = admin::sign_draft(admin::read_bytes(directory).value(), key).value();
    REQUIRE(admin::write_bytes(directory, bytes));
  }
  const auto check = [&](const std::string& file, const std::string& by) {
    return support::run_program({"/usr/bin/unshare", "--user", "--map-root-user", "--net",
                                 support::admin_program(), "statement", file, "--organisation", facts,
                                 "--directory", by});
  };

  const Finished holds = check(saved(made), directory);
  CAPTURE(holds.said);
  CHECK(holds.exit_code == 0);
  CHECK(holds.said.contains(") gave permission.\n"));
  CHECK(holds.said.contains("Everything holds."));

  std::string changed = made;
  changed[400] = changed[400] == '0' ? '1' : '0';
  const Finished broken = check(saved(changed), directory);
  CHECK(broken.exit_code == 1);
  CHECK(broken.said.contains("1 of 1 DO NOT HOLD."));
  CHECK_FALSE(broken.said.contains("mentor"));

  const std::string strange =
      office.file("strange.directory", std::string(crypto::as_text(listed.file()))).string();
  CHECK(check(saved(made), strange).exit_code == 1);
  CHECK(check(saved(made), strange).said.contains("not signed by two root keys"));
  CHECK(check(office.file("junk.json", "{").string(), directory).exit_code == 1);
  CHECK(check("/no/such/file", directory).said.contains("There is no file"));
  CHECK(office.admin({"statement", "x"}).exit_code == 2);
  CHECK(office.admin({"statement", "--help"}).said.contains("--directory"));
}
