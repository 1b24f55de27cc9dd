// How much one connection may ask. Every method has a cost (routes.hpp); frames that make no sense cost too.
// Pure.
#pragma once

#include <chrono>
#include <cstdint>

#include "server/core/token_bucket.hpp"

namespace kiezel::dispatch {

// After so many refusals in a row the peer does not listen, and the connection is closed.
inline constexpr std::uint32_t refusals_in_a_row_max = 64;

class RateLimiter {
 public:
  using Now = core::TokenBucket::Now;

  // The budget must outlive the limiter.
  explicit RateLimiter(const core::TokenBudget& budget) : budget_(budget), bucket_(budget) {}

  // False when the request must be refused.
  [[nodiscard]] bool admit(double cost, Now now) {
    const bool admitted = bucket_.take(budget_, cost, now);
    refusals_in_a_row_ = admitted ? 0 : refusals_in_a_row_ + 1;
    return admitted;
  }

  [[nodiscard]] std::chrono::seconds retry_after(double cost, Now now) {
    return bucket_.wait_for(budget_, cost, now);
  }
  [[nodiscard]] bool is_ignored() const { return refusals_in_a_row_ >= refusals_in_a_row_max; }

 private:
  const core::TokenBudget& budget_;
  core::TokenBucket bucket_;
  std::uint32_t refusals_in_a_row_ = 0;
};

}  // namespace kiezel::dispatch
