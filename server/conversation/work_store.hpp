// What the proof of work needs from Redis: the key of the nonces and the pressure. Every shard and every
// machine sees the same, so a client may come back through another one.
#pragma once

#include <span>
#include <vector>

#include "crypto/hkdf.hpp"
#include "crypto/random.hpp"
#include "server/conversation/pressure.hpp"
#include "server/core/ids.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"
#include "server/redis/keys.hpp"

namespace kiezel::conversation {

class WorkStore {
 public:
  // The references must outlive the store.
  WorkStore(redis::Client& log_link, const redis::KeySpace& keys);

  // The organisation's key, made by whoever asks first.
  [[nodiscard]] core::Task<core::Result<crypto::PseudoRandomKey>> key(crypto::Random& random);

  // Of the organisation, then of each desk in the order asked.
  [[nodiscard]] core::Task<core::Result<std::vector<Pressure>>> pressures(
      std::vector<core::AdvisorId> advisors);

 private:
  redis::Client& log_;
  const redis::KeySpace& keys_;
};

}  // namespace kiezel::conversation
