// The names of things on the server. Each kind is its own type, so that a device can
// never pass for an advisor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "crypto/bytes.hpp"
#include "crypto/ids.hpp"

namespace kiezel::core {

using crypto::AppointmentId;
using crypto::ConversationId;
using crypto::MailboxId;
// keyid(AIK), crypto/KZ1.md 5.7.
using AdvisorId = crypto::FixedBytes<struct AdvisorIdTag, 16>;
// keyid(DSK) of one device of an advisor.
using DeviceId = crypto::FixedBytes<struct DeviceIdTag, 16>;
// Made by the server from what was asked (server/appointment/stored.hpp).
using HoldId = crypto::FixedBytes<struct HoldIdTag, 16>;
// Random, made by the client: the same request again gets the first answer.
using RequestId = crypto::FixedBytes<struct RequestIdTag, 16>;

// Ids are hashes or random bytes, so their first bytes are spread well enough to choose a link by.
template <typename Tag, std::size_t N>
  requires(N >= sizeof(std::size_t))
[[nodiscard]] std::size_t spread(const crypto::FixedBytes<Tag, N>& id) {
  std::size_t value = 0;
  std::memcpy(&value, id.bytes.data(), sizeof(value));
  return value;
}

}  // namespace kiezel::core
