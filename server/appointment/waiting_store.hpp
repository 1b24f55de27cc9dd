// Waiting lists in Redis: each call is one command or one script, one atomic step.
#pragma once

#include <optional>
#include <vector>

#include "server/appointment/stored.hpp"
#include "server/appointment/waiting.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"
#include "server/redis/keys.hpp"
#include "server/redis/script.hpp"

namespace kiezel::appointment {

enum class WaitStep : std::uint8_t { put, full, absent };

// Conversations that may wait for one advisor.
inline constexpr std::int64_t waiting_max = 100;

class WaitingStore {
 public:
  // The references must outlive the store.
  WaitingStore(redis::Client& log_link, const redis::KeySpace& keys);

  [[nodiscard]] core::Task<core::Result<WaitStep>> put(core::ConversationId conversation,
                                                       core::MailboxId mailbox, core::AdvisorId advisor,
                                                       Wishes wishes, sys_seconds now);
  // Nothing when the conversation does not wait.
  [[nodiscard]] core::Task<core::Result<std::optional<Waiting>>> find(core::ConversationId conversation);
  [[nodiscard]] core::Task<core::Result<void>> remove(core::ConversationId conversation,
                                                      core::AdvisorId advisor);
  // Whose the conversation is now; nothing for one that does not exist.
  [[nodiscard]] core::Task<core::Result<std::optional<core::MailboxId>>> mailbox_of(
      core::ConversationId conversation);

  // True for the one who looks in this while; the others are told that somebody did.
  [[nodiscard]] core::Task<core::Result<bool>> begin_sweep(std::chrono::seconds every);
  [[nodiscard]] core::Task<core::Result<std::vector<core::AdvisorId>>> advisors();
  // Those whose turn it is first.
  [[nodiscard]] core::Task<core::Result<std::vector<Waiting>>> list(core::AdvisorId advisor);
  // False when it no longer waits, or has an offer already.
  [[nodiscard]] core::Task<core::Result<bool>> offer(core::ConversationId conversation, WaitingOffer offer,
                                                     sys_seconds now);
  // What was offered ran out.
  [[nodiscard]] core::Task<core::Result<void>> pass(Waiting waiting, sys_seconds now);

 private:
  redis::Client& log_;
  const redis::KeySpace& keys_;
  redis::Script put_;
  redis::Script remove_;
  redis::Script offer_;
  redis::Script pass_;
  redis::Script list_;
};

}  // namespace kiezel::appointment
