// The memberships last used on this shard, so that an append in the steady state costs one Redis round trip.
// Old ones do no harm: the append script refuses a membership whose commit_seq is not the current one.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <unordered_map>

#include "server/conversation/membership.hpp"

namespace kiezel::conversation {

/// Some 400 bytes each, so 26 MB a shard when full.
inline constexpr std::size_t memberships_kept_max = 65'536;

/// Of one shard, so without locks. Forgets the least recently used when full.
class MembershipCache {
 public:
  explicit MembershipCache(std::size_t kept_max = memberships_kept_max) : kept_max_(kept_max) {}

  /// Null when it is not kept. The Membership stays alive as long as the pointer, whatever the cache forgets.
  [[nodiscard]] std::shared_ptr<const Membership> find(const core::ConversationId& conversation);
  /// Replaces one of a lower commit_seq, never the reverse: answers may overtake each other.
  void put(std::shared_ptr<const Membership> membership);
  void forget(const core::ConversationId& conversation);

  [[nodiscard]] std::size_t size() const { return index_.size(); }

 private:
  /// Most recently used first.
  using Order = std::list<std::shared_ptr<const Membership>>;

  std::size_t kept_max_;
  Order order_;
  std::unordered_map<core::ConversationId, Order::iterator> index_;
};

}  // namespace kiezel::conversation
