// The first gate of an advisor's device: its unlock token. Accounts know the answer; whoever acts for a
// device that is not logged in yet borrows it through this seam, so that no domain knows another.
#pragma once

#include <array>
#include <cstdint>

#include "server/core/ids.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"

namespace kiezel::core {

using UnlockToken = std::array<std::uint8_t, 32>;

class DeviceGate {
 public:
  virtual ~DeviceGate() = default;
  DeviceGate() = default;
  DeviceGate(const DeviceGate&) = delete;
  DeviceGate& operator=(const DeviceGate&) = delete;

  // Whose device this is. `not_found` for an unknown, revoked or suspended one and for a wrong token, without
  // saying which; `rate_limited` after too many wrong tokens.
  [[nodiscard]] virtual Task<Result<AdvisorId>> enter(DeviceId device, UnlockToken token) = 0;
};

}  // namespace kiezel::core
