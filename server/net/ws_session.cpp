#include "server/net/ws_session.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <string>
#include <utility>

#include "protocol/limits.hpp"

namespace kiezel::net {
namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using session::CloseReason;

// The only instantiation of a WebSocket in the server. No compression: what we carry is encrypted.
using WebSocket = websocket::stream<NetStream, false>;

// What is kept ready for the start of a message. The rest gets its memory when a message really comes, so
// that an idle connection costs little.
constexpr std::size_t first_bytes_max = 32;
constexpr std::size_t read_bytes = 1536;

// The requests, the pump of the feeds, the writer and the closer.
constexpr std::size_t tasks_max = static_cast<std::size_t>(protocol::limits::in_flight_max) + 3;

// Longer than the longest deadline of a handler; whoever still runs then waits for something that never
// comes.
constexpr std::chrono::seconds handlers_deadline{20};

// For the answers that are under way when the server closes a connection.
constexpr std::chrono::seconds last_answers_deadline{5};

// For the last bytes of a connection that ends.
constexpr std::chrono::seconds drain_deadline{2};

constexpr double ping_cost = 1;

class WsSession final : public OpenSocket,
                        private event::Outbox::Owner,
                        private Flushable,
                        private dispatch::Connection::Transport {
 public:
  WsSession(SocketContext& context, TcpSocket socket, const dispatch::Peer& peer);
  ~WsSession() override;

  [[nodiscard]] core::Task<void> run(HttpRequest request);

  void tick(core::Deadline now) override;
  void close(CloseReason reason) override;
  void cut() override;

 private:
  [[nodiscard]] core::Task<bool> shake_hands(HttpRequest request);
  [[nodiscard]] core::Task<void> read_messages();
  void receive();
  [[nodiscard]] core::Task<void> write_when_ready();
  [[nodiscard]] core::Task<void> send_close(CloseReason reason);
  [[nodiscard]] core::Task<void> end();

  void outbox_filled() override;
  void outbox_overflowed() override { close(CloseReason::slow_consumer); }
  void outbox_drained() override { connection_.outbox_drained(); }
  void read_on() override { turn_.notify(); }
  void all_answered() override;
  void flush() override;

  SocketContext& context_;
  event::Outbox outbox_;
  core::TaskGroup tasks_;
  dispatch::Connection connection_;
  WebSocket socket_;
  // The reader waits here when nothing may be read, and for the last bytes at the end.
  core::Wakeup turn_;
  std::array<char, first_bytes_max> first_bytes_{};
  std::string message_;
  core::Deadline last_asked_ = std::chrono::steady_clock::now();
  core::Deadline last_written_ = last_asked_;
  // Set while the closer waits for the last answers.
  core::Wakeup* answered_ = nullptr;
  bool waiting_to_write_ = false;
  bool closing_ = false;
  // The peer is told to come back, so what it holds stays its own.
  bool comes_back_ = false;
};

WsSession::WsSession(SocketContext& context, TcpSocket socket, const dispatch::Peer& peer)
    : context_(context),
      outbox_(*this, context.limits.outbox, context.outbox_metrics),
      tasks_(socket.get_executor(), context.log, tasks_max),
      connection_(
          *this, peer,
          {socket.get_executor(), context.bus, outbox_, tasks_, context.feed_metrics, context.limits.budget}),
      socket_(std::move(socket), outbox_),
      turn_(socket_.get_executor()) {
  context_.registry.add(*this);
}

WsSession::~WsSession() {
  context_.flusher.remove(*this);
  context_.registry.remove(*this);
}

core::Task<void> WsSession::run(HttpRequest request) {
  const bool open = co_await shake_hands(std::move(request));
  if (open) co_await read_messages();
  co_await end();
}

core::Task<bool> WsSession::shake_hands(HttpRequest request) {
  const SocketLimits& limits = context_.limits;
  websocket::stream_base::timeout timeout;
  timeout.handshake_timeout = limits.handshake;
  timeout.idle_timeout = limits.silence;
  timeout.keep_alive_pings = true;
  socket_.set_option(timeout);
  socket_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
    response.set(boost::beast::http::field::sec_websocket_protocol, subprotocol);
  }));
  socket_.read_message_max(static_cast<std::size_t>(protocol::limits::frame_bytes_max));
  // Beast answers pings by itself; a flood of them must not be free.
  socket_.control_callback([this](websocket::frame_type kind, boost::beast::string_view) {
    if (kind == websocket::frame_type::ping &&
        !connection_.limiter().admit(ping_cost, std::chrono::steady_clock::now())) {
      close(CloseReason::policy);
    }
  });
  const auto [failure] = co_await socket_.async_accept(request, core::use_tuple);
  co_return !failure;
}

core::Task<void> WsSession::read_messages() {
  for (;;) {
    const auto [failure, count] =
        co_await socket_.async_read_some(asio::buffer(first_bytes_), core::use_tuple);
    if (failure) co_return;
    message_.assign(first_bytes_.data(), count);
    while (!socket_.is_message_done()) {
      const std::size_t before = message_.size();
      message_.resize(before + socket_.read_size_hint(read_bytes));
      const asio::mutable_buffer room = asio::buffer(message_) + before;
      const auto [failure_later, more] = co_await socket_.async_read_some(room, core::use_tuple);
      if (failure_later) co_return;
      message_.resize(before + more);
    }
    receive();
    // Nothing is read while the connection has enough to do: TCP holds the peer back.
    while (!closing_ && !connection_.may_read()) {
      co_await turn_.wait_until(core::deadline_in(handlers_deadline));
    }
  }
}

