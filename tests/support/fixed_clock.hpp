// A clock that stands still until the test moves it; both of its faces move together.
#pragma once

#include <chrono>

#include "server/core/clock.hpp"

namespace kiezel::support {

class FixedClock final : public core::Clock {
 public:
  // 14 January 2026, 09:00:00 UTC: a Wednesday in winter, far from any change of the clock.
  static constexpr std::chrono::sys_seconds start_time{std::chrono::seconds(1768381200)};

  FixedClock() = default;
  explicit FixedClock(std::chrono::sys_seconds now) : now_(now) {}

  [[nodiscard]] std::chrono::sys_seconds now() const override { return now_; }
  [[nodiscard]] std::chrono::steady_clock::time_point steady() const override {
    return std::chrono::steady_clock::time_point(now_.time_since_epoch());
  }

  void advance(std::chrono::seconds span) { now_ += span; }
  void set(std::chrono::sys_seconds now) { now_ = now; }

 private:
  std::chrono::sys_seconds now_ = start_time;
};

}  // namespace kiezel::support
