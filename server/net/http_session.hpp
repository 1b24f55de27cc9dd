// One TCP connection from its first byte: HTTP requests until it is closed or becomes a WebSocket.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
#include "server/core/task.hpp"
#include "server/net/http_answer.hpp"
#include "server/net/http_request.hpp"
#include "server/net/net_stream.hpp"
#include "server/session/address_budget.hpp"

namespace kiezel::net {

// A header that is longer is an attack or a mistake: browsers send less than a kilobyte to us.
inline constexpr std::size_t http_header_bytes_max = 8192;
// Requests on one connection, so that a proxy's connections are renewed now and then.
inline constexpr std::size_t http_requests_max = 1000;

struct HttpMetrics {
  explicit HttpMetrics(core::Metrics& metrics);

  core::Counter& requests;
  core::Counter& refused;
  core::Counter& upgrades;
};

struct SocketContext;
}  // namespace kiezel::net
namespace kiezel::blob {
class Service;
}
namespace kiezel::appointment {
class Service;
}
namespace kiezel::net {

// Borrows everything; one per listener and shard.
struct HttpContext {
  Door door = Door::main;
  const Site& site;
  const LiveContent& live;
  HttpMetrics& metrics;
  // Null on the operations listener, which has no attachments.
  blob::Service* blobs = nullptr;
  // Null there too: whose agenda an advisor's own calendar reads.
  appointment::Service* appointments = nullptr;
  // For a whole request, its answer, and the pause before the next.
  std::chrono::seconds deadline{30};
  std::span<const std::string> origins;
  // The proxy in front on this machine says whose request it passes on.
  bool trust_forwarded_for = false;
  // Null on the operations listener, which has no WebSocket.
  SocketContext* sockets = nullptr;
  // Requests that move the bytes of a blob now; at most blob_exchanges_max.
  std::size_t blob_exchanges = 0;
};

// A connection on which the peer asked for a WebSocket, and may have one.
struct Upgrade {
  TcpSocket socket;
  HttpRequest request;
  std::string_view origin;
  session::SourceAddress address;
};

// Serves the connection until it ends. The context must outlive the task.
[[nodiscard]] core::Task<void> serve(HttpContext& context, TcpSocket socket);

}  // namespace kiezel::net