void WsSession::receive() {
  // Behind our close frame the peer may still talk; nobody listens.
  if (!closing_) {
    context_.frames_in.add();
    last_asked_ = std::chrono::steady_clock::now();
    if (socket_.got_text()) {
      context_.dispatcher.receive(connection_, message_);
    } else {
      close(CloseReason::unsupported);
    }
  }
  message_ = std::string();
}

void WsSession::outbox_filled() {
  last_written_ = std::chrono::steady_clock::now();
  context_.flusher.add(*this);
}

void WsSession::all_answered() {
  if (answered_ != nullptr) answered_->notify();
}

void WsSession::flush() {
  if (waiting_to_write_) return;
  while (!outbox_.empty()) {
    const std::string_view bytes = outbox_.front();
    error_code failure;
    const std::size_t count = socket_.next_layer().socket().write_some(asio::buffer(bytes), failure);
    if (failure == asio::error::would_block) {
      waiting_to_write_ = tasks_.spawn("write", write_when_ready());
      return;
    }
    if (failure) return cut();
    last_written_ = std::chrono::steady_clock::now();
    outbox_.consume(count);
  }
  if (closing_) turn_.notify();
}

core::Task<void> WsSession::write_when_ready() {
  const auto [failure] =
      co_await socket_.next_layer().socket().async_wait(TcpSocket::wait_write, core::use_tuple);
  waiting_to_write_ = false;
  if (failure) {
    cut();
  } else {
    flush();
  }
}

void WsSession::tick(core::Deadline now) {
  const bool stalled = !outbox_.empty() && now - last_written_ > context_.limits.write_stall;
  if (closing_) {
    if (stalled) cut();
    return;
  }
  context_.dispatcher.expire(connection_, now);
  if (stalled) {
    close(CloseReason::slow_consumer);
  } else if (context_.dispatcher.is_revoked(connection_)) {
    close(CloseReason::policy);
  } else if (now - last_asked_ > context_.limits.idle) {
    close(CloseReason::idle);
  }
}

void WsSession::close(CloseReason reason) {
  if (std::exchange(closing_, true)) return;
  comes_back_ = reason == CloseReason::restart || reason == CloseReason::slow_consumer;
  connection_.stop();
  // Whoever does not read would never get to the close frame behind a full outbox.
  if (reason == CloseReason::slow_consumer) outbox_.shut(event::Outbox::Unsent::drop);
  turn_.notify();
  if (!tasks_.spawn("close", send_close(reason))) cut();
}

core::Task<void> WsSession::send_close(CloseReason reason) {
  core::Wakeup answered(socket_.get_executor());
  answered_ = &answered;
  // What was asked before the end is still answered: a durable append should not look lost.
  while (connection_.in_flight() > 0 &&
         co_await answered.wait_until(core::deadline_in(last_answers_deadline))) {
  }
  answered_ = nullptr;
  outbox_.shut(event::Outbox::Unsent::keep);
  const websocket::close_reason frame(
      static_cast<websocket::close_code>(reason),
      boost::beast::string_view(text_of(reason).data(), text_of(reason).size()));
  // Waits for the peer's own close frame, at most for the handshake's deadline. Whatever comes of it, it is
  // over.
  co_await socket_.async_close(frame, core::use_tuple);
}

void WsSession::cut() {
  closing_ = true;
  outbox_.shut(event::Outbox::Unsent::drop);
  error_code ignored;
  socket_.next_layer().socket().close(ignored);
  turn_.notify();
}

core::Task<void> WsSession::end() {
  closing_ = true;
  connection_.stop();
  outbox_.shut(event::Outbox::Unsent::keep);
  const core::Deadline drained_by = core::deadline_in(drain_deadline);
  bool in_time = true;
  while (in_time && !outbox_.empty() && socket_.next_layer().socket().is_open()) {
    in_time = co_await turn_.wait_until(drained_by);
  }
  cut();
  tasks_.stop();
  const bool ended = co_await tasks_.wait_until(core::deadline_in(handlers_deadline));
  if (!comes_back_) co_await context_.dispatcher.forget(connection_.peer().number);
  if (ended) co_return;
  context_.log.error("handlers_cut", {{"connection", connection_.peer().number}, {"tasks", tasks_.size()}});
  tasks_.cancel();
  co_await tasks_.wait_until(core::Deadline::max());
}

}  // namespace

core::Task<void> serve_socket(SocketContext& context, std::unique_ptr<Upgrade> upgrade) {
  const dispatch::Peer peer{
      .number = ++context.numbers, .origin = upgrade->origin, .address = upgrade->address};
  error_code failure;
  upgrade->socket.non_blocking(true, failure);
  WsSession session(context, std::move(upgrade->socket), peer);
  HttpRequest request = std::move(upgrade->request);
  upgrade.reset();
  co_await session.run(std::move(request));
}

}  // namespace kiezel::net
