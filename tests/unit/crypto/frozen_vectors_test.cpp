#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {

TEST_CASE("vectors: made again, they are the same byte for byte", "[vectors][frozen]") {
  for (const auto& [name, content] : make_all()) {
    INFO(name);
    std::ifstream file(std::string(KIEZEL_VECTORS_DIR) + "/" + name);
    const std::string frozen{std::istreambuf_iterator<char>(file), {}};

    // Not CHECK(a == b): a difference would print a megabyte.
    const bool same = frozen == content.dump(1) + "\n";
    CHECK(same);
  }
}

}  // namespace kiezel::vectors
