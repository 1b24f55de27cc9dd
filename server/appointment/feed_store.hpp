// The private addresses of agendas in Redis: only hashes of their tokens. Each call is one command or one
// script.
#pragma once

#include <optional>

#include "crypto/ids.hpp"
#include "server/core/ids.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"
#include "server/redis/keys.hpp"
#include "server/redis/script.hpp"

namespace kiezel::appointment {

struct Feed {
  core::AdvisorId advisor;
  // Every event says no more than that the time is taken.
  bool neutral = false;
};

class FeedStore {
 public:
  // The references must outlive the store.
  FeedStore(redis::Client& log_link, const redis::KeySpace& keys);

  // Of an approved advisor.
  [[nodiscard]] core::Task<core::Result<std::optional<Feed>>> find(crypto::Digest token_hash);
  [[nodiscard]] core::Task<core::Result<std::optional<Feed>>> find(core::AdvisorId advisor);
  // In the place of one made earlier; without a hash there is none afterwards. False: not approved.
  [[nodiscard]] core::Task<core::Result<bool>> put(Feed feed, std::optional<crypto::Digest> token_hash);

 private:
  redis::Client& log_;
  const redis::KeySpace& keys_;
  redis::Script put_;
};

}  // namespace kiezel::appointment
