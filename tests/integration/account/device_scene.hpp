// An advisor who is in, and a device of theirs that wants to come in.
#pragma once

#include "tests/integration/account/next_device.hpp"
#include "tests/support/redis_server.hpp"

namespace kiezel::support {

inline constexpr std::uint64_t day_s = 86'400;

struct DeviceScene {
  DeviceScene() { shard.enrol(advisor); }

  account::Devices& devices() { return shard.devices; }
  crypto::Bytes certificate(const crypto::SigningKey& key) {
    return advisor.certify(key, shard.now_s(), shard.now_s() + 90 * day_s);
  }
  auto offer() { return shard.run(devices().offer({}, next.offer())); }
  auto put(std::int64_t index, std::int64_t parts) {
    return shard.run(devices().bundle_put(advisor.caller(), next.part(index, parts)));
  }
  auto admit(const crypto::Bytes& certificate) {
    return shard.run(devices().admit(advisor.proven(shard.now_s()), next.admission(certificate)));
  }
  auto get(std::int64_t index = 0) { return shard.run(devices().bundle_get({}, next.get(index))); }
  auto join() { return shard.run(devices().join({}, next.join(advisor, shard.now_s()))); }
  void add() { add_device(shard, advisor, next); }
  auto revoke(core::DeviceId device) {
    return shard.run(devices().revoke(advisor.caller(), revocation(advisor.identity, device, shard.now_s())));
  }
  protocol::DeviceState state(core::DeviceId device) {
    return shard.run(devices().state({}, {device.bytes}))->state;
  }
  bool active(core::DeviceId device) {
    return shard.run(shard.directory.active_device(device, shard.now_s()))->has_value();
  }
  bool exists(const std::string& key) {
    return shard.redis.execute(redis::Command{"EXISTS", key})->integer == 1;
  }
  protocol::AdvisorKeysResult keys() { return *shard.run(shard.directory.keys({}, {advisor.id().bytes})); }

  RedisServer server;
  Shard shard{server.address()};
  TestAdvisor advisor{"advisor", shard.now_s()};
  NextDevice next{"next"};
};

}  // namespace kiezel::support
