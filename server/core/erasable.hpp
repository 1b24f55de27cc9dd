// What belongs to a conversation in another domain and goes with it: files, appointments. Domains do not know
// each other; the app introduces them.
#pragma once

#include "server/core/ids.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"

namespace kiezel::core {

class Erasable {
 public:
  virtual ~Erasable() = default;
  // Everything that the conversation has there. Idempotent; called again after a failure.
  [[nodiscard]] virtual Task<Result<void>> erase(ConversationId conversation) = 0;
};

}  // namespace kiezel::core
