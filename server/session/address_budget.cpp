#include "server/session/address_budget.hpp"

#include <algorithm>
#include <cstring>
#include <span>

#include "crypto/hash.hpp"

namespace kiezel::session {
namespace {

// Some 3 MB. A real service sees a few thousand addresses in a day.
constexpr std::size_t addresses_max = 65'536;

constexpr std::chrono::hours key_life{24};

constexpr std::array<std::uint8_t, 12> ipv4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

// One household or school: all of an IPv4 address, 56 bits of an IPv6 address.
std::span<const std::uint8_t> network_of(const SourceAddress& address) {
  const bool is_ipv4 = std::ranges::equal(std::span(address.bytes).first<12>(), ipv4_prefix);
  return std::span(address.bytes).first(is_ipv4 ? 16 : 7);
}

}  // namespace

AddressBudget::AddressBudget(const core::TokenBudget& budget, crypto::Random& random)
    : budget_(budget), random_(random), crowd_(budget) {}

std::optional<std::chrono::seconds> AddressBudget::must_wait(const SourceAddress& address, Now now) {
  change_key_daily(now);
  core::TokenBucket* bucket = known_bucket(tag_of(address));
  if (bucket == nullptr && buckets_.size() == addresses_max) bucket = &crowd_;
  if (bucket == nullptr || bucket->has(budget_, 1, now)) return std::nullopt;
  return bucket->wait_for(budget_, 1, now);
}

void AddressBudget::spend(const SourceAddress& address, Now now) {
  change_key_daily(now);
  (void)bucket_of(tag_of(address), now).take(budget_, 1, now);
}

AddressBudget::AddressTag AddressBudget::tag_of(const SourceAddress& address) const {
  const crypto::Digest digest = crypto::sha256({key_, network_of(address)});
  AddressTag tag = 0;
  std::memcpy(&tag, digest.bytes.data(), sizeof(tag));
  return tag;
}

core::TokenBucket* AddressBudget::known_bucket(AddressTag tag) {
  const auto known = buckets_.find(tag);
  return known == buckets_.end() ? nullptr : &known->second;
}

core::TokenBucket& AddressBudget::bucket_of(AddressTag tag, Now now) {
  if (core::TokenBucket* const known = known_bucket(tag)) return *known;
  if (buckets_.size() == addresses_max) {
    // Those that have their whole budget back are as good as unknown.
    std::erase_if(buckets_, [&](const auto& entry) { return entry.second.is_full(budget_, now); });
  }
  if (buckets_.size() == addresses_max) return crowd_;
  return buckets_.emplace(tag, core::TokenBucket(budget_)).first->second;
}

void AddressBudget::change_key_daily(Now now) {
  if (key_since_ && now - *key_since_ < key_life) return;
  random_.fill(key_);
  key_since_ = now;
  buckets_.clear();
}

}  // namespace kiezel::session
