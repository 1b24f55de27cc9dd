#include "server/core/data_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <utility>

#include "tests/support/temporary_folder.hpp"

using kiezel::core::DataFolder;
using kiezel::support::TemporaryFolder;

TEST_CASE("data folder: it is made for its owner alone", "[data_folder]") {
  const TemporaryFolder folder;

  const auto data = DataFolder::open(folder.path() / "deep" / "data");

  REQUIRE(data);
  struct stat made{};
  REQUIRE(::stat(data->path().c_str(), &made) == 0);
  CHECK((made.st_mode & 0777) == 0700);
}

TEST_CASE("data folder: a second server is refused with the first one's number", "[data_folder]") {
  const TemporaryFolder folder;
  const auto first = DataFolder::open(folder.path());
  REQUIRE(first);

  const auto second = DataFolder::open(folder.path());

  REQUIRE_FALSE(second);
  CHECK(second.error().find("in use by another Kiezel process (" + std::to_string(::getpid()) + ")") !=
        std::string::npos);
  CHECK(second.error().find("--data") != std::string::npos);
}

TEST_CASE("data folder: the lock goes with its owner, also after a move", "[data_folder]") {
  const TemporaryFolder folder;
  {
    auto first = DataFolder::open(folder.path());
    REQUIRE(first);
    const DataFolder moved = std::move(*first);
    CHECK_FALSE(DataFolder::open(folder.path()));
  }

  CHECK(DataFolder::open(folder.path()));
}

TEST_CASE("data folder: a file in its place is told", "[data_folder]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "data") << "in the way";

  const auto data = DataFolder::open(folder.path() / "data");

  REQUIRE_FALSE(data);
  CHECK(data.error().find("cannot be") != std::string::npos);
}
