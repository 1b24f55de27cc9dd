// The private redis-server that Kiezel runs as its child when no Redis is configured (architecture A9): on a
// Unix socket in the data folder, every write on disk before it is answered (A5).
#pragma once

#include <sys/types.h>

#include <chrono>
#include <expected>
#include <filesystem>
#include <string>

#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
#include "server/core/task.hpp"
#include "server/core/wakeup.hpp"
#include "server/redis/address.hpp"
#include "server/redis/child.hpp"

namespace kiezel::redis {

struct EmbeddedSettings {
  std::filesystem::path folder;              // `<data>/redis`; made with mode 0700 when it does not exist.
  std::string program = "redis-server";      // Looked up in PATH unless it has a slash.
  std::chrono::seconds start_deadline{120};  // Reading back a large log takes long.
  std::chrono::seconds stop_deadline{20};
};

// Why it ended, as far as its own words tell.
enum class EmbeddedEnd { disk_full, forbidden, damaged_log, other };

// Judges the last lines that Redis wrote.
[[nodiscard]] EmbeddedEnd embedded_end_from(std::string_view last_words);

// The socket of the embedded Redis in the data folder: how kiezel-admin finds that of a running server.
[[nodiscard]] Address embedded_address(const std::filesystem::path& folder);

// Use it on a thread that outlives all work: the kernel ends the child when the thread that started
// it ends. The caller holds the data folder's lock (core/data_folder.hpp), so whatever runs there
// from before is ours to end.
class EmbeddedRedis {
 public:
  EmbeddedRedis(core::Executor executor, EmbeddedSettings settings, const core::Log& log,
                core::Metrics& metrics);
  EmbeddedRedis(const EmbeddedRedis&) = delete;
  EmbeddedRedis& operator=(const EmbeddedRedis&) = delete;

  // Ends one that a killed server left behind, starts ours, waits until it answers. The error is a sentence
  // for the person who starts the server.
  [[nodiscard]] core::Task<std::expected<void, std::string>> start();

  // Starts it again, with a backoff, each time it ends before stop(). Returns after stop().
  [[nodiscard]] core::Task<void> supervise();

  // Lets Redis finish its file and end; kills it after the deadline. Idempotent.
  [[nodiscard]] core::Task<void> stop();

  [[nodiscard]] Address address() const { return embedded_address(settings_.folder); }
  [[nodiscard]] pid_t pid() const { return child_.pid(); }

  // True when the child has ended, false when the deadline passed. Then: why, as a sentence.
  [[nodiscard]] core::Task<bool> wait_ended(core::Deadline deadline) { return child_.wait_ended(deadline); }
  [[nodiscard]] std::string why_it_ended() const;

 private:
  [[nodiscard]] core::Task<std::expected<void, std::string>> end_stale();
  [[nodiscard]] core::Task<std::expected<void, std::string>> launch();
  [[nodiscard]] core::Task<std::expected<void, std::string>> wait_ready();
  [[nodiscard]] std::expected<void, std::string> write_configuration() const;
  [[nodiscard]] std::string last_words() const;
  [[nodiscard]] std::filesystem::path output_path() const { return settings_.folder / "redis.log"; }
  [[nodiscard]] std::filesystem::path pid_path() const { return settings_.folder / "redis.pid"; }
  [[nodiscard]] std::filesystem::path configuration_path() const { return settings_.folder / "redis.conf"; }

  core::Executor executor_;
  EmbeddedSettings settings_;
  const core::Log& log_;
  Child child_;
  bool stopping_ = false;
  core::Wakeup stopped_;
  core::Counter& restarts_;
};

}  // namespace kiezel::redis
