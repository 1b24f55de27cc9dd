// The layer below Beast's WebSocket: reads come from the socket, writes go into the outbox, so that Beast's
// own frames (handshake, pong, close) keep their place among ours and everything leaves through one exit.
// Only ws_session.cpp instantiates a WebSocket over it, because that costs the compiler half a minute.
#pragma once

#include <boost/asio/append.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/buffers_iterator.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <string_view>
#include <utility>

#include "server/core/task.hpp"
#include "server/event/outbox.hpp"

namespace kiezel::net {

using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, core::Executor>;

class NetStream {
 public:
  using executor_type = core::Executor;

  // The outbox must outlive the stream.
  NetStream(TcpSocket socket, event::Outbox& outbox) : socket_(std::move(socket)), outbox_(outbox) {}

  [[nodiscard]] executor_type get_executor() noexcept { return socket_.get_executor(); }
  [[nodiscard]] TcpSocket& socket() { return socket_; }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return socket_.async_read_some(buffers, std::forward<Token>(token));
  }

  // Complete as soon as the outbox has the bytes. An outbox without room ends the connection.
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, const Buffers& bytes) {
          const std::size_t count = boost::asio::buffer_size(bytes);
          const boost::system::error_code failure = store(bytes);
          boost::asio::post(get_executor(), boost::asio::append(std::move(handler), failure, count));
        },
        token, buffers);
  }

 private:
  template <class Buffers>
  boost::system::error_code store(const Buffers& buffers) {
    for (auto place = boost::asio::buffer_sequence_begin(buffers);
         place != boost::asio::buffer_sequence_end(buffers); ++place) {
      const boost::asio::const_buffer part(*place);
      if (!outbox_.send_raw({static_cast<const char*>(part.data()), part.size()})) {
        return boost::asio::error::no_buffer_space;
      }
    }
    return {};
  }

  TcpSocket socket_;
  event::Outbox& outbox_;
};

// Beast calls these when a WebSocket has ended. The session writes what the outbox still holds and closes the
// socket itself, so there is nothing to do here but to let the operation end (found by argument-dependent
// look-up).

inline void teardown(boost::beast::role_type, NetStream&, boost::system::error_code& failure) {
  failure = {};
}

template <class Handler>
void async_teardown(boost::beast::role_type, NetStream& stream, Handler&& handler) {
  boost::asio::post(stream.get_executor(),
                    boost::asio::append(std::forward<Handler>(handler), boost::system::error_code{}));
}

inline void beast_close_socket(NetStream& stream) {
  boost::system::error_code ignored;
  stream.socket().close(ignored);
}

}  // namespace kiezel::net
