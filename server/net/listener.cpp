#include "server/net/listener.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/socket_base.hpp>
#include <chrono>
#include <utility>

namespace kiezel::net {
namespace {

namespace asio = boost::asio;
namespace ip = boost::asio::ip;
using boost::system::error_code;

// Out of descriptors or memory: connections that end give some back; hammering the kernel does not.
constexpr std::chrono::milliseconds pause_after_failure{100};

// How many may wait to be accepted. The kernel lowers it to its own limit.
constexpr int backlog = 4096;

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr std::string_view busy_answer =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\nConnection: close\r\n"
    "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Embedder-Policy: require-corp\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors "
    "'none'\r\n\r\n";

std::string sentence(const Endpoint& endpoint, const error_code& failure) {
  const std::string place = to_text(endpoint);
  if (failure == asio::error::address_in_use) {
    return place + " is in use by another program. Stop it, or choose another address in the configuration.";
  }
  if (failure == asio::error::access_denied) {
    return place +
           " may not be used by this account. Ports below 1024 need a special right; choose a higher one.";
  }
  if (failure == error_code(EADDRNOTAVAIL, boost::system::system_category())) {
    return place + " is not an address of this machine.";
  }
  return place + " cannot be listened on: " + failure.message() + ".";
}

// The four steps of listening; the first that fails decides.
template <class Acceptor>
error_code bind_to(Acceptor& acceptor, const Endpoint& endpoint) {
  error_code failure;
  acceptor.open(endpoint.protocol(), failure);
  if (!failure) acceptor.set_option(asio::socket_base::reuse_address(true), failure);
  if (!failure) acceptor.bind(endpoint, failure);
  return failure;
}

}  // namespace

std::string to_text(const Endpoint& endpoint) {
  const std::string host = endpoint.address().to_string();
  const std::string port = std::to_string(endpoint.port());
  return endpoint.address().is_v6() ? "[" + host + "]:" + port : host + ":" + port;
}

std::expected<void, std::string> check_is_free(const Endpoint& endpoint) {
  asio::io_context unused;
  ip::tcp::acceptor probe(unused);
  // Without SO_REUSEPORT, so that one who listens already makes it fail.
  if (const error_code failure = bind_to(probe, endpoint))
    return std::unexpected(sentence(endpoint, failure));
  error_code failure;
  probe.listen(1, failure);
  if (failure) return std::unexpected(sentence(endpoint, failure));
  return {};
}

Listener::Listener(core::Executor executor, const core::Log& log, core::Metrics& metrics,
                   std::size_t connections_max)
    : log_(log),
      acceptor_(executor),
      pause_(executor),
      connections_max_(connections_max),
      accepted_(metrics.counter({"kiezel_connections_total", "Connections accepted."})),
      turned_away_(
          metrics.counter({"kiezel_connections_turned_away_total", "Connections answered 503, being full."})),
      failures_(
          metrics.counter({"kiezel_accept_failures_total", "Failures to accept, such as no descriptors."})) {}

std::expected<void, std::string> Listener::open(const Endpoint& endpoint) {
  error_code failure;
  acceptor_.open(endpoint.protocol(), failure);
  if (!failure) acceptor_.set_option(asio::socket_base::reuse_address(true), failure);
  if (!failure) acceptor_.set_option(ReusePort(true), failure);
  if (!failure) acceptor_.bind(endpoint, failure);
  if (!failure) acceptor_.listen(backlog, failure);
  if (failure) return std::unexpected(sentence(endpoint, failure));
  return {};
}

Endpoint Listener::endpoint() const {
  error_code ignored;
  return acceptor_.local_endpoint(ignored);
}

core::Task<void> Listener::run(HttpContext& context, core::TaskGroup& connections) {
  while (!closed_) {
    auto [failure, socket] = co_await acceptor_.async_accept(core::use_tuple);
    if (closed_) co_return;
    if (failure) {
      co_await back_off(failure);
    } else {
      admit(std::move(socket), context, connections);
    }
  }
}

void Listener::close() {
  closed_ = true;
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
}

void Listener::admit(TcpSocket socket, HttpContext& context, core::TaskGroup& connections) {
  accepted_.add();
  error_code ignored;
  socket.set_option(ip::tcp::no_delay(true), ignored);
  if (connections.size() < connections_max_) {
    // While the server stops nothing is begun, and the socket closes with what would have served it.
    if (!connections.spawn("connection", serve(context, std::move(socket)))) turned_away_.add();
    return;
  }
  turned_away_.add();
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(busy_answer), ignored);
}

core::Task<void> Listener::back_off(const error_code& failure) {
  failures_.add();
  // A peer that hung up between knocking and being let in is nothing to wait for.
  if (failure == asio::error::connection_aborted) co_return;
  log_.warning("accept_failed", {{"errno", failure.value()}});
  pause_.expires_after(pause_after_failure);
  co_await pause_.async_wait(core::use_tuple);
}

}  // namespace kiezel::net
