// Removes, at the start and every hour, attachments that nobody can reach any more: uploads that were left,
// and all of a conversation whose share is gone. Only the app knows both domains.
#pragma once

#include <set>

#include "server/blob/service.hpp"
#include "server/conversation/service.hpp"
#include "server/core/log.hpp"
#include "server/core/task.hpp"
#include "server/core/wakeup.hpp"

namespace kiezel::app {

class BlobSweep {
 public:
  // Borrows all; they outlive it.
  BlobSweep(core::Executor executor, blob::Service& blobs, conversation::Service& conversations,
            const core::Log& log)
      : blobs_(blobs), conversations_(conversations), log_(log), wakeup_(executor) {}

  // Until stop().
  [[nodiscard]] core::Task<void> run();
  void stop();

 private:
  [[nodiscard]] core::Task<void> sweep();
  // Removes what was without a share before, and remembers what is now.
  [[nodiscard]] core::Task<core::Result<std::uint64_t>> remove_orphans();

  blob::Service& blobs_;
  conversation::Service& conversations_;
  const core::Log& log_;
  core::Wakeup wakeup_;
  bool stopping_ = false;
  // Without a share at the last sweep. Only who is here a second time is removed: a vault that was restored
  // or configured wrongly shall not cost anybody a file within an hour.
  std::set<crypto::ConversationId> suspects_;
};

}  // namespace kiezel::app
