// kiezel-admin as a person types it.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "crypto/encoding.hpp"
#include "crypto/statement.hpp"
#include "server/admin/files.hpp"
#include "server/admin/publication.hpp"
#include "server/admin/root_keys.hpp"
#include "tests/client/advisor.hpp"
#include "tests/client/trust.hpp"
#include "tests/support/domains.hpp"
#include "tests/support/program.hpp"
#include "tests/support/service_process.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace kiezel;
using support::Finished;

namespace {

class Office {
 public:
  Finished admin(std::vector<std::string> words) const {
    words.insert(words.begin(), support::admin_program());
    return support::run_program(words);
  }
  Finished with_data(std::vector<std::string> words) const {
    words.insert(words.end(), {"--data", data().string()});
    return admin(std::move(words));
  }
  Finished create() const {
    return admin({"org", "create", "--data", data().string(), "--keys", keys().string(), "--name",
                  "Stichting Luister", "--origin", "https://kiezel.example"});
  }
  std::filesystem::path file(const std::string& name, const std::string& contents) const {
    std::ofstream(folder_.path() / name, std::ios::binary) << contents;
    return folder_.path() / name;
  }
  std::filesystem::path data() const { return folder_.path() / "data"; }
  std::filesystem::path keys() const { return folder_.path() / "keys"; }

 private:
  support::TemporaryFolder folder_;
};

constexpr const char* header = "BEVOEGD GEZAG NUMMER;VESTIGINGSCODE;VESTIGINGSNAAM;PLAATSNAAM\n";

}  // namespace

TEST_CASE("kiezel-admin: every command has help and a wrong call exits with 2", "[admin]") {
  const Office office;

  CHECK(office.admin({"help"}).exit_code == 0);
  CHECK(office.admin({}).exit_code == 2);
  CHECK(office.admin({"school", "explode"}).exit_code == 2);
  CHECK(office.admin({"school", "import", "--help"}).said.contains("--dry-run"));
  CHECK(office.admin({"advisor", "invite"}).said.contains("--name is needed"));
  CHECK(office.admin({"advisor", "invite", "--name"}).said.contains("--name needs a value"));
  CHECK(office.admin({"advisor", "invite", "--nam", "x"}).said.contains("no option --nam"));
  CHECK(office.admin({"org", "show", "--data", "a", "--data", "b"}).said.contains("given twice"));
}

