// Second factors in Redis: each call is one command or one script.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "crypto/bytes.hpp"
#include "protocol/messages.hpp"
#include "server/core/ids.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"
#include "server/redis/keys.hpp"
#include "server/redis/script.hpp"

namespace kiezel::factor {

using FactorId = crypto::FixedBytes<struct FactorIdTag, 16>;

/// What is kept of a factor, besides its counter.
struct Record {
  protocol::FactorKind kind{};
  std::uint64_t added_s = 0;
  /// Of a passkey; empty for an app.
  crypto::Bytes credential;
  /// The COSE key of a passkey, or the sealed secret of an app.
  crypto::Bytes key;
};

struct StoredFactor {
  FactorId id;
  Record record;
};

/// The first 16 bytes of the credential's SHA-256.
[[nodiscard]] FactorId id_of_passkey(crypto::BytesView credential);
/// There is at most one.
inline constexpr FactorId id_of_app{};

enum class AddOutcome : std::uint8_t { added, factor_required, refused };

class Store {
 public:
  /// The references must outlive the store.
  Store(redis::Client& vault_link, const redis::KeySpace& keys);

  /// By id; at most factors_max.
  [[nodiscard]] core::Task<core::Result<std::vector<StoredFactor>>> factors(core::AdvisorId advisor);
  [[nodiscard]] core::Task<core::Result<std::optional<Record>>> find(core::AdvisorId advisor, FactorId id);

  struct Addition {
    core::AdvisorId advisor;
    /// Where it is added; one that has just joined needs no fresh factor, once.
    core::DeviceId device;
    FactorId id;
    Record record;
    std::uint64_t counter = 0;
    bool factor_is_fresh = false;
  };
  [[nodiscard]] core::Task<core::Result<AddOutcome>> add(Addition addition);
  /// False when the counter did not go on, or the factor is gone.
  [[nodiscard]] core::Task<core::Result<bool>> use(core::AdvisorId advisor, FactorId id,
                                                   std::uint64_t counter);
  /// False when it is the last.
  [[nodiscard]] core::Task<core::Result<bool>> remove(core::AdvisorId advisor, FactorId id);
  /// All of them.
  [[nodiscard]] core::Task<core::Result<void>> reset(core::AdvisorId advisor);

  struct Tries {
    std::int64_t count = 0;
    /// Seconds until the count starts anew.
    std::int64_t resets_in_s = 0;
  };
  [[nodiscard]] core::Task<core::Result<Tries>> count_try(core::DeviceId device);
  /// After a right code.
  [[nodiscard]] core::Task<core::Result<void>> forget_tries(core::DeviceId device);

 private:
  redis::Client& vault_;
  const redis::KeySpace& keys_;
  redis::Script add_;
  redis::Script use_;
  redis::Script remove_;
  redis::Script count_try_;
};

}  // namespace kiezel::factor
