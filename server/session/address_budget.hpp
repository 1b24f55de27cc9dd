// What the networks that people come from may still do of something. In memory only, and addresses only as a
// hash under a random key that is thrown away every day; nothing of it is logged.
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

class AddressBudget {
 public:
  using Now = std::chrono::steady_clock::time_point;

  // `random` must outlive the budget.
  AddressBudget(const core::TokenBudget& budget, crypto::Random& random);

  // Nothing when the address may go on, else after how long.
  [[nodiscard]] std::optional<std::chrono::seconds> must_wait(const SourceAddress& address, Now now);
  // Several that were let through together may overdraw; an empty bucket says no to the next.
  void spend(const SourceAddress& address, Now now);

  [[nodiscard]] std::size_t addresses() const { return buckets_.size(); }

 private:
  // 64 bits of a keyed hash: two addresses that meet in one bucket only share its budget.
  using AddressTag = std::uint64_t;

  [[nodiscard]] AddressTag tag_of(const SourceAddress& address) const;
  [[nodiscard]] core::TokenBucket* known_bucket(AddressTag tag);
  [[nodiscard]] core::TokenBucket& bucket_of(AddressTag tag, Now now);
  void change_key_daily(Now now);

  core::TokenBudget budget_;
  crypto::Random& random_;
  std::array<std::uint8_t, 32> key_{};
  std::optional<Now> key_since_;
  std::unordered_map<AddressTag, core::TokenBucket> buckets_;
  // Shared by the addresses for which there is no room.
  core::TokenBucket crowd_;
};

}  // namespace kiezel::session
