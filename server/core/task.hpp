// The coroutine type of the server and the tokens to await with. One shard is one thread with one io_context,
// so the executor is the concrete one: no type erasure, no strand, no lock (architecture A3).
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace kiezel::core {

using Executor = boost::asio::io_context::executor_type;

template <typename T>
using Task = boost::asio::awaitable<T, Executor>;

using Timer =
    boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                      boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

// A moment on the monotonic clock. Deadlines are never wall clock times.
using Deadline = std::chrono::steady_clock::time_point;

[[nodiscard]] inline Deadline deadline_in(std::chrono::steady_clock::duration span) {
  return std::chrono::steady_clock::now() + span;
}

inline constexpr boost::asio::use_awaitable_t<Executor> use_task{};

// For I/O: `const auto [failure, n] = co_await socket.async_read_some(buffer, use_tuple);` A
// lost peer is no exception.
inline constexpr auto use_tuple = boost::asio::as_tuple(use_task);

}  // namespace kiezel::core
