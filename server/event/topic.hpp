// What a hint can be about. A topic says where to look again, never what is there (architecture A4).
#pragma once

#include <string>
#include <variant>

#include "server/core/ids.hpp"
#include "server/redis/keys.hpp"

namespace kiezel::event {

struct ConversationTopic {
  core::ConversationId conversation;
  friend bool operator==(const ConversationTopic&, const ConversationTopic&) = default;
};

// An advisor's desk and appointments.
struct AdvisorTopic {
  core::AdvisorId advisor;
  friend bool operator==(const AdvisorTopic&, const AdvisorTopic&) = default;
};

struct DirectoryTopic {
  friend bool operator==(const DirectoryTopic&, const DirectoryTopic&) = default;
};

using Topic = std::variant<ConversationTopic, AdvisorTopic, DirectoryTopic>;

// The Redis channel of the topic (server/redis/keys.hpp).
[[nodiscard]] std::string channel_of(const redis::KeySpace& keys, const Topic& topic);

}  // namespace kiezel::event
