// Accounts in Redis: each call is one command or one script.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.hpp"
#include "crypto/sign.hpp"
#include "protocol/messages/account.hpp"
#include "server/core/ids.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"
#include "server/redis/keys.hpp"
#include "server/redis/script.hpp"

namespace kiezel::account {

/// What stands in an advisor's invitation link. A secret until it is used; stored as its hash only.
using InvitationToken = crypto::FixedBytes<struct InvitationTokenTag, 16>;

struct Invitation {
  std::string name;
  std::uint64_t expires_s = 0;
  bool used = false;
};

struct Advisor {
  core::AdvisorId id;
  crypto::VerifyKey identity_key;
  std::string name;
  protocol::AccountState state = protocol::AccountState::unknown;
};

/// The server's half of a device's vault key, and the hash of the token that opens it.
struct DeviceShare {
  std::array<std::uint8_t, 32> share{};
  std::array<std::uint8_t, 32> token_hash{};
};

/// Verified by the caller.
struct Enrolment {
  crypto::Digest invitation;
  core::AdvisorId advisor;
  crypto::VerifyKey identity_key;
  core::DeviceId device;
  crypto::BytesView certificate;
  crypto::BytesView prekey;
  std::uint64_t now_s = 0;
};

struct EnrolOutcome {
  enum class Kind : std::uint8_t {
    enrolled,            ///< now or by an earlier call with the same keys
    invitation_invalid,  ///< unknown, expired, used by others, or for a suspended advisor
    device_refused,      ///< the device is another advisor's, or the advisor has devices_max
  };
  Kind kind = Kind::invitation_invalid;
  protocol::AccountState state = protocol::AccountState::unknown;
};

enum class PrekeyOutcome : std::uint8_t { published, not_newer, no_such_device };

class Store {
 public:
  /// The references must outlive the store.
  Store(redis::Client& log_link, redis::Client& vault_link, const redis::KeySpace& keys);

  [[nodiscard]] core::Task<core::Result<std::optional<crypto::VerifyKey>>> auth_key(core::MailboxId mailbox);

  /// The store forgets it after `life_s`; it is refused from its `expires_s` on all the same.
  [[nodiscard]] core::Task<core::Result<void>> put_invitation(crypto::Digest token_hash,
                                                              Invitation invitation, std::uint64_t life_s);
  [[nodiscard]] core::Task<core::Result<std::optional<Invitation>>> invitation(crypto::Digest token_hash);
  /// False when the device has another share already.
  [[nodiscard]] core::Task<core::Result<bool>> keep_share(core::DeviceId device, DeviceShare share);
  [[nodiscard]] core::Task<core::Result<EnrolOutcome>> enrol(Enrolment enrolment);
  /// Empty when the advisor has no such device.
  [[nodiscard]] core::Task<core::Result<crypto::Bytes>> certificate(core::AdvisorId advisor,
                                                                    core::DeviceId device);
  [[nodiscard]] core::Task<core::Result<PrekeyOutcome>> publish_prekey(core::AdvisorId advisor,
                                                                       core::DeviceId device,
                                                                       std::uint32_t number,
                                                                       crypto::BytesView prekey);

  [[nodiscard]] core::Task<core::Result<std::optional<DeviceShare>>> device_share(core::DeviceId device);
  struct Tries {
    std::int64_t count = 0;
    /// Seconds until the count starts anew.
    std::int64_t resets_in_s = 0;
  };
  [[nodiscard]] core::Task<core::Result<Tries>> count_try(core::DeviceId device);

  [[nodiscard]] core::Task<core::Result<std::optional<core::AdvisorId>>> owner(core::DeviceId device);
  /// `unknown` when it never enrolled.
  [[nodiscard]] core::Task<core::Result<Advisor>> advisor(core::AdvisorId id);
  [[nodiscard]] core::Task<core::Result<std::vector<core::AdvisorId>>> advisors();
  [[nodiscard]] core::Task<core::Result<std::vector<core::AdvisorId>>> pending();
  /// False when it never enrolled.
  [[nodiscard]] core::Task<core::Result<bool>> set_state(core::AdvisorId id, protocol::AccountState state);

 private:
  [[nodiscard]] core::Task<core::Result<std::vector<core::AdvisorId>>> members(std::string key);

  redis::Client& log_;
  redis::Client& vault_;
  const redis::KeySpace& keys_;
  redis::Script keep_share_;
  redis::Script enrol_;
  redis::Script publish_prekey_;
  redis::Script count_try_;
  redis::Script set_state_;
};

}  // namespace kiezel::account
