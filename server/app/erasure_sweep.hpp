// At the start and every minute: completes the index of idle conversations, closes conversations that fell
// idle, erases those whose day has come, finishes what was cut off, and has the vault rewrite its file, so
// that erased shares leave the disk too.
#pragma once

#include <chrono>

#include "server/conversation/service.hpp"
#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
#include "server/core/task.hpp"
#include "server/core/wakeup.hpp"
#include "server/redis/client.hpp"

namespace kiezel::app {

class ErasureSweep {
 public:
  // Borrows all; they outlive it.
  ErasureSweep(core::Executor executor, conversation::Service& conversations, redis::Client& vault,
               core::Metrics& metrics, const core::Log& log);

  // Until stop().
  [[nodiscard]] core::Task<void> run();
  void stop();
  // A share was deleted: there is something to do.
  void wake() { wakeup_.notify(); }

 private:
  [[nodiscard]] core::Task<void> sweep();
  [[nodiscard]] core::Task<void> rewrite_vault();

  conversation::Service& conversations_;
  redis::Client& vault_;
  const core::Log& log_;
  core::Wakeup wakeup_;
  core::Counter& idle_;
  core::Counter& finished_;
  core::Counter& due_;
  core::Counter& failed_;
  bool stopping_ = false;
  // How many shares this shard deleted when the file was last rewritten; one that stopped before it could
  // rewrite does so at its next start.
  std::uint64_t rewritten_at_ = 0;
  bool is_first_ = true;
  std::chrono::steady_clock::time_point not_before_{};
};

}  // namespace kiezel::app
