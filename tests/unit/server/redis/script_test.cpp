#include "server/redis/script.hpp"

#include <catch2/catch.hpp>

TEST_CASE("script: its name in Redis is the SHA-1 of its source", "[script]") {
  // FIPS 180-4: SHA-1("abc").
  CHECK(kiezel::redis::Script("abc", "abc").sha1() == "a9993e364706816aba3e25717850c26c9cd0d89d");
}
