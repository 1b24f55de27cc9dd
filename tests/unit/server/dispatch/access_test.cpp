#include <catch2/catch.hpp>

#include "server/dispatch/dispatcher.hpp"

namespace kiezel::dispatch {

using core::Role;
using protocol::Access;
using protocol::ErrorCode;

TEST_CASE("access: what is for anyone is for everyone", "[dispatch]") {
  CHECK_FALSE(refusal_of(Access::anyone, Role::any));
  CHECK_FALSE(refusal_of(Access::anyone, Role::client));
  CHECK_FALSE(refusal_of(Access::anyone, Role::advisor));
}

TEST_CASE("access: who is not logged in is told to log in", "[dispatch]") {
  CHECK(refusal_of(Access::client, Role::any) == ErrorCode::unauthenticated);
  CHECK(refusal_of(Access::advisor, Role::any) == ErrorCode::unauthenticated);
  CHECK(refusal_of(Access::client_or_advisor, Role::any) == ErrorCode::unauthenticated);
}

TEST_CASE("access: a role gets what is for it and nothing else", "[dispatch]") {
  CHECK_FALSE(refusal_of(Access::client, Role::client));
  CHECK_FALSE(refusal_of(Access::advisor, Role::advisor));
  CHECK_FALSE(refusal_of(Access::client_or_advisor, Role::client));
  CHECK_FALSE(refusal_of(Access::client_or_advisor, Role::advisor));
  CHECK(refusal_of(Access::client, Role::advisor) == ErrorCode::forbidden);
  CHECK(refusal_of(Access::advisor, Role::client) == ErrorCode::forbidden);
}

}  // namespace kiezel::dispatch
