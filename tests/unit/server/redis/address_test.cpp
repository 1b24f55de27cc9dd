#include "server/redis/address.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/temporary_folder.hpp"

using kiezel::redis::Address;
using kiezel::redis::parse_address;
using kiezel::redis::TcpAddress;
using kiezel::redis::UnixAddress;

TEST_CASE("address: a host, with and without the rest", "[address]") {
  const auto bare = parse_address("redis://localhost");
  REQUIRE(bare);
  CHECK(std::get<TcpAddress>(bare->place) == TcpAddress{"localhost", 6379});
  CHECK(bare->database == 0);
  CHECK(bare->user.empty());

  const auto full = parse_address("redis://kiezel@10.0.0.7:7000/3");
  REQUIRE(full);
  CHECK(std::get<TcpAddress>(full->place) == TcpAddress{"10.0.0.7", 7000});
  CHECK(full->database == 3);
  CHECK(full->user == "kiezel");
}

TEST_CASE("address: a socket, with and without a database", "[address]") {
  const auto bare = parse_address("unix:///run/redis.sock");
  REQUIRE(bare);
  CHECK(std::get<UnixAddress>(bare->place) == UnixAddress{"/run/redis.sock"});

  const auto numbered = parse_address("unix:///run/redis.sock?db=2");
  REQUIRE(numbered);
  CHECK(numbered->database == 2);
}

TEST_CASE("address: what is unclear is refused with a sentence that does not repeat it", "[address]") {
  const auto url =
      GENERATE("", "localhost:6379", "redis://", "redis://:6379", "redis://h:0", "redis://h:65536",
               "redis://h:1x", "redis://h/x", "redis://h/", "redis://user:secret@h", "rediss://h",
               "unix://relative", "unix:///s?db=", "unix:///s?x=1");

  const auto address = parse_address(url);

  REQUIRE_FALSE(address);
  CHECK(address.error().find("secret") == std::string::npos);
  CHECK(address.error().find("redis://[user@]host") != std::string::npos);
}

TEST_CASE("address: the password is the first line of its file", "[address]") {
  const kiezel::support::TemporaryFolder folder;
  const std::string path = folder.path() / "password";
  std::ofstream(path) << "open sesame\r\nmore\n";

  CHECK(kiezel::redis::read_password_file(path) == "open sesame");
}

TEST_CASE("address: a password file without a password is refused", "[address]") {
  const kiezel::support::TemporaryFolder folder;
  const std::string path = folder.path() / "password";
  CHECK_FALSE(kiezel::redis::read_password_file(path));

  std::ofstream(path) << "\nsecond line\n";
  const auto password = kiezel::redis::read_password_file(path);

  REQUIRE_FALSE(password);
  CHECK(password.error().find("second") == std::string::npos);
}
