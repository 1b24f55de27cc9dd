// The domain that passkeys are bound to.
#include "server/factor/relying_party.hpp"

#include <catch2/catch.hpp>
#include <vector>

namespace {

using kiezel::factor::relying_party;

std::string derived(const std::vector<std::string>& origins) {
  return relying_party(origins, "").value_or("refused");
}

}  // namespace

TEST_CASE("relying party: what the origins share", "[factor]") {
  CHECK(derived({"https://kiezel.example"}) == "kiezel.example");
  CHECK(derived({"http://localhost:8080", "http://127.0.0.1:8080"}) == "localhost");
  CHECK(derived({"https://kiezel.example", "https://api.kiezel.example:8443"}) == "kiezel.example");
  CHECK(derived({"https://www.kiezel.example", "https://api.kiezel.example"}) == "kiezel.example");
  CHECK(derived({"http://127.0.0.1:8080", "http://[::1]:8080"}).empty());
  CHECK(derived({"https://kiezel.example", "https://other.example"}) == "refused");
  CHECK(derived({"https://kiezel.example", "https://kiezel.test"}) == "refused");
}

TEST_CASE("relying party: a configured domain must hold every origin", "[factor]") {
  const std::vector<std::string> origins = {"https://www.kiezel.example", "https://api.kiezel.example"};
  CHECK(relying_party(origins, "kiezel.example") == "kiezel.example");
  CHECK_FALSE(relying_party(origins, "www.kiezel.example"));
  CHECK_FALSE(relying_party(origins, "iezel.example"));
}
