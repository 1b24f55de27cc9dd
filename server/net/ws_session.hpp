// One WebSocket: frames in to the dispatcher, bytes out of the outbox. The protocol (masking, fragments,
// pings, closing) is Beast's; when to read, when to stop and how fast to write is decided here.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>

#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
#include "server/core/task.hpp"
#include "server/core/token_bucket.hpp"
#include "server/dispatch/dispatcher.hpp"
#include "server/event/bus.hpp"
#include "server/event/feeds.hpp"
#include "server/event/outbox.hpp"
#include "server/net/flusher.hpp"
#include "server/net/http_session.hpp"
#include "server/net/socket_registry.hpp"

namespace kiezel::net {

inline constexpr std::string_view subprotocol = "kiezel.v1";

struct SocketLimits {
  event::OutboxLimits outbox;
  core::TokenBudget budget;
  // Without a request the peer is gone or forgotten; pings do not count, requests do.
  std::chrono::seconds idle{900};
  // Without a byte taken by the peer while there are bytes for it.
  std::chrono::seconds write_stall{30};
  // Without a sign of life; half of it brings a ping.
  std::chrono::seconds silence{120};
  // For the handshakes at the start and the end.
  std::chrono::seconds handshake{10};
};

// Borrows everything; one per shard.
struct SocketContext {
  const core::Log& log;
  dispatch::Dispatcher& dispatcher;
  event::Bus& bus;
  Flusher& flusher;
  SocketRegistry& registry;
  event::OutboxMetrics& outbox_metrics;
  event::FeedMetrics& feed_metrics;
  core::Counter& frames_in;
  SocketLimits limits;
  // Of the whole process: shards share it.
  std::atomic<std::uint64_t>& numbers;
};

// Runs the WebSocket until it has ended and nothing of it is left.
[[nodiscard]] core::Task<void> serve_socket(SocketContext& context, std::unique_ptr<Upgrade> upgrade);

}  // namespace kiezel::net
