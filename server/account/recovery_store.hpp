// Recovery cards and the claims made with them in Redis: each call is one command or one script.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "server/account/store.hpp"

namespace kiezel::account {

struct Card {
  core::AdvisorId advisor;
  crypto::Bytes sealed;
};

struct Claim {
  core::DeviceId device;
  /// certificate || prekey.
  crypto::Bytes keys;
  std::int64_t at_s = 0;
};

class RecoveryStore {
 public:
  struct NewCard {
    core::AdvisorId advisor;
    crypto::Digest token_hash;
    crypto::Bytes sealed;
    bool factor_is_fresh = false;
    std::uint64_t now_s = 0;
  };

  /// The references must outlive the store.
  RecoveryStore(redis::Client& log_link, redis::Client& vault_link, const redis::KeySpace& keys);

  /// When the card was made: now, or before by the same call. Nothing when the advisor has a second factor
  /// and none is fresh.
  [[nodiscard]] core::Task<core::Result<std::optional<std::int64_t>>> put_card(NewCard card);
  [[nodiscard]] core::Task<core::Result<std::optional<Card>>> card(crypto::Digest token_hash);
  [[nodiscard]] core::Task<core::Result<std::optional<std::int64_t>>> made_at(core::AdvisorId advisor);
  [[nodiscard]] core::Task<core::Result<void>> forget_card(core::AdvisorId advisor);

  [[nodiscard]] core::Task<core::Result<void>> put_claim(core::AdvisorId advisor, Claim claim);
  [[nodiscard]] core::Task<core::Result<std::optional<Claim>>> claim(core::AdvisorId advisor);
  [[nodiscard]] core::Task<core::Result<void>> forget_claim(core::AdvisorId advisor);
  /// The devices that made room; nothing when the claim is another or gone.
  [[nodiscard]] core::Task<core::Result<std::optional<std::vector<core::DeviceId>>>> let_in(
      core::AdvisorId advisor, core::DeviceId device, std::uint64_t now_s);

 private:
  redis::Client& log_;
  redis::Client& vault_;
  const redis::KeySpace& keys_;
  redis::Script put_card_;
  redis::Script let_in_;
};

}  // namespace kiezel::account
