// The recovery card: what the server keeps of it, and the way back for an advisor who lost every device. The
// card alone changes nothing: an administrator lets the new device in, and until then any other device of the
// advisor can refuse it (protocol/README.md, "Devices").
#pragma once

#include <cstdint>
#include <vector>

#include "protocol/messages/recovery.hpp"
#include "server/account/device_store.hpp"
#include "server/account/recovery_store.hpp"
#include "server/account/service.hpp"

namespace kiezel::account {

/// An advisor whose card was shown.
struct Claimant {
  Advisor advisor;
  Claim claim;
};

/// One per shard; kiezel-admin makes its own.
class Recovery {
 public:
  explicit Recovery(const Dependencies& dependencies);

  [[nodiscard]] core::Task<core::Result<protocol::RecoveryPutResult>> put(
      core::Caller caller, protocol::RecoveryPutRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::RecoveryGetResult>> get(
      core::Caller caller, protocol::RecoveryGetRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::RecoveryClaimResult>> claim(
      core::Caller caller, protocol::RecoveryClaimRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::RecoveryRefuseResult>> refuse(
      core::Caller caller, protocol::RecoveryRefuseRequest request);

  // For kiezel-admin.

  [[nodiscard]] core::Task<core::Result<std::vector<Claimant>>> claimants();
  /// The claimed device is in, and every other device of the advisor ends at once. `not_found` without a
  /// claim.
  [[nodiscard]] core::Task<core::Result<void>> let_in(core::AdvisorId advisor);

 private:
  /// With the share of the device that it is for.
  [[nodiscard]] core::Task<core::Result<void>> drop_claim(core::AdvisorId advisor);
  [[nodiscard]] std::uint64_t now_s() const;

  Store store_;
  DeviceStore devices_;
  RecoveryStore recovery_;
  const core::Clock& clock_;
};

}  // namespace kiezel::account
