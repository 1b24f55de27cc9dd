#include "server/redis/connection.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <utility>

namespace kiezel::redis {
namespace {

namespace asio = boost::asio;

// Holds several of Redis's own 16 KiB turns.
constexpr std::size_t input_bytes = 64U << 10U;

// What an emptied buffer may keep for the next turn; a burst's memory goes back.
constexpr std::size_t idle_buffer_bytes_max = 256U << 10U;

}  // namespace

Connection::Connection(core::Executor executor, Address address, std::string_view name,
                       ConnectionLimits limits, ConnectionOwner& owner, const core::Log& log)
    : executor_(executor),
      address_(std::move(address)),
      name_(name),
      limits_(limits),
      owner_(owner),
      log_(log),
      socket_(executor),
      timer_(executor),
      backoff_(limits.backoff_min),
      jitter_(std::random_device{}()),
      input_(input_bytes) {}

Connection::~Connection() = default;

core::Task<void> Connection::run() {
  // Only stop() ends this task: one that is cut could not wait below for what still refers to it.
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  while (!stopping_) {
    if (co_await connect()) {
      log_in();
      co_await read_until_lost();
      lose();
    } else if (!stopping_ && !std::exchange(unreachable_, true)) {
      log_.warning("redis.unreachable", {{"redis", core::own_words(name_)}});
    }
    if (!stopping_) co_await rest_before_retry();
  }
  // Posted flushes and cancelled waits still refer to this object; they are already on their way.
  while (callbacks_due_ > 0) co_await asio::post(executor_, core::use_task);
}

void Connection::stop() {
  stopping_ = true;
  timer_.cancel();
  drop();
}

void Connection::drop() {
  // The pending read ends with an error and run() goes on from there.
  boost::system::error_code ignored;
  socket_.close(ignored);
}

core::Result<void> Connection::send(const Command& command) {
  if (state_ != State::ready) return core::fail(core::ErrorCode::unavailable, "Redis is not connected");
  if (unsent_.size() - unsent_from_ >= limits_.unsent_bytes_max) {
    return core::fail(core::ErrorCode::busy, "too many bytes wait for Redis");
  }
  append(command);
  return {};
}

core::Task<bool> Connection::connect() {
  timer_.expires_after(limits_.connect_deadline);
  ++callbacks_due_;
  timer_.async_wait([this](boost::system::error_code cancelled) {
    --callbacks_due_;
    if (!cancelled && state_ != State::ready) drop();
  });
  const auto* unix_address = std::get_if<UnixAddress>(&address_.place);
  const bool connected = unix_address != nullptr ? co_await connect_unix(*unix_address)
                                                 : co_await connect_tcp(std::get<TcpAddress>(address_.place));
  if (!connected || stopping_ || !socket_.is_open()) co_return false;
  boost::system::error_code failure;
  socket_.non_blocking(true, failure);
  co_return !failure;
}

core::Task<bool> Connection::connect_unix(const UnixAddress& unix_address) {
  const asio::local::stream_protocol::endpoint endpoint(unix_address.path);
  socket_ = Socket(executor_);
  const auto [failure] = co_await socket_.async_connect(endpoint, core::use_tuple);
  co_return !failure;
}

core::Task<bool> Connection::connect_tcp(const TcpAddress& tcp_address) {
  asio::ip::basic_resolver<asio::ip::tcp, core::Executor> resolver(executor_);
  const auto [unknown, places] =
      co_await resolver.async_resolve(tcp_address.host, std::to_string(tcp_address.port), core::use_tuple);
  if (unknown) co_return false;
  for (const auto& place : places) {
    if (stopping_ || timer_.expiry() <= std::chrono::steady_clock::now()) break;
    socket_ = Socket(executor_);
    const auto [failure] = co_await socket_.async_connect(place.endpoint(), core::use_tuple);
    if (failure) continue;
    boost::system::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    co_return true;
  }
  co_return false;
}

void Connection::log_in() {
  decoder_.emplace();
  state_ = State::logging_in;
  login_replies_due_ = 0;
  const auto ask = [this](const Command& command) {
    append(command);
    ++login_replies_due_;
  };
  if (!address_.password.empty() && address_.user.empty()) ask(Command{"AUTH", address_.password});
  if (!address_.password.empty() && !address_.user.empty()) {
    ask(Command{"AUTH", address_.user, address_.password});
  }
  if (address_.database != 0) ask(Command{"SELECT", address_.database});
  if (login_replies_due_ == 0) become_ready();
}

void Connection::answer_login(const Reply& reply) {
  if (reply.kind == Kind::error) {
    log_.error("redis.login_refused", {{"redis", core::own_words(name_)}});
    return drop();
  }
  if (--login_replies_due_ == 0) become_ready();
}

void Connection::become_ready() {
  state_ = State::ready;
  unreachable_ = false;
  timer_.cancel();
  backoff_ = limits_.backoff_min;
  log_.debug("redis.connected", {{"redis", core::own_words(name_)}});
  owner_.on_connected();
}

core::Task<void> Connection::read_until_lost() {
  while (socket_.is_open()) {
    const auto [failure, bytes] = co_await socket_.async_read_some(asio::buffer(input_), core::use_tuple);
    if (failure || !decode(bytes)) break;
  }
}

bool Connection::decode(std::size_t bytes) {
  decoder_->feed({input_.data(), bytes});
  // An owner may drop the connection on any reply; what came after it then counts as lost.
  while (socket_.is_open()) {
    std::expected reply = decoder_->next();
    if (!reply) {
      log_.error("redis.protocol", {{"redis", core::own_words(name_)}});
      return false;
    }
    if (!*reply) return true;
    if (state_ == State::logging_in) {
      answer_login(**reply);
    } else {
      owner_.on_reply(**std::move(reply));
    }
  }
  return false;
}

void Connection::lose() {
  const bool was_ready = state_ == State::ready;
  state_ = State::down;
  drop();
  unsent_.clear();
  unsent_from_ = 0;
  decoder_.reset();
  if (!was_ready) return;
  if (!stopping_) log_.warning("redis.lost", {{"redis", core::own_words(name_)}});
  owner_.on_lost();
}

core::Task<void> Connection::rest_before_retry() {
  // Between half and the whole backoff, so that many links do not come back in step.
  std::uniform_int_distribution<std::int64_t> spread(backoff_.count() / 2, backoff_.count());
  timer_.expires_after(std::chrono::milliseconds(spread(jitter_)));
  backoff_ = std::min(backoff_ * 2, limits_.backoff_max);
  co_await timer_.async_wait(core::use_tuple);
}

void Connection::append(const Command& command) {
  command.append_to(unsent_);
  schedule_flush();
}

void Connection::schedule_flush() {
  if (flush_due_) return;
  flush_due_ = true;
  ++callbacks_due_;
  asio::post(executor_, [this] {
    --callbacks_due_;
    flush();
  });
}

void Connection::flush() {
  flush_due_ = false;
  if (unsent_.empty() || !socket_.is_open()) return;
  boost::system::error_code failure;
  const auto rest = asio::buffer(unsent_) + unsent_from_;
  unsent_from_ += socket_.write_some(rest, failure);
  if (unsent_from_ == unsent_.size()) {
    unsent_from_ = 0;
    unsent_.clear();
    if (unsent_.capacity() > idle_buffer_bytes_max) unsent_.shrink_to_fit();
    return;
  }
  if (failure && failure != asio::error::would_block) return drop();
  flush_due_ = true;
  ++callbacks_due_;
  socket_.async_wait(Socket::wait_write, [this](boost::system::error_code) {
    --callbacks_due_;
    flush();
  });
}

}  // namespace kiezel::redis
