// kiezel-admin: tables of schools and of school holidays are taken over.
#include <catch2/catch.hpp>

#include "tests/integration/admin/office.hpp"

namespace {

using namespace kiezel;
using support::Finished;
using support::Office;

constexpr const char* header = "BEVOEGD GEZAG NUMMER;VESTIGINGSCODE;VESTIGINGSNAAM;PLAATSNAAM\n";

}  // namespace

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
