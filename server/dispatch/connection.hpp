// One peer, as everything above the socket sees it: who it is, what it follows, what it asked and has not
// heard yet.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "protocol/frame.hpp"
#include "server/core/task_group.hpp"
#include "server/dispatch/rate_limiter.hpp"
#include "server/event/feeds.hpp"
#include "server/event/outbox.hpp"
#include "server/session/address_budget.hpp"
#include "server/session/close_reason.hpp"
#include "server/session/session.hpp"

namespace kiezel::dispatch {

// Whether the requests behind this one may be handled while it is.
enum class Order : std::uint8_t {
  free,
  in_turn,  // it changes who the caller is, so what follows must see its outcome
};

// What is known about a peer before it says anything.
struct Peer {
  // Numbers the connections of this process; also the tag of its log lines.
  std::uint64_t number = 0;
  // Part of every login transcript. One of the configured origins.
  std::string_view origin;
  session::SourceAddress address;
};

// All must outlive the connection.
struct ConnectionParts {
  core::Executor executor;
  event::Bus& bus;
  event::Outbox& outbox;
  core::TaskGroup& tasks;
  event::FeedMetrics& feed_metrics;
  const core::TokenBudget& budget;
};

class Connection {
 public:
  class Transport {
   public:
    virtual ~Transport() = default;
    // may_read() became true.
    virtual void read_on() = 0;
    // in_flight() became zero.
    virtual void all_answered() = 0;
    // Ends the connection politely. May be called more than once; the first reason counts.
    virtual void close(session::CloseReason reason) = 0;
  };

  Connection(Transport& transport, const Peer& peer, const ConnectionParts& parts);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // False while in_flight_max requests wait, one must be handled in turn, or the peer does not read its
  // answers: then nothing is read from the socket, and TCP holds the peer back.
  [[nodiscard]] bool may_read() const;

  // A request begins. Its ticket names it until finish().
  using Ticket = std::uint64_t;
  [[nodiscard]] Ticket begin(protocol::RequestId id, core::Deadline deadline, Order order);
  // Its place is free. False when its deadline had passed and an answer was sent already.
  [[nodiscard]] bool finish(Ticket ticket);
  // Answers what has waited beyond its deadline. Its handler goes on and its place stays taken, because Redis
  // may still do what was asked.
  std::size_t expire(core::Deadline now);

  // The outbox takes more again.
  void outbox_drained();

  // Nothing is followed and nobody is logged in any more. Handlers under way end by themselves.
  void stop();

  void close(session::CloseReason reason) { transport_.close(reason); }

  [[nodiscard]] const Peer& peer() const { return peer_; }
  [[nodiscard]] session::Session& session() { return session_; }
  [[nodiscard]] event::Feeds& feeds() { return feeds_; }
  [[nodiscard]] event::Outbox& outbox() { return parts_.outbox; }
  [[nodiscard]] core::TaskGroup& tasks() { return parts_.tasks; }
  [[nodiscard]] RateLimiter& limiter() { return limiter_; }
  [[nodiscard]] std::size_t in_flight() const { return waiting_.size(); }

 private:
  struct Waiting {
    Ticket ticket = 0;
    core::Deadline deadline;
    protocol::RequestId id;
    Order order = Order::free;
    bool answered = false;
  };

  Transport& transport_;
  Peer peer_;
  ConnectionParts parts_;
  session::Session session_;
  RateLimiter limiter_;
  event::Feeds feeds_;
  std::vector<Waiting> waiting_;
  Ticket tickets_ = 0;
  bool in_turn_ = false;
};

}  // namespace kiezel::dispatch
