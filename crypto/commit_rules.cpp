#include "crypto/commit_rules.hpp"

#include <algorithm>

namespace kiezel::crypto {
namespace {

const Member* find_member(std::span<const Member> members, const VerifyKey& id) {
  const auto found = std::ranges::find(members, id, &Member::id);
  return found == members.end() ? nullptr : &*found;
}

/// How the member set differs from the one before.
struct Change {
  std::vector<Member> added;
  std::vector<Member> removed;
  bool role_changed = false;
  bool client_key_changed = false;
};

Change change_between(std::span<const Member> before, std::span<const Member> after) {
  Change change;
  for (const Member& member : after) {
    const Member* earlier = find_member(before, member.id);
    if (earlier == nullptr) {
      change.added.push_back(member);
      continue;
    }
    change.role_changed |= earlier->role != member.role;
    change.client_key_changed |= is_client(member.role) && earlier->kem_id != member.kem_id;
  }
  for (const Member& member : before) {
    if (find_member(after, member.id) == nullptr) change.removed.push_back(member);
  }
  return change;
}

bool is_advisor(const Member& member) {
  return !is_client(member.role);
}

/// One client's record makes room for another of the same role with both keys new: with the KEM key kept,
/// the old words would go on opening every epoch.
bool replaces_client(const Change& change) {
  if (change.added.size() != 1 || change.removed.size() != 1) return false;
  const Member& added = change.added[0];
  const Member& removed = change.removed[0];
  return is_client(removed.role) && added.role == removed.role && added.kem_id != removed.kem_id;
}

/// The reason is what people are told; it must be what happened.
bool is_what_the_reason_says(CommitReason reason, const Change& change, const Sender& sender) {
  if (change.role_changed) return false;
  switch (reason) {
    case CommitReason::create:
      return false;
    case CommitReason::add:
      return !change.added.empty() && change.removed.empty();
    case CommitReason::remove:
      return change.added.empty() && !change.removed.empty();
    case CommitReason::rotate:
    case CommitReason::device_revoked:
    case CommitReason::recovered:
      return change.added.empty() && change.removed.empty();
    case CommitReason::handover:
      return !change.added.empty() && std::ranges::all_of(change.added, is_advisor) &&
             std::ranges::all_of(change.removed, is_advisor);
    case CommitReason::code_changed:
      return replaces_client(change) && change.removed[0].id == sender.member;
    case CommitReason::new_card:
      return replaces_client(change);
  }
  return false;
}

bool removes_only(const Change& change, const VerifyKey& id) {
  return change.removed.size() == 1 && change.removed[0].id == id;
}

CommitVerdict judge_client(CommitReason reason, std::span<const Member> before) {
  if (reason == CommitReason::new_card) return CommitVerdict::not_permitted;
  const bool adds = reason == CommitReason::add || reason == CommitReason::handover;
  const bool several_clients =
      std::ranges::any_of(before, [](const Member& member) { return member.role == Role::second_client; });
  return adds && several_clients ? CommitVerdict::no_statement : CommitVerdict::allowed;
}

CommitVerdict judge_second_client(CommitReason reason, const Change& change, const Sender& sender) {
  const bool allowed = reason == CommitReason::rotate || reason == CommitReason::code_changed ||
                       (reason == CommitReason::remove && removes_only(change, sender.member));
  return allowed ? CommitVerdict::allowed : CommitVerdict::not_permitted;
}

/// Itself; and whom it had stand in for it, when that is over. Nobody comes in by this, and no client goes.
bool advisor_may_remove(const Change& change, const Sender& sender) {
  if (removes_only(change, sender.member)) return true;
  const auto covers = [](const Member& member) { return member.role == Role::cover_advisor; };
  return sender.role == Role::advisor && std::ranges::all_of(change.removed, covers);
}

CommitVerdict judge_advisor(CommitReason reason, const Change& change, const Sender& sender) {
  switch (reason) {
    case CommitReason::rotate:
    case CommitReason::device_revoked:
    case CommitReason::recovered:
      return CommitVerdict::allowed;
    case CommitReason::remove:
      return advisor_may_remove(change, sender) ? CommitVerdict::allowed : CommitVerdict::not_permitted;
    case CommitReason::add:
    case CommitReason::handover:
      return CommitVerdict::no_statement;
    // Whoever only covers does not know the person well enough to recognise them.
    case CommitReason::new_card:
      return sender.role == Role::advisor ? CommitVerdict::allowed : CommitVerdict::not_permitted;
    case CommitReason::create:
    case CommitReason::code_changed:
      return CommitVerdict::not_permitted;
  }
  return CommitVerdict::not_permitted;
}

/// With a client's permission one advisor comes; an advisor who hands over may leave, and nobody else.
bool is_permitted_change(const Change& change, const CommitFacts& facts) {
  const bool only_advisor = change.added.size() == 1 && is_advisor(change.added[0]);
  const auto may_go = [&facts](const Member& member) {
    return is_client(facts.sender.role) || member.id == facts.sender.member;
  };
  return facts.is_permitted && only_advisor && std::ranges::all_of(change.removed, may_go);
}

CommitVerdict judge_sender(CommitReason reason, const Change& change, const CommitFacts& facts) {
  switch (facts.sender.role) {
    case Role::client:
      return judge_client(reason, facts.before);
    case Role::second_client:
      return judge_second_client(reason, change, facts.sender);
    case Role::advisor:
    case Role::cover_advisor:
      return judge_advisor(reason, change, facts.sender);
  }
  return CommitVerdict::not_permitted;
}

CommitVerdict judge_added_advisors(std::span<const Member> added, const CommitFacts& facts) {
  for (const Member& member : added) {
    if (is_client(member.role)) continue;
    if (std::ranges::find(facts.excluded_advisors, key_id(member.id)) != facts.excluded_advisors.end()) {
      return CommitVerdict::excluded_advisor;
    }
    if (facts.directory && std::ranges::find(*facts.directory, member.id) == facts.directory->end()) {
      return CommitVerdict::unknown_advisor;
    }
  }
  return CommitVerdict::allowed;
}

CommitVerdict judge_creation(const Commit& commit, std::span<const Member> members,
                             const CommitFacts& facts) {
  const auto clients =
      std::ranges::count_if(members, [](const Member& member) { return is_client(member.role); });
  const auto advisors = std::ranges::count(members, Role::advisor, &Member::role);
  const bool only_these = clients == 1 && advisors >= 1 && clients + advisors == std::ssize(members);
  const bool signed_by_client = facts.sender.role == Role::client;
  if (commit.reason != CommitReason::create || !commit.auth_ref.is_zero() || !only_these ||
      !signed_by_client) {
    return CommitVerdict::not_a_creation;
  }
  return judge_added_advisors(members, facts);
}

}  // namespace

std::optional<Sender> find_sender(std::span<const Member> members, std::span<const Device> devices,
                                  const KeyId& sender, std::uint64_t at_s) {
  for (const Member& member : members) {
    if (is_client(member.role) && key_id(member.id) == sender) {
      return Sender{.key = member.id, .role = member.role, .member = member.id};
    }
  }
  for (const Device& device : devices) {
    if (key_id(device.key) != sender || !device.is_valid_at(at_s)) continue;
    const Member* member = find_member(members, device.advisor);
    if (member == nullptr || is_client(member->role)) continue;
    return Sender{.key = device.key, .role = member->role, .member = member->id};
  }
  return std::nullopt;
}

std::string_view to_string(CommitVerdict verdict) {
  switch (verdict) {
    case CommitVerdict::allowed:
      return "allowed";
    case CommitVerdict::not_a_creation:
      return "not_a_creation";
    case CommitVerdict::already_created:
      return "already_created";
    case CommitVerdict::change_not_reason:
      return "change_not_reason";
    case CommitVerdict::client_key_changed:
      return "client_key_changed";
    case CommitVerdict::not_permitted:
      return "not_permitted";
    case CommitVerdict::no_statement:
      return "no_statement";
    case CommitVerdict::unknown_advisor:
      return "unknown_advisor";
    case CommitVerdict::excluded_advisor:
      return "excluded_advisor";
  }
  return "unknown";
}

CommitVerdict judge_commit(const Commit& commit, const CommitFacts& facts) {
  const std::vector<Member> after = members_of(commit);
  if (facts.before.empty()) return judge_creation(commit, after, facts);
  if (commit.reason == CommitReason::create) return CommitVerdict::already_created;
  const Change change = change_between(facts.before, after);
  if (change.client_key_changed) return CommitVerdict::client_key_changed;
  if (!is_what_the_reason_says(commit.reason, change, facts.sender)) return CommitVerdict::change_not_reason;
  const CommitVerdict verdict = judge_sender(commit.reason, change, facts);
  if (verdict != CommitVerdict::allowed && verdict != CommitVerdict::no_statement) return verdict;
  const bool needs_statement = verdict == CommitVerdict::no_statement;
  if (needs_statement == commit.auth_ref.is_zero()) return CommitVerdict::no_statement;
  if (needs_statement && !is_permitted_change(change, facts)) return CommitVerdict::no_statement;
  return judge_added_advisors(change.added, facts);
}

}  // namespace kiezel::crypto
