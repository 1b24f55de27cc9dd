#include "server/session/login_limiter.hpp"

#include <algorithm>
#include <cstring>
#include <span>

#include "crypto/hash.hpp"

namespace kiezel::session {
namespace {

// Some 3 MB. A real service sees a few thousand addresses fail in a day.
constexpr std::size_t addresses_max = 65'536;

constexpr std::chrono::hours key_life{24};

constexpr std::array<std::uint8_t, 12> ipv4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

// One household or school: all of an IPv4 address, 56 bits of an IPv6 address.
std::span<const std::uint8_t> network_of(const SourceAddress& address) {
  const bool is_ipv4 = std::ranges::equal(std::span(address.bytes).first<12>(), ipv4_prefix);
  return std::span(address.bytes).first(is_ipv4 ? 16 : 7);
}

}  // namespace

LoginLimiter::LoginLimiter(const LoginLimits& limits, crypto::Random& random)
    : limits_(limits), random_(random), crowd_(limits.address), service_(limits.service) {}

LoginLimiter::Admission LoginLimiter::admit(const SourceAddress& address, Now now) {
  change_key_daily(now);
  if (!service_.has(limits_.service, 1, now)) {
    return {Verdict::service_spent, service_.wait_for(limits_.service, 1, now)};
  }
  const AddressTag tag = tag_of(address);
  core::TokenBucket* bucket = known_bucket(tag);
  if (bucket == nullptr && buckets_.size() == addresses_max) bucket = &crowd_;
  if (bucket == nullptr || bucket->has(limits_.address, 1, now)) return {};
  return {Verdict::address_spent, bucket->wait_for(limits_.address, 1, now)};
}

void LoginLimiter::failed(const SourceAddress& address, Now now) {
  change_key_daily(now);
  // Attempts that were admitted together may overdraw; an empty bucket says no to the next.
  (void)service_.take(limits_.service, 1, now);
  (void)bucket_of(tag_of(address), now).take(limits_.address, 1, now);
}

LoginLimiter::AddressTag LoginLimiter::tag_of(const SourceAddress& address) const {
  const crypto::Digest digest = crypto::sha256({key_, network_of(address)});
  AddressTag tag = 0;
  std::memcpy(&tag, digest.bytes.data(), sizeof(tag));
  return tag;
}

core::TokenBucket* LoginLimiter::known_bucket(AddressTag tag) {
  const auto known = buckets_.find(tag);
  return known == buckets_.end() ? nullptr : &known->second;
}

core::TokenBucket& LoginLimiter::bucket_of(AddressTag tag, Now now) {
  if (core::TokenBucket* const known = known_bucket(tag)) return *known;
  if (buckets_.size() == addresses_max) {
    // Those that have their whole budget back are as good as unknown.
    std::erase_if(buckets_, [&](const auto& entry) { return entry.second.is_full(limits_.address, now); });
  }
  if (buckets_.size() == addresses_max) return crowd_;
  return buckets_.emplace(tag, core::TokenBucket(limits_.address)).first->second;
}

void LoginLimiter::change_key_daily(Now now) {
  if (key_since_ && now - *key_since_ < key_life) return;
  random_.fill(key_);
  key_since_ = now;
  buckets_.clear();
}

}  // namespace kiezel::session
