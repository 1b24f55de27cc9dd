// The way to one Redis: K links, so that appends of one loop turn spread over several and share an fsync.
// What has the same affinity goes over the same link and is applied in the order of the calls.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "server/core/ids.hpp"
#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/core/task_group.hpp"
#include "server/redis/address.hpp"
#include "server/redis/command.hpp"
#include "server/redis/reply.hpp"
#include "server/redis/script.hpp"

namespace kiezel::redis {

class Pipeline;
struct LinkMetrics;

// Chooses the link. Affinity{conversation} pins a conversation; Affinity{} is the first link.
struct Affinity {
  std::size_t value = 0;

  constexpr Affinity() = default;
  constexpr explicit Affinity(std::size_t hash) : value(hash) {}
  template <typename Tag, std::size_t N>
  explicit Affinity(const crypto::FixedBytes<Tag, N>& id) : value(core::spread(id)) {}
};

struct ClientSettings {
  Address address;
  std::string_view name = "log";  // `log` or `vault`: for metrics and log lines. A literal.

  // Redis reads 16 KiB of a link per loop turn, so one link cannot fill an fsync; eight
  // come near the disk's limit.
  std::size_t links = 8;

  // Commands per link without an answer. More would only wait longer; the caller hears `busy` instead.
  std::size_t in_flight_max = 1024;

  // Bytes per link that the socket has not taken yet, one great command not counted.
  std::size_t unsent_bytes_max = 4U << 20U;

  // How long a caller waits for an answer before it hears `deadline_exceeded`.
  std::chrono::milliseconds deadline{5000};
};

class Client {
 public:
  // Connects from the loop once start() is called. The arguments must outlive the client.
  Client(core::Executor executor, ClientSettings settings, const core::Log& log, core::Metrics& metrics);
  ~Client();  // After the tasks of start() have ended.
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Spawns one task per link into `tasks`: connecting, reading, connecting again. They end after stop().
  void start(core::TaskGroup& tasks);

  // Everything in flight ends as `unavailable`, later calls too. Idempotent.
  void stop();

  // True when every link is connected, false when the deadline passed. At most one task waits.
  [[nodiscard]] core::Task<bool> wait_connected(core::Deadline deadline);
  [[nodiscard]] bool connected() const;  // At least one link is.

  // One command. Errors: `unavailable` (not connected, or lost before the answer came), `deadline_exceeded`:
  // in both the outcome may be unknown, so what changes something must be idempotent; `busy` (link full;
  // nothing was sent); `unavailable` when Redis refuses to write (disk full, read-only, loading);
  // `internal_error` for any other refusal.
  [[nodiscard]] core::Task<core::Result<Reply>> execute(Affinity affinity, Command command);

  // One script, by its hash; its source follows only when Redis does not know it.
  [[nodiscard]] core::Task<core::Result<Reply>> run(const Script& script, Affinity affinity, Keys keys,
                                                    Args args);

 private:
  [[nodiscard]] Pipeline& link_for(Affinity affinity);

  ClientSettings settings_;
  std::unique_ptr<LinkMetrics> metrics_;
  core::Wakeup link_connected_;
  std::vector<std::unique_ptr<Pipeline>> links_;
};

}  // namespace kiezel::redis
