// Accounts of advisors: invitation, enrolment of a device, approval, the server's share of a device's vault
// key, new prekeys; and the keys that logins are checked with (protocol/README.md, "Accounts").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crypto/device_certificate.hpp"
#include "crypto/random.hpp"
#include "crypto/sign.hpp"
#include "protocol/messages/account.hpp"
#include "server/account/store.hpp"
#include "server/core/advisors.hpp"
#include "server/core/caller.hpp"
#include "server/core/clock.hpp"
#include "server/core/device_gate.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"

namespace kiezel::account {

/// The key to check a login with. For an id that is not known it is a key that nobody has, so that the check
/// takes the same time; the login must then fail whatever the check says.
struct LoginKey {
  crypto::VerifyKey key;
  bool known = false;
  /// Zeros for clients.
  core::AdvisorId advisor;
};

/// The references must outlive the service.
struct Dependencies {
  redis::Client& log_link;
  redis::Client& vault_link;
  const redis::KeySpace& keys;
  core::Advisors& advisors;
  const core::Clock& clock;
  crypto::Random& random;
};

/// One per shard; kiezel-admin makes its own.
class Service final : public core::DeviceGate {
 public:
  explicit Service(const Dependencies& dependencies);

  /// For the session. An error only when the store does not answer.
  [[nodiscard]] core::Task<core::Result<LoginKey>> client_auth_key(core::MailboxId mailbox);
  [[nodiscard]] core::Task<core::Result<LoginKey>> device_for_login(core::DeviceId device);

  [[nodiscard]] core::Task<core::Result<protocol::AccountInvitationResult>> invitation(
      core::Caller caller, protocol::AccountInvitationRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::AccountEnrolResult>> enrol(
      core::Caller caller, protocol::AccountEnrolRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::AccountStatusResult>> status(
      core::Caller caller, protocol::AccountStatusRequest request);
  /// The gate first, then the second factor that the caller has proven: `factor_required` without.
  [[nodiscard]] core::Task<core::Result<protocol::AccountDeviceShareResult>> device_share(
      core::Caller caller, protocol::AccountDeviceShareRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::AccountPublishPrekeyResult>> publish_prekey(
      core::Caller caller, protocol::AccountPublishPrekeyRequest request);

  /// Wrong tokens are counted per device and hour; over the bound they hear `rate_limited`. The right token
  /// always opens: device ids are public, so a lock would let anybody lock an advisor out, and a token of 256
  /// bits cannot be guessed.
  [[nodiscard]] core::Task<core::Result<core::AdvisorId>> enter(core::DeviceId device,
                                                                core::UnlockToken token) override;

  // For kiezel-admin.

  /// The token goes into the advisor's link; only its hash is stored. `invalid_params` for an empty or too
  /// long name.
  [[nodiscard]] core::Task<core::Result<void>> invite(InvitationToken token, std::string name,
                                                      std::uint64_t expires_s);
  /// `not_found` for an advisor that never enrolled. Doing it twice is no error.
  [[nodiscard]] core::Task<core::Result<void>> approve(core::AdvisorId advisor);
  /// Ends logins, appends and the giving out of device shares at once on every shard.
  [[nodiscard]] core::Task<core::Result<void>> suspend(core::AdvisorId advisor);
  [[nodiscard]] core::Task<core::Result<std::vector<Advisor>>> advisors();
  /// Those that wait for approval.
  [[nodiscard]] core::Task<core::Result<std::vector<Advisor>>> pending();

 private:
  struct Entered {
    core::AdvisorId advisor;
    DeviceShare share;
  };
  [[nodiscard]] core::Task<core::Result<Entered>> let_in(core::DeviceId device, core::UnlockToken token);
  /// The device's advisor, when neither is suspended or revoked. A device that waits for approval may open
  /// its own vault.
  [[nodiscard]] core::Task<core::Result<std::optional<core::AdvisorId>>> may_unlock(core::DeviceId device);
  [[nodiscard]] core::Task<core::Result<std::optional<crypto::DeviceCertificate>>> device_certificate(
      core::Caller caller, crypto::VerifyKey identity_key);
  [[nodiscard]] core::Task<core::Result<void>> set_state(core::AdvisorId advisor,
                                                         protocol::AccountState state);
  [[nodiscard]] core::Task<core::Result<std::vector<Advisor>>> each(std::vector<core::AdvisorId> ids);
  [[nodiscard]] std::uint64_t now_s() const;

  Store store_;
  core::Advisors& advisors_;
  const core::Clock& clock_;
  /// Nobody has its secret half.
  crypto::VerifyKey nobody_;
};

}  // namespace kiezel::account
