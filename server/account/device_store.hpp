// Devices beyond the first in Redis: each call is one command or one script.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "crypto/device_offer.hpp"
#include "server/account/store.hpp"

namespace kiezel::account {

struct Offer {
  crypto::Bytes offer;
  crypto::Digest token_hash;
  /// Since an advisor admitted it.
  struct Admission {
    core::AdvisorId advisor;
    crypto::Bytes certificate;
    crypto::Bytes head;
    std::int64_t parts = 0;
  };
  std::optional<Admission> admission;
};

struct BundlePart {
  core::AdvisorId advisor;
  std::int64_t index = 0;
  std::int64_t parts = 0;
  crypto::BytesView part;
};

struct StoredDevice {
  core::DeviceId id;
  /// certificate || prekey.
  crypto::Bytes keys;
  std::optional<std::uint64_t> revoked_at_s;
};

/// How long a device that has joined may add one second factor without proving another.
inline constexpr std::int64_t factor_permit_s = 900;

class DeviceStore {
 public:
  /// The references must outlive the store.
  DeviceStore(redis::Client& log_link, redis::Client& vault_link, const redis::KeySpace& keys);

  struct OfferOutcome {
    enum class Kind : std::uint8_t { offered, taken, full };
    Kind kind = Kind::taken;
    std::int64_t expires_at_s = 0;
  };
  [[nodiscard]] core::Task<core::Result<OfferOutcome>> put_offer(crypto::OfferId id, crypto::Bytes offer,
                                                                 crypto::Digest token_hash,
                                                                 std::uint64_t now_s);
  [[nodiscard]] core::Task<core::Result<std::optional<Offer>>> offer(crypto::OfferId id);
  /// False when there is nothing to which the part belongs.
  [[nodiscard]] core::Task<core::Result<bool>> put_part(crypto::OfferId id, BundlePart part);
  /// When offer and bundle expire; nothing when either is not there.
  [[nodiscard]] core::Task<core::Result<std::optional<std::int64_t>>> admit(crypto::OfferId id,
                                                                            Offer::Admission admission,
                                                                            std::uint64_t now_s);
  [[nodiscard]] core::Task<core::Result<crypto::Bytes>> part(crypto::OfferId id, std::int64_t index);
  /// With its bundle. Deleting what is gone is no error.
  [[nodiscard]] core::Task<core::Result<void>> forget_offer(crypto::OfferId id, core::AdvisorId advisor);

  /// False when the device is another's, revoked or one too many, or the advisor is not approved.
  [[nodiscard]] core::Task<core::Result<bool>> join(core::AdvisorId advisor, core::DeviceId device,
                                                    crypto::Bytes keys);
  [[nodiscard]] core::Task<core::Result<bool>> renew(core::AdvisorId advisor, core::DeviceId device,
                                                     crypto::BytesView certificate);
  /// `advisor` empty: whoever's device it is. False when there is no such device.
  [[nodiscard]] core::Task<core::Result<bool>> revoke(core::DeviceId device,
                                                      std::optional<core::AdvisorId> advisor,
                                                      std::uint64_t now_s);
  /// The half of the vault's key: from then on nothing opens the vault of a device.
  [[nodiscard]] core::Task<core::Result<void>> forget_share(core::DeviceId device);
  /// The device may add one second factor of its own within factor_permit_s.
  [[nodiscard]] core::Task<core::Result<void>> permit_factor(core::DeviceId device);
  [[nodiscard]] core::Task<core::Result<bool>> has_share(core::DeviceId device);
  [[nodiscard]] core::Task<core::Result<std::vector<StoredDevice>>> devices(core::AdvisorId advisor);
  [[nodiscard]] core::Task<core::Result<std::optional<std::uint64_t>>> revoked_at(core::DeviceId device);

 private:
  redis::Client& log_;
  redis::Client& vault_;
  const redis::KeySpace& keys_;
  redis::Script put_offer_;
  redis::Script bundle_part_;
  redis::Script admit_;
  redis::Script join_;
  redis::Script renew_;
  redis::Script revoke_;
};

}  // namespace kiezel::account
