// Pages that the directory begins or stops to name, as the people who sign it see them.
#include <catch2/catch.hpp>

#include "server/admin/directory_changes.hpp"

namespace {

using namespace kiezel;

crypto::ReleaseRecord release(std::uint8_t fill) {
  crypto::ReleaseRecord record{.bundle = {}, .released_at_s = 1'795'000'000};
  record.bundle.bytes.fill(fill);
  return record;
}

}  // namespace

TEST_CASE("directory changes: new pages are pointed out with their number", "[admin]") {
  const std::vector<crypto::DirectoryRecord> before{release(1)};
  const std::vector<crypto::DirectoryRecord> after{release(2)};

  const auto changes = admin::directory_changes(before, after);

  REQUIRE(changes.size() == 2);
  CHECK(changes[0].weight == admin::Weight::grave);
  CHECK(changes[0].sentence.contains("bundle 0202"));
  CHECK(changes[1].weight == admin::Weight::ordinary);
  CHECK(changes[1].sentence.contains("bundle 0101"));
}

TEST_CASE("directory changes: the same pages again are no change", "[admin]") {
  const std::vector<crypto::DirectoryRecord> before{release(1)};
  crypto::ReleaseRecord later = release(1);
  later.released_at_s += 86'400;

  CHECK(admin::directory_changes(before, std::vector<crypto::DirectoryRecord>{later}).empty());
}
