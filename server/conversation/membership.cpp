#include "server/conversation/membership.hpp"

#include <algorithm>

#include "server/core/advisors.hpp"

namespace kiezel::conversation {

std::vector<core::AdvisorId> advisors_of(const std::vector<crypto::Member>& members) {
  std::vector<core::AdvisorId> advisors;
  for (const crypto::Member& member : members) {
    if (crypto::is_client(member.role)) continue;
    const core::AdvisorId id = core::advisor_id(member.id);
    if (std::ranges::find(advisors, id) == advisors.end()) advisors.push_back(id);
  }
  return advisors;
}

bool takes_part(const core::Caller& caller, const Membership& membership) {
  switch (caller.role) {
    case core::Role::client:
      return caller.mailbox == membership.mailbox;
    case core::Role::advisor:
      return std::ranges::find(membership.advisors, caller.advisor) != membership.advisors.end();
    case core::Role::any:
      return false;
  }
  return false;
}

bool may_read_last(const core::Caller& caller, const Membership& membership, std::int64_t after) {
  return caller.role == core::Role::client && membership.left && caller.mailbox == membership.left->mailbox &&
         after < membership.left->seq;
}

}  // namespace kiezel::conversation
