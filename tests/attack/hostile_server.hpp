// A server that does not keep its promises, acted out by changing what the real one holds in Redis: the
// readers meet it through the real server and the real wire.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "crypto/entry.hpp"
#include "server/redis/keys.hpp"
#include "tests/support/redis_client.hpp"
#include "tests/support/service_process.hpp"

namespace kiezel::attack {

struct StoredEntry {
  crypto::Bytes bytes;
  std::int64_t received_at_s = 0;
};
using StoredLog = std::vector<StoredEntry>;

/// The hash of the entry as a chain names it. The bytes must be an entry.
[[nodiscard]] crypto::EntryHash hash_of(const crypto::Bytes& entry);

class HostileServer {
 public:
  explicit HostileServer(const support::ServiceProcess& service);

  [[nodiscard]] StoredLog log(const crypto::ConversationId& conversation);
  /// Replaces the log, in the order given, and the head with it.
  void serve(const crypto::ConversationId& conversation, const StoredLog& log);
  /// Reads the log, lets `change` at it, and serves the result.
  void falsify(const crypto::ConversationId& conversation, const std::function<void(StoredLog&)>& change);

  [[nodiscard]] crypto::Bytes share(const crypto::ConversationId& conversation);
  void set_share(const crypto::ConversationId& conversation, crypto::BytesView share);
  /// What it hands out as the keys of an advisor's device: certificate || prekey.
  [[nodiscard]] crypto::Bytes device_keys(const core::AdvisorId& advisor, const core::DeviceId& device);
  void set_device_keys(const core::AdvisorId& advisor, const core::DeviceId& device, crypto::BytesView keys);

  /// Any command, for what has no name here. Fails the test when Redis refuses.
  redis::Reply ask(redis::Command command);
  [[nodiscard]] const redis::KeySpace& keys() const { return keys_; }

 private:
  support::RedisClient redis_;
  redis::KeySpace keys_;
};

}  // namespace kiezel::attack
