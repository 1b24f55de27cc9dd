#include "server/conversation/rules.hpp"

#include <algorithm>
#include <utility>

#include "crypto/erase_order.hpp"
#include "crypto/log_chain.hpp"

namespace kiezel::conversation {

namespace {

using Judged = std::expected<AcceptedEntry, EntryRefusal>;

constexpr std::uint64_t hour_s = 3600;

bool writes_as(const crypto::Sender& sender, core::Role role) {
  return crypto::is_client(sender.role) ? role == core::Role::client : role == core::Role::advisor;
}

bool gives_new_words(const crypto::Commit& commit) {
  return commit.reason == crypto::CommitReason::code_changed ||
         commit.reason == crypto::CommitReason::new_card;
}

/// A conversation lies in one mailbox, that of its first client. A second client has none yet that could
/// move.
bool replaces_first_client(const std::vector<crypto::Member>& before,
                           const std::vector<crypto::Member>& after) {
  const auto first_of = [](const std::vector<crypto::Member>& members) {
    return std::ranges::find(members, crypto::Role::client, &crypto::Member::role);
  };
  const auto earlier = first_of(before);
  const auto later = first_of(after);
  return earlier != before.end() && later != after.end() && earlier->id != later->id;
}

bool may_erase(const crypto::ParsedEntry& entry, const crypto::Sender& sender) {
  return sender.role == crypto::Role::client && crypto::parse_erase_order(entry.payload()).has_value();
}

/// As far as a server sees: a client who is a member now signed the statement that the COMMIT names. What it
/// says, readers judge.
bool is_permitted(const Membership& membership, const EntryFacts& facts) {
  return facts.permission_by &&
         std::ranges::any_of(membership.members, [&facts](const crypto::Member& member) {
           return crypto::is_client(member.role) && crypto::key_id(member.id) == *facts.permission_by;
         });
}

Judged judge_change(const crypto::ParsedEntry& entry, const crypto::Sender& sender,
                    const Membership& membership, const EntryFacts& facts) {
  const auto commit = crypto::parse_commit(entry.payload());
  if (!commit) return std::unexpected(EntryRefusal::entry);
  const auto verified = crypto::verify(entry, sender.key);
  if (!verified) return std::unexpected(EntryRefusal::entry);
  if (gives_new_words(*commit) != (facts.course == Course::rekey))
    return std::unexpected(EntryRefusal::commit);
  const crypto::CommitFacts commit_facts{.before = membership.members,
                                         .sender = sender,
                                         .directory = std::span(facts.listed_advisors),
                                         .excluded_advisors = {},
                                         .is_permitted = is_permitted(membership, facts)};
  if (crypto::judge_commit(*commit, commit_facts) != crypto::CommitVerdict::allowed)
    return std::unexpected(EntryRefusal::commit);
  std::vector<crypto::Member> members = crypto::members_of(*commit);
  if (facts.course == Course::rekey && !replaces_first_client(membership.members, members))
    return std::unexpected(EntryRefusal::commit);
  return AcceptedEntry{*verified, std::move(members), commit->reason == crypto::CommitReason::new_card};
}

}  // namespace

core::ErrorCode error_code(EntryRefusal refusal) {
  switch (refusal) {
    case EntryRefusal::entry:
      return core::ErrorCode::entry_refused;
    case EntryRefusal::commit:
      return core::ErrorCode::commit_refused;
  }
  return core::ErrorCode::entry_refused;
}

std::expected<crypto::ParsedEntry, EntryRefusal> parse_entry(const core::ConversationId& conversation,
                                                             crypto::BytesView bytes) {
  const auto entry = crypto::ParsedEntry::parse(bytes);
  if (!entry) return std::unexpected(EntryRefusal::entry);
  if (entry->header().position.conversation != conversation) return std::unexpected(EntryRefusal::entry);
  return *entry;
}

Judged judge_entry(const crypto::ParsedEntry& entry, const Membership& membership, const EntryFacts& facts) {
  const bool is_commit = entry.header().kind == crypto::EntryKind::commit;
  const std::uint32_t epoch = is_commit ? membership.epoch + 1 : membership.epoch;
  if (entry.header().position.epoch != epoch) return std::unexpected(EntryRefusal::entry);

  const std::span<const crypto::Device> devices =
      facts.device ? std::span(&*facts.device, 1) : std::span<const crypto::Device>();
  const auto sender = crypto::find_sender(membership.members, devices, entry.header().sender, facts.now_s);
  if (!sender || !writes_as(*sender, facts.role)) return std::unexpected(EntryRefusal::entry);
  if (is_commit) return judge_change(entry, *sender, membership, facts);
  if (facts.course == Course::rekey) return std::unexpected(EntryRefusal::entry);
  if (entry.header().kind == crypto::EntryKind::erase && !may_erase(entry, *sender))
    return std::unexpected(EntryRefusal::entry);

  const auto verified = crypto::verify(entry, sender->key);
  if (!verified) return std::unexpected(EntryRefusal::entry);
  return AcceptedEntry{*verified, std::nullopt, false};
}

std::expected<AcceptedCreation, EntryRefusal> judge_creation(const core::ConversationId& conversation,
                                                             std::span<const crypto::Bytes> entries,
                                                             const EntryFacts& facts) {
  crypto::LogChain chain(conversation);
  const crypto::ChainFacts chain_facts{.devices = {},
                                       .at_s = facts.now_s,
                                       .directory = std::span(facts.listed_advisors),
                                       .excluded_advisors = {}};
  for (const crypto::Bytes& bytes : entries) {
    const auto entry = parse_entry(conversation, bytes);
    if (!entry) return std::unexpected(entry.error());
    const bool opens = chain.state().next_seq == 0;
    const bool is_commit = entry->header().kind == crypto::EntryKind::commit;
    if (entry->header().kind == crypto::EntryKind::erase) return std::unexpected(EntryRefusal::entry);
    if (opens != is_commit) return std::unexpected(EntryRefusal::commit);
    const auto accepted = chain.append(*entry, chain_facts);
    if (accepted) continue;
    const bool against_rules = accepted.error() == crypto::Refusal::rule && is_commit;
    return std::unexpected(against_rules ? EntryRefusal::commit : EntryRefusal::entry);
  }
  crypto::ChainState state = std::move(chain).take_state();
  if (state.members.empty()) return std::unexpected(EntryRefusal::commit);
  return AcceptedCreation{std::move(state.members), state.head};
}

std::int64_t received_at(core::Role role, std::uint64_t now_s) {
  const std::uint64_t kept = role == core::Role::advisor ? now_s : now_s - now_s % hour_s;
  return static_cast<std::int64_t>(kept);
}

}  // namespace kiezel::conversation
