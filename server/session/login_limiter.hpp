// Holds back guessing at logins. Per source address generously, because a school shares one; over the whole
// service strictly (crypto/KZ1.md 3.4). Only failures count. In memory only, and addresses only as a hash
// under a random key that is thrown away every day; nothing of it is logged.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "crypto/random.hpp"
#include "server/core/token_bucket.hpp"

namespace kiezel::session {

// What a network hands out to one household or school: an IPv4 address, or the first 56 bits of an IPv6
// address. IPv4 is written as ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2).
struct SourceAddress {
  std::array<std::uint8_t, 16> bytes{};
};

struct LoginLimits {
  // Failures of one address: thirty pupils in one room may all mistype at once, and again every five minutes.
  core::TokenBudget address{.burst = 30, .per_s = 0.1};
  // Failures of everybody together, on this shard.
  core::TokenBudget service{.burst = 100, .per_s = 10};
};

class LoginLimiter {
 public:
  using Now = std::chrono::steady_clock::time_point;

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

  [[nodiscard]] std::size_t addresses() const { return buckets_.size(); }

 private:
  // 64 bits of a keyed hash: two addresses that meet in one bucket only share its budget.
  using AddressTag = std::uint64_t;

  [[nodiscard]] AddressTag tag_of(const SourceAddress& address) const;
  [[nodiscard]] core::TokenBucket* known_bucket(AddressTag tag);
  [[nodiscard]] core::TokenBucket& bucket_of(AddressTag tag, Now now);
  void change_key_daily(Now now);

  LoginLimits limits_;
  crypto::Random& random_;
  std::array<std::uint8_t, 32> key_{};
  std::optional<Now> key_since_;
  std::unordered_map<AddressTag, core::TokenBucket> buckets_;
  // Shared by the addresses for which there is no room.
  core::TokenBucket crowd_;
  core::TokenBucket service_;
};

}  // namespace kiezel::session
