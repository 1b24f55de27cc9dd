#include "server/redis/embedded.hpp"

#include <catch2/catch.hpp>

using kiezel::redis::embedded_end_from;
using kiezel::redis::EmbeddedEnd;

TEST_CASE("embedded: the last words of Redis tell why it ended", "[embedded]") {
  CHECK(embedded_end_from(
            "# Can't recover from AOF write error when the AOF fsync policy is 'always'. Exiting...\n"
            "# Error writing to the AOF file: No space left on device") == EmbeddedEnd::disk_full);
  CHECK(embedded_end_from("# Can't open or create append-only dir appendonlydir: Permission denied") ==
        EmbeddedEnd::forbidden);
  CHECK(embedded_end_from("# Bad file format reading the append only file x: make a backup") ==
        EmbeddedEnd::damaged_log);
  CHECK(embedded_end_from("") == EmbeddedEnd::other);
}
