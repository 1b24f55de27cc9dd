// The WebSockets open on this shard: to look after them once a second instead of with a timer each, and to
// end them all.
#pragma once

#include <boost/intrusive/list.hpp>
#include <cstddef>

#include "server/core/metrics.hpp"
#include "server/core/task.hpp"
#include "server/core/wakeup.hpp"
#include "server/session/close_reason.hpp"

namespace kiezel::net {

class OpenSocket : public boost::intrusive::list_base_hook<> {
 public:
  virtual ~OpenSocket() = default;
  // Looks at deadlines: requests without an answer, a peer that does not read or asks nothing.
  virtual void tick(core::Deadline now) = 0;
  // Politely: what is in the outbox leaves first.
  virtual void close(session::CloseReason reason) = 0;
  // At once. Its tasks end by themselves soon after.
  virtual void cut() = 0;
};

// None of the calls destroys a socket; that happens later, from the loop.
class SocketRegistry {
 public:
  SocketRegistry(core::Executor executor, core::Metrics& metrics)
      : emptied_(executor), open_(metrics.gauge({"kiezel_sockets", "WebSockets that are open."})) {}
  SocketRegistry(const SocketRegistry&) = delete;
  SocketRegistry& operator=(const SocketRegistry&) = delete;

  void add(OpenSocket& socket) {
    sockets_.push_back(socket);
    open_.add(1);
  }
  void remove(OpenSocket& socket) {
    sockets_.erase(sockets_.iterator_to(socket));
    open_.add(-1);
    if (sockets_.empty()) emptied_.notify();
  }

  void tick(core::Deadline now) {
    for (OpenSocket& socket : sockets_) socket.tick(now);
  }
  void close_all(session::CloseReason reason) {
    for (OpenSocket& socket : sockets_) socket.close(reason);
  }
  void cut_all() {
    for (OpenSocket& socket : sockets_) socket.cut();
  }

  [[nodiscard]] std::size_t count() const { return sockets_.size(); }

  // False when the deadline passed first. At most one task waits.
  [[nodiscard]] core::Task<bool> wait_empty(core::Deadline deadline) {
    while (!sockets_.empty()) {
      if (!co_await emptied_.wait_until(deadline)) break;
    }
    co_return sockets_.empty();
  }

 private:
  boost::intrusive::list<OpenSocket> sockets_;
  core::Wakeup emptied_;
  core::Gauge& open_;
};

}  // namespace kiezel::net
