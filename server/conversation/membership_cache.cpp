#include "server/conversation/membership_cache.hpp"

#include <utility>

namespace kiezel::conversation {

std::shared_ptr<const Membership> MembershipCache::find(const core::ConversationId& conversation) {
  const auto found = index_.find(conversation);
  if (found == index_.end()) return nullptr;
  order_.splice(order_.begin(), order_, found->second);
  return *found->second;
}

void MembershipCache::put(std::shared_ptr<const Membership> membership) {
  const auto found = index_.find(membership->conversation);
  if (found != index_.end()) {
    if (membership->commit_seq < (*found->second)->commit_seq) return;
    order_.splice(order_.begin(), order_, found->second);
    *found->second = std::move(membership);
    return;
  }
  order_.push_front(std::move(membership));
  index_.emplace(order_.front()->conversation, order_.begin());
  if (index_.size() <= kept_max_) return;
  index_.erase(order_.back()->conversation);
  order_.pop_back();
}

void MembershipCache::forget(const core::ConversationId& conversation) {
  const auto found = index_.find(conversation);
  if (found == index_.end()) return;
  order_.erase(found->second);
  index_.erase(found);
}

}  // namespace kiezel::conversation
