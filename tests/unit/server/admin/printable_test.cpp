// Text of others gives a terminal no orders.
#include "server/admin/printable.hpp"

#include <catch2/catch.hpp>

using kiezel::admin::printable;

TEST_CASE("printable: what is only text stays", "[printable]") {
  for (const char* text : {"", "Noor", "Zoë 🙂", "سلام", "a\u00a0b", "\u2027\u202f\u2065\u206a"})
    CHECK(printable(text) == text);
}

TEST_CASE("printable: control characters become a dot each", "[printable]") {
  CHECK(printable("a\x1b[31m\tb\x7f\n") == "a·[31m·b··");
  CHECK(printable("\u0080\u009b2J\u009f") == "··2J·");
}

TEST_CASE("printable: nothing turns the direction of writing or breaks a line", "[printable]") {
  CHECK(printable("zegt \u202enee\u202c") == "zegt ·nee·");
  CHECK(printable("\u2028\u2029\u202a\u202b\u202d") == "·····");
  CHECK(printable("\u2066\u2067\u2068\u2069") == "····");
}
