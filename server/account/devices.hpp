// More than one device for an advisor: an offer, its admission with a bundle that this server cannot open,
// and the end of a device (protocol/README.md, "Devices").
#pragma once

#include <cstdint>

#include "protocol/messages/device.hpp"
#include "server/account/device_store.hpp"
#include "server/account/recovery_store.hpp"
#include "server/account/service.hpp"

namespace kiezel::account {

/// One per shard; kiezel-admin makes its own.
class Devices {
 public:
  explicit Devices(const Dependencies& dependencies);

  [[nodiscard]] core::Task<core::Result<protocol::DeviceOfferResult>> offer(
      core::Caller caller, protocol::DeviceOfferRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::DeviceOfferedResult>> offered(
      core::Caller caller, protocol::DeviceOfferedRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::DeviceBundlePutResult>> bundle_put(
      core::Caller caller, protocol::DeviceBundlePutRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::DeviceAdmitResult>> admit(
      core::Caller caller, protocol::DeviceAdmitRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::DeviceBundleGetResult>> bundle_get(
      core::Caller caller, protocol::DeviceBundleGetRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::DeviceJoinResult>> join(
      core::Caller caller, protocol::DeviceJoinRequest request);

  [[nodiscard]] core::Task<core::Result<protocol::DeviceListResult>> list(
      core::Caller caller, protocol::DeviceListRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::DeviceRevokeResult>> revoke(
      core::Caller caller, protocol::DeviceRevokeRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::DeviceRenewResult>> renew(
      core::Caller caller, protocol::DeviceRenewRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::DeviceStateResult>> state(
      core::Caller caller, protocol::DeviceStateRequest request);

  /// For kiezel-admin: at once on every shard, and in the next directory. `not_found` for a device that
  /// nobody has.
  [[nodiscard]] core::Task<core::Result<void>> end_device(core::DeviceId device);

 private:
  /// The offer, when the token is its own.
  [[nodiscard]] core::Task<core::Result<Offer>> admitted(crypto::OfferId id,
                                                         const std::array<std::uint8_t, 32>& token);
  /// Whether this device joined by an earlier call of the same request.
  [[nodiscard]] core::Task<core::Result<bool>> has_joined(const protocol::DeviceJoinRequest& request);
  [[nodiscard]] core::Task<core::Result<void>> end(core::DeviceId device,
                                                   std::optional<core::AdvisorId> advisor);
  [[nodiscard]] std::uint64_t now_s() const;

  Store store_;
  DeviceStore devices_;
  RecoveryStore recovery_;
  const core::Clock& clock_;
};

}  // namespace kiezel::account
