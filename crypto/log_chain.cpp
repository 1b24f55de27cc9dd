#include "crypto/log_chain.hpp"

#include "crypto/erase_order.hpp"

namespace kiezel::crypto {
namespace {

bool is_next(const ChainState& state, const EntryHeader& header) {
  const bool starts = state.next_seq == 0;
  const bool commits = header.kind == EntryKind::commit;
  if (state.is_erased || (starts && !commits)) return false;
  const std::uint64_t epoch = std::uint64_t{state.epoch} + (commits && !starts ? 1 : 0);
  const EntryPosition& position = header.position;
  return position.conversation == state.conversation && position.seq == state.next_seq &&
         position.prev == state.head && position.epoch == epoch;
}

}  // namespace

Checked<VerifiedEntry> LogChain::append(const ParsedEntry& entry, const ChainFacts& facts) {
  const EntryHeader& header = entry.header();
  if (!is_next(state_, header)) return std::unexpected(Refusal::rule);
  if (header.kind == EntryKind::commit) return append_commit(entry, facts);

  const bool erases = header.kind == EntryKind::erase;
  if (erases) {
    const auto order = parse_erase_order(entry.payload());
    if (!order) return std::unexpected(order.error());
  }
  const auto sender = find_sender(state_.members, facts.devices, header.sender, facts.at_s);
  if (!sender || (erases && sender->role != Role::client)) return std::unexpected(Refusal::rule);
  const auto verified = verify(entry, sender->key);
  if (!verified) return std::unexpected(Refusal::signature);
  advance(header, verified->hash());
  state_.is_erased = erases;
  return *verified;
}

Checked<VerifiedEntry> LogChain::append_commit(const ParsedEntry& entry, const ChainFacts& facts) {
  const EntryHeader& header = entry.header();
  const auto commit = parse_commit(entry.payload());
  if (!commit) return std::unexpected(commit.error());
  std::vector<Member> after = members_of(*commit);

  // The first commit is signed by the client that it names itself.
  const std::span<const Member> writers = state_.next_seq == 0 ? after : state_.members;
  const auto sender = find_sender(writers, facts.devices, header.sender, facts.at_s);
  if (!sender) return std::unexpected(Refusal::rule);
  const auto verified = verify(entry, sender->key);
  if (!verified) return std::unexpected(Refusal::signature);
  const CommitVerdict verdict = judge_commit(*commit, {.before = state_.members,
                                                       .sender = *sender,
                                                       .directory = facts.directory,
                                                       .excluded_advisors = facts.excluded_advisors,
                                                       .is_permitted = facts.is_permitted});
  if (verdict != CommitVerdict::allowed) return std::unexpected(Refusal::rule);
  advance(header, verified->hash());
  state_.members = std::move(after);
  return *verified;
}

Checked<VerifiedEntry> LogChain::append(BytesView entry, const ChainFacts& facts) {
  const auto parsed = ParsedEntry::parse(entry);
  if (!parsed) return std::unexpected(parsed.error());
  return append(*parsed, facts);
}

Checked<EntryHash> LogChain::append(const ErasedEntry& entry, const ChainFacts& facts) {
  const EntryKind kind = entry.header.kind;
  const bool may_be_erased = kind != EntryKind::commit && kind != EntryKind::erase;
  if (!may_be_erased || !is_next(state_, entry.header)) return std::unexpected(Refusal::rule);
  const auto sender = find_sender(state_.members, facts.devices, entry.header.sender, facts.at_s);
  if (!sender) return std::unexpected(Refusal::rule);
  const auto hash = verify_erased(entry, sender->key);
  if (!hash) return std::unexpected(Refusal::signature);
  advance(entry.header, *hash);
  return *hash;
}

void LogChain::advance(const EntryHeader& header, const EntryHash& hash) {
  ++state_.next_seq;
  state_.head = hash;
  state_.epoch = header.position.epoch;
}

}  // namespace kiezel::crypto
