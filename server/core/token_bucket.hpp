// A budget that refills evenly: `burst` tokens at most, `per_s` more each second. Pure; the caller brings the
// time.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>

namespace kiezel::core {

struct TokenBudget {
  double burst = 0;
  double per_s = 0;
};

class TokenBucket {
 public:
  using Now = std::chrono::steady_clock::time_point;

  // Starts full.
  explicit TokenBucket(const TokenBudget& budget) : tokens_(budget.burst) {}

  // False, with nothing taken, when there is less than `cost`.
  [[nodiscard]] bool take(const TokenBudget& budget, double cost, Now now) {
    refill(budget, now);
    if (tokens_ < cost) return false;
    tokens_ -= cost;
    return true;
  }

  [[nodiscard]] bool has(const TokenBudget& budget, double cost, Now now) {
    refill(budget, now);
    return tokens_ >= cost;
  }

  // As good as new.
  [[nodiscard]] bool is_full(const TokenBudget& budget, Now now) const {
    TokenBucket copy = *this;
    return copy.has(budget, budget.burst, now);
  }

  // Until `cost` is there, rounded up; at least a second, because a promise of zero would be broken at once.
  [[nodiscard]] std::chrono::seconds wait_for(const TokenBudget& budget, double cost, Now now) {
    refill(budget, now);
    const double missing = std::max(0.0, std::min(cost, budget.burst) - tokens_);
    const double wait_s = budget.per_s > 0 ? missing / budget.per_s : 3600;
    return std::chrono::seconds(std::max(1L, std::lround(std::ceil(wait_s))));
  }

 private:
  void refill(const TokenBudget& budget, Now now) {
    if (now > since_ && since_ != Now{}) {
      const double passed_s = std::chrono::duration<double>(now - since_).count();
      tokens_ = std::min(budget.burst, tokens_ + passed_s * budget.per_s);
    }
    since_ = std::max(since_, now);
  }

  double tokens_;
  Now since_{};
};

}  // namespace kiezel::core
