// Bytes on their way to one socket: bounded, in order, and the only exit. Replies, notifications and
// WebSocket control frames all pass here and leave together, one write per loop turn. Knows no socket: the
// owner takes from the front.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "server/core/metrics.hpp"

namespace kiezel::event {

struct OutboxLimits {
  // Above this the connection is closed with "resume": a full outbox is never trimmed silently.
  std::size_t bytes_max = 0;
  // At or above this nothing is read from Redis or from the peer on behalf of the connection.
  std::size_t push_bytes_max = 0;
};

// One set per shard.
struct OutboxMetrics {
  explicit OutboxMetrics(core::Metrics& metrics);

  core::Gauge& bytes;
  core::Counter& frames;
  core::Counter& overflows;
};

class Outbox {
 public:
  class Owner {
   public:
    virtual ~Owner() = default;
    // The first bytes arrived in an empty outbox: write them before the loop turn ends.
    virtual void outbox_filled() = 0;
    // The limit was passed. Called once; the message that did not fit is not in the outbox.
    virtual void outbox_overflowed() = 0;
    // Below the push limit again after having been at or above it.
    virtual void outbox_drained() = 0;
  };

  // All three must outlive the outbox. The owner is never called from the constructor or the destructor.
  Outbox(Owner& owner, const OutboxLimits& limits, OutboxMetrics& metrics);
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  // Adds one text message as an unmasked WebSocket frame (RFC 6455 section 5.2). False when the outbox is
  // shut or full.
  bool send_text(std::string_view message);

  // Adds bytes as they are: the handshake and the control frames. Allowed when shut, because a close frame
  // still has to leave. False when full.
  bool send_raw(std::string_view bytes);

  // No more messages. Frames of which nothing was written yet are dropped when `keep_unsent` says so.
  enum class Unsent { keep, drop };
  void shut(Unsent unsent);

  // What to write now, never empty unless the outbox is. Valid until the next call of consume().
  [[nodiscard]] std::string_view front();
  void consume(std::size_t bytes);

  [[nodiscard]] std::size_t bytes() const { return writing_.size() - written_ + waiting_.size(); }
  [[nodiscard]] bool empty() const { return bytes() == 0; }
  [[nodiscard]] bool may_push() const { return !shut_ && bytes() < limits_.push_bytes_max; }

 private:
  [[nodiscard]] bool has_room_for(std::size_t count, std::size_t bytes_max);
  void added(std::size_t bytes);

  Owner& owner_;
  const OutboxLimits& limits_;
  OutboxMetrics& metrics_;
  // Two buffers, so that what the kernel is taking from never moves while more is added behind it. `waiting_`
  // always starts at the start of a frame.
  std::string writing_;
  std::size_t written_ = 0;
  std::string waiting_;
  bool shut_ = false;
  bool overflowed_ = false;
  bool above_push_limit_ = false;
};

}  // namespace kiezel::event
