#include "server/conversation/membership_cache.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/people.hpp"

namespace {

using kiezel::conversation::Membership;
using kiezel::conversation::MembershipCache;
using kiezel::core::ConversationId;
using kiezel::support::named_bytes;

std::shared_ptr<const Membership> membership(const std::string& name, std::uint64_t commit_seq) {
  Membership result;
  result.conversation = named_bytes<ConversationId>(name);
  result.commit_seq = commit_seq;
  return std::make_shared<const Membership>(result);
}

}  // namespace

TEST_CASE("membership cache: a full cache forgets the one that was used longest ago", "[conversation]") {
  MembershipCache cache(2);
  cache.put(membership("a", 0));
  cache.put(membership("b", 0));

  REQUIRE(cache.find(named_bytes<ConversationId>("a")));
  cache.put(membership("c", 0));

  CHECK(cache.size() == 2);
  CHECK(cache.find(named_bytes<ConversationId>("a")));
  CHECK_FALSE(cache.find(named_bytes<ConversationId>("b")));
  CHECK(cache.find(named_bytes<ConversationId>("c")));
}

TEST_CASE("membership cache: an older membership never replaces a newer one", "[conversation]") {
  MembershipCache cache;
  cache.put(membership("a", 5));

  cache.put(membership("a", 3));
  CHECK(cache.find(named_bytes<ConversationId>("a"))->commit_seq == 5);

  cache.put(membership("a", 8));
  CHECK(cache.find(named_bytes<ConversationId>("a"))->commit_seq == 8);
}

TEST_CASE("membership cache: what is forgotten lives on for whoever holds it", "[conversation]") {
  MembershipCache cache(1);
  cache.put(membership("a", 1));
  const auto held = cache.find(named_bytes<ConversationId>("a"));

  cache.put(membership("b", 1));
  cache.forget(named_bytes<ConversationId>("b"));

  CHECK(cache.size() == 0);
  CHECK(held->commit_seq == 1);
}
