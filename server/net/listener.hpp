// Accepts connections on one address for one shard. Several shards listen on the same address; the kernel
// spreads the connections over them (SO_REUSEPORT).
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <expected>
#include <string>

#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
#include "server/core/task.hpp"
#include "server/core/task_group.hpp"
#include "server/net/http_session.hpp"

namespace kiezel::net {

using Endpoint = boost::asio::ip::tcp::endpoint;

[[nodiscard]] std::string to_text(const Endpoint& endpoint);

// Because shards share their address, a second server would silently share it too: this finds out before. The
// error is a sentence for the person who starts the server.
[[nodiscard]] std::expected<void, std::string> check_is_free(const Endpoint& endpoint);

class Listener {
 public:
  // At most `connections_max` at once; who comes then hears 503. All references must outlive the listener.
  Listener(core::Executor executor, const core::Log& log, core::Metrics& metrics,
           std::size_t connections_max);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // Listens. The error is a sentence.
  [[nodiscard]] std::expected<void, std::string> open(const Endpoint& endpoint);
  // The port is the real one.
  [[nodiscard]] Endpoint endpoint() const;

  // Accepts until close(). Each connection is a task in `connections`.
  [[nodiscard]] core::Task<void> run(HttpContext& context, core::TaskGroup& connections);
  void close();

 private:
  using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, core::Executor>;

  void admit(TcpSocket socket, HttpContext& context, core::TaskGroup& connections);
  [[nodiscard]] core::Task<void> back_off(const boost::system::error_code& failure);

  const core::Log& log_;
  Acceptor acceptor_;
  core::Timer pause_;
  std::size_t connections_max_;
  bool closed_ = false;
  core::Counter& accepted_;
  core::Counter& turned_away_;
  core::Counter& failures_;
};

}  // namespace kiezel::net
