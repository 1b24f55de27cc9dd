// Closing, and erasing step by step, in Redis: each call is one command or one script, one atomic step that
// may be repeated (server/README.md, "Erasing").
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "crypto/ids.hpp"
#include "server/core/ids.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"
#include "server/redis/keys.hpp"
#include "server/redis/script.hpp"

namespace kiezel::conversation {

/// Whether a conversation is closed, and since when and until when. Unix seconds.
struct ConversationState {
  /// How often that changed.
  std::int64_t changes = 0;
  std::optional<std::int64_t> closed_at{};
  std::optional<std::int64_t> erase_at{};
};

/// What is left to do for one that is being erased.
struct Erasing {
  core::ConversationId conversation;
  std::vector<core::MailboxId> mailboxes;
  std::vector<core::AdvisorId> advisors;
};

/// What shall become of a conversation.
struct Closing {
  enum class Kind : std::uint8_t {
    open,
    close,
    close_idle,  ///< only when nobody wrote since `idle_since`
  };
  Kind kind = Kind::close;
  std::int64_t now_s = 0;
  /// When it closes.
  std::int64_t erase_at = 0;
  std::int64_t idle_since = 0;
};

class ErasureStore {
 public:
  /// The references must outlive the store.
  ErasureStore(redis::Client& log_link, redis::Client& vault_link, const redis::KeySpace& keys);

  /// How it stands then; nothing when there is no such conversation.
  [[nodiscard]] core::Task<core::Result<std::optional<ConversationState>>> set_closed(
      core::ConversationId conversation, std::vector<core::AdvisorId> advisors, Closing closing);
  /// At most `count_max` open ones in which nobody wrote since then.
  [[nodiscard]] core::Task<core::Result<std::vector<core::ConversationId>>> idle(std::int64_t since_s,
                                                                                 std::size_t count_max);
  [[nodiscard]] core::Task<core::Result<ConversationState>> state(core::ConversationId conversation);
  [[nodiscard]] core::Task<core::Result<bool>> is_erased(core::ConversationId conversation);

  /// When the ERASE with this hash was accepted; nothing when it was another entry, or none.
  [[nodiscard]] core::Task<core::Result<std::optional<std::int64_t>>> erased_by(
      core::ConversationId conversation, crypto::EntryHash hash);

  /// At most `count_max` closed ones whose day has come.
  [[nodiscard]] core::Task<core::Result<std::vector<core::ConversationId>>> due(std::int64_t now_s,
                                                                                std::size_t count_max);
  /// False when it is closed no more.
  [[nodiscard]] core::Task<core::Result<bool>> begin(core::ConversationId conversation, std::int64_t now_s);
  [[nodiscard]] core::Task<core::Result<std::vector<core::ConversationId>>> begun(std::size_t count_max);
  /// Nothing when it is not being erased.
  [[nodiscard]] core::Task<core::Result<std::optional<Erasing>>> erasing(core::ConversationId conversation);
  [[nodiscard]] core::Task<core::Result<void>> delete_share(core::ConversationId conversation);
  [[nodiscard]] core::Task<core::Result<void>> entomb(Erasing erasing, std::int64_t until_s);

  [[nodiscard]] core::Task<core::Result<std::vector<core::ConversationId>>> told(std::int64_t now_s,
                                                                                 std::size_t count_max);
  [[nodiscard]] core::Task<core::Result<void>> forget(core::ConversationId conversation);

 private:
  [[nodiscard]] core::Task<core::Result<std::vector<core::ConversationId>>> up_to(std::string key,
                                                                                  std::string score_max,
                                                                                  std::size_t count_max);

  redis::Client& log_;
  redis::Client& vault_;
  const redis::KeySpace& keys_;
  redis::Script close_;
  redis::Script erase_due_;
  redis::Script entomb_;
  redis::Script forget_;
};

}  // namespace kiezel::conversation