TEST_CASE("kiezel-admin: an organisation is made once, with keys that only the owner can read", "[admin]") {
  const Office office;

  REQUIRE(office.create().exit_code == 0);
  const Finished again = office.create();

  CHECK(again.exit_code == 1);
  CHECK(again.said.contains("already"));
  for (const char* name : {"root-1.key", "root-2.key", "root-3.key"}) {
    const auto mode = std::filesystem::status(office.keys() / name).permissions();
    CHECK((mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
          std::filesystem::perms::none);
  }
  const Finished shown = office.with_data({"org", "show"});
  CHECK(shown.said.contains("Stichting Luister"));
  CHECK_FALSE(shown.said.contains("kiezel-root-key"));
}

TEST_CASE("kiezel-admin: without an organisation a command says how to make one", "[admin]") {
  const Office office;

  const Finished listed = office.with_data({"advisor", "list"});

  CHECK(listed.exit_code == 1);
  CHECK(listed.said.contains("kiezel-admin org create"));
}

TEST_CASE("kiezel-admin: a school import shows first, saves whole, and refuses junk", "[admin]") {
  const Office office;
  REQUIRE(office.create().exit_code == 0);
  const auto good =
      office.file("good.csv", std::string(header) +
                                  "10053;18BR00;Eerste School;ASSEN\n10053;18BR01;Tweede School;ASSEN\n");
  const auto half = office.file(
      "half.csv", std::string(header) + "10053;18BR02;Derde School;ASSEN\n10053;XX;Kapot;ASSEN\n");
  const auto renamed = office.file("renamed.csv", std::string(header) + "10053;18BR00;Nieuwe Naam;ASSEN\n");
  const auto junk = office.file("junk.csv", "this is not a table");

  const Finished dry = office.with_data({"school", "import", good.string(), "--dry-run"});
  CHECK(dry.exit_code == 0);
  CHECK(dry.said.contains("2 new, 0 changed"));
  CHECK(office.with_data({"school", "list"}).said.empty());

  CHECK(office.with_data({"school", "import", good.string()}).exit_code == 0);
  CHECK(office.with_data({"school", "list"}).said.contains("Tweede School"));

  const Finished refused = office.with_data({"school", "import", half.string()});
  CHECK(refused.exit_code == 1);
  CHECK(refused.said.contains("line 3"));
  CHECK_FALSE(office.with_data({"school", "list"}).said.contains("Derde School"));
  CHECK(office.with_data({"school", "import", half.string(), "--dry-run"}).exit_code == 3);

  const Finished change =
      office.with_data({"school", "import", renamed.string(), "--close-missing", "--dry-run"});
  CHECK(change.said.contains("0 new, 1 changed, 1 closed"));

  const Finished not_a_table = office.with_data({"school", "import", junk.string()});
  CHECK(not_a_table.exit_code == 1);
  CHECK(not_a_table.said.contains("VESTIGINGSCODE"));
  CHECK(office.with_data({"school", "import", "/no/such/file"}).exit_code == 1);
}

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

TEST_CASE("kiezel-admin: an unknown advisor is neither approved nor attached", "[admin]") {
  const Office office;
  REQUIRE(office.create().exit_code == 0);
  const std::string nobody(32, 'a');

  CHECK(office.with_data({"advisor", "approve", nobody}).said.contains("ever enrolled"));
  CHECK(office.with_data({"advisor", "approve", "kort"}).said.contains("32 characters"));
  CHECK(office.with_data({"advisor", "factor-reset", nobody}).said.contains("ever enrolled"));
  CHECK(office.with_data({"school", "attach", nobody}).exit_code == 1);
}

TEST_CASE("kiezel-admin: school holidays are taken over whole or not at all", "[admin]") {
  const Office office;
  REQUIRE(office.create().exit_code == 0);
  CHECK(office.with_data({"holidays", "show"}).said.contains("No school holidays are known"));
  const auto good = office.file("good.csv",
                                "REGIO;NAAM;VAN;TOT\n"
                                "alle;Kerstvakantie;19-12-2026;03-01-2027\n"
                                "noord;Herfstvakantie;2026-10-10;2026-10-18\n");
  const auto bad = office.file("bad.csv",
                               "REGIO;NAAM;VAN;TOT\n"
                               "oost;Kerstvakantie;19-12-2026;03-01-2027\n"
                               "noord;;19-12-2026;03-01-2027\n"
                               "zuid;Kerst;31-02-2027;03-03-2027\n"
                               "zuid;Kerst;2027-01-03;2026-12-19\n"
                               "zuid;Altijd;2027-01-03;2028-12-19\n");

  CHECK(office.with_data({"holidays", "import", good.string(), "--dry-run"}).exit_code == 0);
  CHECK(office.with_data({"holidays", "show"}).said.contains("No school holidays are known"));
  REQUIRE(office.with_data({"holidays", "import", good.string()}).said.contains("Saved: 4 holidays"));
  const Finished refused = office.with_data({"holidays", "import", bad.string()});
  CHECK(refused.exit_code == 1);
  for (const char* line : {"line 2: The region", "line 3: The name", "line 4: A date", "line 5: The last day",
                           "line 6: No holiday"})
    CHECK(refused.said.contains(line));
  CHECK(office.with_data({"holidays", "import", office.file("odd.csv", "A;B\n1;2\n").string()})
            .said.contains("needs the columns REGIO"));
  const Finished shown = office.with_data({"holidays", "show"});
  CHECK(shown.said.contains("2026-10-10 to 2026-10-18  Herfstvakantie"));
  CHECK(shown.said.contains("2026-12-19 to 2027-01-03  Kerstvakantie"));
}
