// An advisor with an invitation, and the account of the service.
#pragma once

#include <catch2/catch.hpp>

#include "tests/support/domains.hpp"
#include "tests/support/redis_server.hpp"

namespace kiezel::support {

struct AccountScene {
  RedisServer server;
  Shard shard{server.address()};
  TestAdvisor advisor{"advisor", shard.now_s()};
  account::InvitationToken token = named_bytes<account::InvitationToken>("token");

  account::Service& account() { return shard.account; }
  void invite() { REQUIRE(shard.run(account().invite(token, "A. Advisor", shard.now_s() + 3600))); }
  protocol::AccountEnrolRequest request() const { return Shard::enrolment(advisor, token); }
  core::Result<protocol::AccountEnrolResult> enrol(const protocol::AccountEnrolRequest& request) {
    return shard.run(account().enrol({}, request));
  }
  protocol::AccountState state() { return shard.run(account().status({}, {advisor.id().bytes}))->state; }
  // With a second factor that was just proven, unless another caller is given.
  core::Result<protocol::AccountDeviceShareResult> unlock(std::string_view token_name) {
    return unlock(token_name, {.factor = core::ProvenFactor{advisor.id(), shard.now_s() + 1}});
  }
  core::Result<protocol::AccountDeviceShareResult> unlock(std::string_view token_name, core::Caller caller) {
    return shard.run(account().device_share(
        caller, {advisor.device_id().bytes, named_bytes<crypto::Digest>(token_name).bytes}));
  }
  core::Result<protocol::AccountPublishPrekeyResult> publish(const crypto::Bytes& prekey) {
    protocol::AccountPublishPrekeyRequest wanted;
    std::ranges::copy(prekey, wanted.prekey.begin());
    return shard.run(account().publish_prekey(advisor.caller(), wanted));
  }
};

}  // namespace kiezel::support
