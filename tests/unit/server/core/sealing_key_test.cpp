// The key file for secrets of authenticator apps.
#include "server/core/sealing_key.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/people.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using namespace kiezel;
using core::SealingKey;
using support::named_bytes;

}  // namespace

TEST_CASE("sealing key: made once, for its owner only, and the same at every start", "[factor]") {
  const support::TemporaryFolder folder;
  const auto file = folder.path() / SealingKey::file_name;
  crypto::SystemRandom random;
  const auto advisor = named_bytes<core::AdvisorId>("advisor");

  const auto made = SealingKey::load_or_create(file, random);
  REQUIRE(made);
  const crypto::Bytes sealed =
      made->seal("kiezel/test", advisor, crypto::as_bytes("twenty bytes, nearly"), random);
  const auto again = SealingKey::load_or_create(file, random);
  REQUIRE(again);

  struct stat facts{};
  REQUIRE(::stat(file.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 07777U) == 0600U);
  CHECK(crypto::as_text(again->open("kiezel/test", advisor, sealed)->expose()) == "twenty bytes, nearly");
}

TEST_CASE("sealing key: another advisor, key or byte opens nothing", "[factor]") {
  crypto::SystemRandom random;
  const SealingKey key(random.secret<32>());
  const auto advisor = named_bytes<core::AdvisorId>("advisor");
  crypto::Bytes sealed = key.seal("kiezel/test", advisor, crypto::as_bytes("secret"), random);
  REQUIRE(key.open("kiezel/test", advisor, sealed));

  CHECK_FALSE(key.open("kiezel/test", named_bytes<core::AdvisorId>("other"), sealed));
  CHECK_FALSE(key.open("kiezel/other", advisor, sealed));
  CHECK_FALSE(SealingKey(random.secret<32>()).open("kiezel/test", advisor, sealed));
  CHECK_FALSE(key.open("kiezel/test", advisor, crypto::BytesView(sealed).first(20)));
  sealed.back() ^= 1;
  CHECK_FALSE(key.open("kiezel/test", advisor, sealed));
}

TEST_CASE("sealing key: a file that others can read or that is no key is refused with a sentence",
          "[factor]") {
  const support::TemporaryFolder folder;
  const auto file = folder.path() / "factor.key";
  crypto::SystemRandom random;
  REQUIRE(SealingKey::load_or_create(file, random));

  ::chmod(file.c_str(), 0640);
  CHECK(SealingKey::load_or_create(file, random).error().find("chmod 600") != std::string::npos);
  ::chmod(file.c_str(), 0600);
  std::ofstream(file, std::ios::trunc) << "too short";
  CHECK(SealingKey::load_or_create(file, random).error().find("32 bytes") != std::string::npos);
}
