// Who is asking. Made by the session after a proven login (protocol/README.md, "Roles"); services trust it.
#pragma once

#include <cstdint>
#include <optional>

#include "server/core/ids.hpp"

namespace kiezel::core {

enum class Role { any, client, advisor };

// That a second factor of this advisor was proven on this connection (protocol/README.md, "Second factor").
struct ProvenFactor {
  AdvisorId advisor;
  // Unix seconds. Afterwards it must be proven again.
  std::uint64_t fresh_until_s = 0;

  friend bool operator==(const ProvenFactor&, const ProvenFactor&) = default;
};

// `mailbox` is set for a client, `advisor` and `device` for an advisor; the others are all zeros.
struct Caller {
  Role role = Role::any;
  MailboxId mailbox{};
  AdvisorId advisor{};
  DeviceId device{};

  // Counts up per process. Only to keep one connection's short-lived things apart, such as its one live hold.
  std::uint64_t connection = 0;

  // Whoever unlocks is not logged in yet, so this may be there in any role.
  std::optional<ProvenFactor> factor{};

  // What changes how an advisor gets in asks for it again: device shares, factors, devices.
  [[nodiscard]] bool has_fresh_factor(const AdvisorId& of, std::uint64_t now_s) const {
    return factor && factor->advisor == of && now_s < factor->fresh_until_s;
  }
};

}  // namespace kiezel::core
