// Lets everything that one turn of the loop wrote to a socket leave in one system call: a connection that has
// bytes asks for a flush, and all flushes run together before the loop sleeps again. One per shard.
#pragma once

#include <vector>

#include "server/core/task.hpp"

namespace kiezel::net {

class Flushable {
 public:
  virtual ~Flushable() = default;
  // Writes what the socket takes. Must not throw; may ask for another flush.
  virtual void flush() = 0;
};

class Flusher {
 public:
  // Must live until the io_context has run its last handler.
  explicit Flusher(core::Executor executor);
  Flusher(const Flusher&) = delete;
  Flusher& operator=(const Flusher&) = delete;

  // At most once per turn and connection; the caller keeps count.
  void add(Flushable& flushable);
  // Before the flushable dies.
  void remove(Flushable& flushable);

 private:
  void run();

  core::Executor executor_;
  std::vector<Flushable*> due_;
  // Being flushed; nulls are those that died meanwhile.
  std::vector<Flushable*> running_;
  bool posted_ = false;
};

}  // namespace kiezel::net
