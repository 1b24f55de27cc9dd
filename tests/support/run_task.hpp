// Runs a coroutine to its end on a loop of the test's own.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

#include "server/core/task.hpp"

namespace kiezel::support {

// The coroutine's value; its exception is thrown here. Throws when it has not ended within `limit`, a net
// under tests that hang: no test waits for it on purpose.
template <typename T>
T run_task(boost::asio::io_context& loop, core::Task<T> task,
           std::chrono::steady_clock::duration limit = std::chrono::seconds(30)) {
  std::optional<T> value;
  std::exception_ptr failure;
  bool ended = false;
  boost::asio::co_spawn(loop.get_executor(), std::move(task), [&](std::exception_ptr thrown, T result) {
    failure = std::move(thrown);
    if (!failure) value.emplace(std::move(result));
    ended = true;
  });
  const auto until = std::chrono::steady_clock::now() + limit;
  loop.restart();
  while (!ended && loop.run_one_until(until) > 0) {
  }
  if (failure) std::rethrow_exception(failure);
  if (!ended) throw std::runtime_error("the coroutine did not end in time");
  return std::move(*value);
}

inline void run_task(boost::asio::io_context& loop, core::Task<void> task,
                     std::chrono::steady_clock::duration limit = std::chrono::seconds(30)) {
  // Never a capturing lambda as a coroutine: the task comes as an argument.
  const auto with_value = [](core::Task<void> inner) -> core::Task<bool> {
    co_await std::move(inner);
    co_return true;
  };
  static_cast<void>(run_task<bool>(loop, with_value(std::move(task)), limit));
}

}  // namespace kiezel::support
