// An advisor's desk (the conversations by last activity) and its sealed notes, in Redis. The desk itself is
// written by the scripts that write the log.
#pragma once

#include <cstdint>
#include <vector>

#include "crypto/bytes.hpp"
#include "server/core/ids.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"
#include "server/redis/keys.hpp"
#include "server/redis/script.hpp"

namespace kiezel::conversation {

struct DeskItem {
  core::ConversationId conversation;
  std::int64_t activity = 0;
};

struct Note {
  std::int64_t revision = 0;
  crypto::Bytes blob;
};

struct PutNoteOutcome {
  enum class Kind : std::uint8_t { stored, conflict };
  Kind kind = Kind::stored;
  std::int64_t revision = 0;
};

class DeskStore {
 public:
  /// The references must outlive the store.
  DeskStore(redis::Client& log_link, const redis::KeySpace& keys);

  [[nodiscard]] core::Task<core::Result<std::int64_t>> activity(core::AdvisorId advisor);
  [[nodiscard]] core::Task<core::Result<std::vector<DeskItem>>> changed_after(core::AdvisorId advisor,
                                                                              std::int64_t after);

  [[nodiscard]] core::Task<core::Result<Note>> note(core::AdvisorId advisor,
                                                    core::ConversationId conversation);
  [[nodiscard]] core::Task<core::Result<PutNoteOutcome>> put_note(core::AdvisorId advisor,
                                                                  core::ConversationId conversation,
                                                                  std::int64_t expected_revision,
                                                                  crypto::BytesView blob);

 private:
  redis::Client& log_;
  const redis::KeySpace& keys_;
  redis::Script put_note_;
};

}  // namespace kiezel::conversation
