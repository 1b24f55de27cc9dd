// Time as an argument: everything that decides by time asks a Clock, so that tests can hold it still.
#pragma once

#include <chrono>

namespace kiezel::core {

class Clock {
 public:
  virtual ~Clock() = default;
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;

  // UTC. May jump when an administrator sets the machine's clock.
  [[nodiscard]] virtual std::chrono::sys_seconds now() const = 0;

  // Never goes back; for spans only, such as rate limits.
  [[nodiscard]] virtual std::chrono::steady_clock::time_point steady() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] std::chrono::sys_seconds now() const override {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  }
  [[nodiscard]] std::chrono::steady_clock::time_point steady() const override {
    return std::chrono::steady_clock::now();
  }
};

}  // namespace kiezel::core
