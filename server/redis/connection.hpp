// One connection to Redis that heals itself: our own Asio socket with hiredis as the decoder. What is sent in
// one turn of the loop leaves in one write.
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <chrono>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "server/core/log.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/address.hpp"
#include "server/redis/command.hpp"
#include "server/redis/reply.hpp"
#include "server/redis/reply_decoder.hpp"

namespace kiezel::redis {

// Told what happens on a connection, from the loop. All three may send, drop and stop.
class ConnectionOwner {
 public:
  virtual ~ConnectionOwner() = default;
  virtual void on_connected() = 0;
  virtual void on_reply(Reply&& reply) = 0;
  // Replies that did not come yet will never come.
  virtual void on_lost() = 0;
};

struct ConnectionLimits {
  std::size_t unsent_bytes_max = 4U << 20U;
  std::chrono::milliseconds connect_deadline{5000};
  std::chrono::milliseconds backoff_min{20};
  std::chrono::milliseconds backoff_max{2000};
};

class Connection {
 public:
  using Socket = boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol, core::Executor>;

  // The owner and the log must outlive the connection; `name` is a literal for the log.
  Connection(core::Executor executor, Address address, std::string_view name, ConnectionLimits limits,
             ConnectionOwner& owner, const core::Log& log);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Connects, logs in, reads, and starts again with a jittered backoff, until stop(). The connection must
  // live until this task has ended.
  [[nodiscard]] core::Task<void> run();
  void stop();

  // Cuts the present connection; run() makes a new one.
  void drop();

  // Copies the command behind what was sent before. Errors: `unavailable` (not connected),
  // `busy` (too much unsent).
  [[nodiscard]] core::Result<void> send(const Command& command);

  [[nodiscard]] bool connected() const { return state_ == State::ready; }

 private:
  enum class State { down, logging_in, ready };

  [[nodiscard]] core::Task<bool> connect();
  [[nodiscard]] core::Task<bool> connect_unix(const UnixAddress& unix_address);
  [[nodiscard]] core::Task<bool> connect_tcp(const TcpAddress& tcp_address);
  [[nodiscard]] core::Task<void> read_until_lost();
  [[nodiscard]] core::Task<void> rest_before_retry();

  void log_in();
  void become_ready();
  [[nodiscard]] bool decode(std::size_t bytes);
  void answer_login(const Reply& reply);
  void append(const Command& command);
  void schedule_flush();
  void flush();
  void lose();

  core::Executor executor_;
  Address address_;
  std::string_view name_;
  ConnectionLimits limits_;
  ConnectionOwner& owner_;
  const core::Log& log_;

  Socket socket_;
  core::Timer timer_;  // The deadline until ready, or the rest before the next try.
  State state_ = State::down;
  bool stopping_ = false;
  bool unreachable_ = false;  // Told in the log once, until the next success.
  std::size_t login_replies_due_ = 0;
  std::chrono::milliseconds backoff_;
  std::minstd_rand jitter_;

  std::string unsent_{};
  std::size_t unsent_from_ = 0;
  std::size_t callbacks_due_ = 0;  // Posted flushes and write waits that still hold `this`.
  bool flush_due_ = false;

  std::vector<char> input_;
  std::optional<ReplyDecoder> decoder_{};  // From login until the connection is lost.
};

}  // namespace kiezel::redis
