// Holds back guessing at logins. Per source address generously, because a school shares one; over the whole
// service strictly (crypto/KZ1.md 3.4). Only failures count.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "server/session/address_budget.hpp"

namespace kiezel::session {

struct LoginLimits {
  // Failures of one address: thirty pupils in one room may all mistype at once, and again every five minutes.
  core::TokenBudget address{.burst = 30, .per_s = 0.1};
  // Failures of everybody together, on this shard.
  core::TokenBudget service{.burst = 100, .per_s = 10};
};

class LoginLimiter {
 public:
  using Now = AddressBudget::Now;

  // `random` must outlive the limiter.
  LoginLimiter(const LoginLimits& limits, crypto::Random& random);

  enum class Verdict : std::uint8_t { admitted, address_spent, service_spent };
  struct Admission {
    Verdict verdict = Verdict::admitted;
    // When refused: after this long there is one try again.
    std::chrono::seconds retry_after{0};
  };

  // To be asked before anything is looked up.
  [[nodiscard]] Admission admit(const SourceAddress& address, Now now);
  void failed(const SourceAddress& address, Now now);

  [[nodiscard]] std::size_t addresses() const { return per_address_.addresses(); }

 private:
  LoginLimits limits_;
  AddressBudget per_address_;
  core::TokenBucket service_;
};

}  // namespace kiezel::session
