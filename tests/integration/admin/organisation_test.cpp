// kiezel-admin as a person types it: its commands, the organisation and who is in it.
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/integration/admin/office.hpp"

namespace {

using namespace kiezel;
using support::Finished;
using support::Office;

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

TEST_CASE("kiezel-admin: an unknown advisor is neither approved nor attached", "[admin]") {
  const Office office;
  REQUIRE(office.create().exit_code == 0);
  const std::string nobody(32, 'a');

  CHECK(office.with_data({"advisor", "approve", nobody}).said.contains("ever enrolled"));
  CHECK(office.with_data({"advisor", "approve", "kort"}).said.contains("32 characters"));
  CHECK(office.with_data({"advisor", "factor-reset", nobody}).said.contains("ever enrolled"));
  CHECK(office.with_data({"school", "attach", nobody}).exit_code == 1);
}
