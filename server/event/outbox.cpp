#include "server/event/outbox.hpp"

#include <cassert>
#include <cstdint>
#include <utility>

namespace kiezel::event {
namespace {

// An idle connection keeps no more than this, so that one long page does not cost its memory for hours.
constexpr std::size_t kept_capacity_max = 512;

// Longest head of an unmasked frame: two bytes and a 64-bit length.
constexpr std::size_t frame_head_bytes_max = 10;

// The close frame of a connection that is closed because its outbox is full still has to get in.
constexpr std::size_t room_for_control_bytes = 1024;

// FIN and opcode 1: a whole text message in one frame (RFC 6455 section 5.2).
constexpr char final_text = static_cast<char>(0x81);

void append_big_endian(std::string& out, std::uint64_t value, int byte_count) {
  for (int shift = 8 * (byte_count - 1); shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(value >> shift));
}

void append_frame_head(std::string& out, std::size_t payload_bytes) {
  out.push_back(final_text);
  if (payload_bytes < 126) {
    out.push_back(static_cast<char>(payload_bytes));
  } else if (payload_bytes <= 0xffff) {
    out.push_back(126);
    append_big_endian(out, payload_bytes, 2);
  } else {
    out.push_back(127);
    append_big_endian(out, payload_bytes, 8);
  }
}

void let_go_of_memory(std::string& buffer) {
  buffer.clear();
  if (buffer.capacity() > kept_capacity_max) buffer.shrink_to_fit();
}

}  // namespace

OutboxMetrics::OutboxMetrics(core::Metrics& metrics)
    : bytes(metrics.gauge({"kiezel_outbox_bytes", "Bytes waiting for sockets."})),
      frames(metrics.counter({"kiezel_outbox_messages_total", "Messages given to outboxes."})),
      overflows(metrics.counter(
          {"kiezel_outbox_overflows_total", "Connections closed because their outbox was full."})) {}

Outbox::Outbox(Owner& owner, const OutboxLimits& limits, OutboxMetrics& metrics)
    : owner_(owner), limits_(limits), metrics_(metrics) {}

Outbox::~Outbox() {
  metrics_.bytes.add(-static_cast<std::int64_t>(bytes()));
}

bool Outbox::send_text(std::string_view message) {
  if (shut_ || !has_room_for(message.size() + frame_head_bytes_max, limits_.bytes_max)) return false;
  const std::size_t before = waiting_.size();
  append_frame_head(waiting_, message.size());
  waiting_ += message;
  metrics_.frames.add();
  added(waiting_.size() - before);
  return true;
}

bool Outbox::send_raw(std::string_view raw) {
  if (!has_room_for(raw.size(), limits_.bytes_max + room_for_control_bytes)) return false;
  waiting_ += raw;
  added(raw.size());
  return true;
}

void Outbox::shut(Unsent unsent) {
  shut_ = true;
  if (unsent == Unsent::keep) return;
  metrics_.bytes.add(-static_cast<std::int64_t>(waiting_.size()));
  let_go_of_memory(waiting_);
}

std::string_view Outbox::front() {
  if (written_ == writing_.size()) {
    writing_.clear();
    written_ = 0;
    std::swap(writing_, waiting_);
  }
  return std::string_view(writing_).substr(written_);
}

void Outbox::consume(std::size_t count) {
  assert(count <= writing_.size() - written_);
  written_ += count;
  metrics_.bytes.add(-static_cast<std::int64_t>(count));
  if (empty()) {
    let_go_of_memory(writing_);
    let_go_of_memory(waiting_);
    written_ = 0;
  }
  if (above_push_limit_ && bytes() < limits_.push_bytes_max) {
    above_push_limit_ = false;
    owner_.outbox_drained();
  }
}

bool Outbox::has_room_for(std::size_t count, std::size_t bytes_max) {
  if (bytes() + count <= bytes_max) return true;
  if (!std::exchange(overflowed_, true)) {
    metrics_.overflows.add();
    owner_.outbox_overflowed();
  }
  return false;
}

void Outbox::added(std::size_t count) {
  metrics_.bytes.add(static_cast<std::int64_t>(count));
  if (bytes() >= limits_.push_bytes_max) above_push_limit_ = true;
  if (bytes() == count) owner_.outbox_filled();
}

}  // namespace kiezel::event
