// kiezel-admin: the directory is drafted, signed at home and published.
#include <catch2/catch.hpp>
#include <filesystem>

#include "crypto/encoding.hpp"
#include "tests/client/advisor.hpp"
#include "tests/client/trust.hpp"
#include "tests/integration/admin/office.hpp"
#include "tests/support/domains.hpp"

namespace {

using namespace kiezel;
using support::Finished;
using support::Office;

}  // namespace

TEST_CASE("kiezel-admin: a directory is drafted, signed by two roots and published; less is refused",
          "[admin]") {
  support::ServiceProcess service;
  const Office office;
  crypto::SystemRandom random;
  client::Advisor advisor(client::Endpoint::parse(service.origin()), random);
  advisor.enrol(service.invitation());
  advisor.wait_for_approval();
  const std::string draft = office.file("draft.bin", "").string();
  const auto here = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--data", service.folder().string()});
    return office.admin(std::move(words));
  };
  const auto key = [&](int number) {
    return (service.folder() / "demo-keys" / ("root-" + std::to_string(number) + ".key")).string();
  };

  const Finished too_few = here({"directory", "draft", draft});
  CHECK(too_few.exit_code == 1);
  CHECK(too_few.said.contains("fewer than two approved advisors"));
  // What a signer keeps at home.
  const support::TemporaryFolder home;
  const std::string facts = (home.path() / "organisation.json").string();
  const std::string previous = (home.path() / "published.directory").string();
  std::filesystem::copy_file(service.folder() / "organisation.json", facts);
  REQUIRE(here({"directory", "copy", previous}).exit_code == 0);
  const auto signer = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--organisation", facts, "--previous", previous});
    return office.admin(std::move(words));
  };

  REQUIRE(here({"directory", "draft", draft, "--allow-single-advisor"}).exit_code == 0);
  CHECK(here({"directory", "publish", draft}).said.contains("two different root keys"));
  CHECK(signer({"directory", "check", draft}).said.contains("Nothing changes but the dates."));
  CHECK(office.admin({"directory", "sign", draft, "--key", key(1), "--organisation", facts})
            .said.contains("--previous"));
  REQUIRE(signer({"directory", "sign", draft, "--key", key(1)}).said.contains("Signed by root 1."));
  CHECK(signer({"directory", "sign", draft, "--key", key(1)}).said.contains("signed this draft already"));
  CHECK(here({"directory", "publish", draft}).exit_code == 1);
  REQUIRE(signer({"directory", "sign", draft, "--key", key(3)}).exit_code == 0);
  CHECK(here({"directory", "publish", draft}).exit_code == 0);
  CHECK(here({"directory", "publish", office.file("junk.bin", "junk").string()}).exit_code == 1);
  CHECK(here({"directory", "show"}).exit_code == 0);
  CHECK_THAT(here({"directory", "status"}).said, Catch::Matches("Version 2 expires in (29|30) days\\.\n"));
  // The same draft once more is an older version now.
  REQUIRE(here({"directory", "copy", previous}).exit_code == 0);
  CHECK(signer({"directory", "sign", draft, "--key", key(2)}).said.contains("was signed already"));

  REQUIRE(here({"directory", "draft", draft, "--days", "5", "--allow-single-advisor"}).exit_code == 0);
  for (const int number : {1, 2})
    REQUIRE(signer({"directory", "sign", draft, "--key", key(number)}).exit_code == 0);
  REQUIRE(here({"directory", "publish", draft}).exit_code == 0);
  const Finished due = here({"directory", "status"});
  CHECK(due.exit_code == 3);
  CHECK(due.said.contains("publish the next one now"));

  // The pages that are served are named there too, and signers see that.
  const auto release = [&](const std::string& number) {
    return here({"directory", "draft", draft, "--allow-single-advisor", "--release", number});
  };
  CHECK(release("abc").said.contains("--release is the number"));
  CHECK(release(std::string(64, '0')).said.contains("--release is the number"));
  REQUIRE(here({"directory", "copy", previous}).exit_code == 0);
  REQUIRE(release(std::string(64, 'a')).exit_code == 0);
  CHECK(signer({"directory", "check", draft}).said.contains("bundle " + std::string(64, 'a')));

  const std::string id = crypto::to_hex(advisor.identity_key().id());
  CHECK(here({"advisor", "approve", id}).exit_code == 0);
  CHECK(here({"advisor", "factor-reset", id}).said.contains("still needs the passphrase"));
  CHECK(here({"advisor", "approve", id}).said.contains("no second factor yet"));
}

TEST_CASE("kiezel-admin: signing needs its files and no network, no Redis and no data folder", "[admin]") {
  const Office office;
  REQUIRE(office.create().exit_code == 0);
  const support::TestAdvisor advisor("noor", 0);
  support::TestDirectory first;
  first.issue = {
      .version = 1, .issued_s = client::now_s(), .expires_s = client::now_s() + 86'400, .previous_head = {}};
  first.list(advisor);
  const std::string draft =
      office.file("draft.bin", std::string(crypto::as_text(first.signed_by({})))).string();
  const std::string facts = (office.keys() / "organisation.json").string();
  std::filesystem::rename(office.data() / "organisation.json", facts);
  std::filesystem::remove_all(office.data());
  // A network namespace of its own has not even a loopback that is up; the user's own namespace lets it be
  // made.
  const auto offline = [](std::vector<std::string> words) {
    words.insert(words.begin(),
                 {"/usr/bin/unshare", "--user", "--map-root-user", "--net", support::admin_program()});
    return support::run_program(words);
  };

  for (const char* name : {"root-2.key", "root-3.key"}) {
    const Finished made = offline(
        {"directory", "sign", draft, "--organisation", facts, "--key", (office.keys() / name).string()});
    CAPTURE(made.said);
    REQUIRE(made.exit_code == 0);
  }

  CHECK(offline({"directory", "check", draft, "--organisation", facts}).said.contains("Signed by root 3."));
  CHECK_FALSE(std::filesystem::exists(office.data()));
}
