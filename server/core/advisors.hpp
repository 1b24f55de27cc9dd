// What other domains may ask about advisors and their devices. The directory knows the answers; whoever
// accepts signatures borrows it through this seam, so that no domain knows another.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "crypto/commit_rules.hpp"
#include "crypto/sign.hpp"
#include "server/core/ids.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"

namespace kiezel::core {

// A device whose certificate is signed by its advisor's identity key.
struct AdvisorDevice {
  AdvisorId advisor;
  crypto::Device device;
};

class Advisors {
 public:
  virtual ~Advisors() = default;
  Advisors() = default;
  Advisors(const Advisors&) = delete;
  Advisors& operator=(const Advisors&) = delete;

  // The device, when at `now_s` (unix seconds) its certificate is valid, the directory does not revoke it and
  // its advisor is approved. Nothing otherwise; an error only when the store does not answer.
  [[nodiscard]] virtual Task<Result<std::optional<AdvisorDevice>>> active_device(DeviceId id,
                                                                                 std::uint64_t now_s) = 0;

  // The directory says that the device is lost: it gets nothing from us anymore, whatever its certificate
  // says.
  [[nodiscard]] virtual bool is_revoked(DeviceId id, std::uint64_t now_s) const = 0;

  // Identity keys that a COMMIT may add at `now_s`: those in the current directory. Empty when it has
  // expired.
  [[nodiscard]] virtual std::vector<crypto::VerifyKey> listed_advisors(std::uint64_t now_s) const = 0;
};

[[nodiscard]] inline AdvisorId advisor_id(const crypto::VerifyKey& identity_key) {
  return AdvisorId{crypto::key_id(identity_key).bytes};
}
[[nodiscard]] inline DeviceId device_id(const crypto::VerifyKey& device_key) {
  return DeviceId{crypto::key_id(device_key).bytes};
}

}  // namespace kiezel::core
