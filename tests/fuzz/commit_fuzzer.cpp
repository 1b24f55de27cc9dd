// COMMITs and who may make them (crypto/KZ1.md 5.4). The input is the members before, as the server keeps
// them, and the payload of a COMMIT; the rules are held against facts that this file works out for itself.
#include "crypto/commit.hpp"

#include <algorithm>

#include "crypto/commit_rules.hpp"
#include "tests/fuzz/property.hpp"

using namespace kiezel;
using crypto::Member;
using fuzz::must_hold;

namespace {

bool holds(const std::vector<Member>& members, const crypto::VerifyKey& id) {
  return std::ranges::any_of(members, [&id](const Member& member) { return member.id == id; });
}

std::size_t clients_in(const std::vector<Member>& members) {
  return static_cast<std::size_t>(
      std::ranges::count_if(members, [](const Member& member) { return crypto::is_client(member.role); }));
}

// Whoever the rules let through: nobody is locked out or let in who could not be.
void judge_as(const crypto::Commit& commit, const std::vector<Member>& before, const Member& sender) {
  const crypto::Sender signer{.key = sender.id, .role = sender.role, .member = sender.id};
  const auto verdict = crypto::judge_commit(commit, {.before = before, .sender = signer});
  if (verdict != crypto::CommitVerdict::allowed) return;
  const std::vector<Member> after = crypto::members_of(commit);
  const bool founds = before.empty();
  must_hold(founds == (commit.reason == crypto::CommitReason::create));
  must_hold(std::ranges::count(after, crypto::Role::client, &Member::role) == 1);
  if (founds) must_hold(clients_in(after) == 1 && after.size() >= 2);
  const bool own_code = commit.reason == crypto::CommitReason::code_changed;
  for (const Member& member : before) {
    // A client goes only by its own hand, and keeps its KEM key until then.
    if (!crypto::is_client(member.role)) continue;
    const bool stays = std::ranges::find(after, member) != after.end();
    must_hold(stays || member.id == sender.id || sender.role == crypto::Role::client);
    if (!stays && holds(after, member.id)) must_hold(own_code && member.id == sender.id);
  }
  if (founds || crypto::is_client(sender.role)) return;
  // An advisor brings in nobody without a client's statement.
  if (!commit.auth_ref.is_zero()) return;
  for (const Member& member : after) must_hold(holds(before, member.id));
}

void try_commit(const std::vector<Member>& before, fuzz::Bytes payload) {
  const auto commit = crypto::parse_commit(payload);
  if (!commit) return;
  must_hold(std::ranges::equal(crypto::encode(*commit), payload));
  must_hold(!commit->recipients.empty() && commit->recipients.size() <= crypto::recipients_max);
  const std::vector<Member> after = crypto::members_of(*commit);
  const auto kept = crypto::parse_members(crypto::encode_members(after));
  must_hold(kept.has_value() && *kept == after);
  for (const Member& sender : before) judge_as(*commit, before, sender);
  for (const Member& founder : after) judge_as(*commit, {}, founder);
  // And after itself: rotations and re-runs.
  for (const Member& sender : after) judge_as(*commit, after, sender);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input({data, size});
  const std::size_t count = input.byte() % 9;
  const fuzz::Bytes members = fuzz::Bytes(data, size).first(std::min(size, 1 + count * 65));
  static_cast<void>(input.piece(count * 65));
  const auto before = crypto::parse_members(members);
  if (before) must_hold(std::ranges::equal(crypto::encode_members(*before), members));
  try_commit(before ? *before : std::vector<Member>{}, input.rest());
  try_commit({}, fuzz::Bytes(data, size));
  return 0;
}
