// Who is asking. Made by the session after a proven login (protocol/README.md, "Login"); services trust it.
#pragma once

#include "server/core/ids.hpp"

namespace kiezel::core {

enum class Role { any, client, advisor };

// `mailbox` is set for a client, `advisor` and `device` for an advisor; the others are all zeros.
struct Caller {
  Role role = Role::any;
  MailboxId mailbox{};
  AdvisorId advisor{};
  DeviceId device{};

  // Counts up per process. Only to keep one connection's short-lived things apart, such as its one live hold.
  std::uint64_t connection = 0;
};

}  // namespace kiezel::core
