#include "tests/client/reader.hpp"

#include <algorithm>

#include "crypto/statement_entry.hpp"
#include "tests/client/trust.hpp"
#include "tests/client/wire.hpp"

namespace kiezel::client {
namespace {

// Times on clients' entries are whole hours.
constexpr std::uint64_t rounding_s = 3600;

}  // namespace

crypto::Message text_message(std::string text) {
  crypto::Message message;
  message.text = std::move(text);
  message.client_time_ms = now_s() * 1000;
  return message;
}

Reader::Reader(const crypto::ConversationId& conversation, crypto::ConversationShare share,
               crypto::KemKeyPair our_key)
    : chain_(conversation), share_(std::move(share)), our_key_(std::move(our_key)) {}

const Line& Reader::take(crypto::BytesView bytes, std::uint64_t received_at_s) {
  const std::vector<crypto::Device> devices = devices_as_read();
  const auto entry = chain_.append(bytes, {.devices = devices,
                                           .at_s = received_at_s,
                                           .directory = std::nullopt,
                                           .excluded_advisors = {},
                                           .is_permitted = permits(bytes, received_at_s)});
  if (!entry) throw Failure("an entry of the conversation does not follow from the ones before");
  latest_at_s_ = std::max(latest_at_s_, received_at_s);
  Line line{.seq = entry->header().position.seq,
            .kind = entry->header().kind,
            .sender = role_of(entry->signer()),
            .contents = SealedForOthers{}};
  if (line.kind == crypto::EntryKind::commit) {
    open_epoch(*entry, line);
    learn_members(crypto::parse_commit(entry->payload()).value());
  } else {
    open_contents(*entry, line);
  }
  lines_.push_back(std::move(line));
  return lines_.back();
}

// A device that ended before what was read already counts as revoked, whatever time the server puts on the
// entry.
std::vector<crypto::Device> Reader::devices_as_read() const {
  std::vector<crypto::Device> devices = devices_;
  for (crypto::Device& device : devices) {
    const std::uint64_t ends_s =
        std::min(device.not_after_s, device.revoked_at_s.value_or(device.not_after_s));
    if (ends_s + rounding_s <= latest_at_s_) device.revoked_at_s = 0;
  }
  return devices;
}

crypto::Role Reader::role_of(const crypto::VerifyKey& signer) const {
  const bool is_device =
      std::ranges::any_of(devices_, [&signer](const crypto::Device& d) { return d.key == signer; });
  return is_device ? crypto::Role::advisor : crypto::Role::client;
}

void Reader::open_epoch(const crypto::VerifiedEntry& entry, Line& line) {
  auto opened = crypto::open_commit(entry, our_key_, share_);
  if (!opened) throw Failure("an epoch was not sealed to us");
  epochs_.emplace(entry.header().position.epoch, std::move(opened->keys));
  line.contents = std::move(opened->roster);
}

// Whether the statement that a commit names lets its advisor in. Who comes in by this very commit cannot
// judge.
bool Reader::permits(crypto::BytesView bytes, std::uint64_t received_at_s) const {
  const auto entry = crypto::ParsedEntry::parse(bytes);
  if (!entry || entry->header().kind != crypto::EntryKind::commit) return false;
  const auto commit = crypto::parse_commit(entry->payload());
  if (!commit || commit->auth_ref.is_zero()) return false;
  const crypto::ChainState& state = chain_.state();
  if (!epochs_.contains(state.epoch)) return true;
  std::vector<crypto::Member> added = crypto::members_of(*commit);
  std::erase_if(added, [&state](const crypto::Member& member) {
    return std::ranges::find(state.members, member.id, &crypto::Member::id) != state.members.end();
  });
  if (added.size() != 1) return false;
  const std::uint64_t read_s = latest_at_s_ < rounding_s ? 0 : latest_at_s_ - rounding_s;
  return consent_.permits_adding({.auth_ref = commit->auth_ref,
                                  .advisor = added[0].id,
                                  .members = state.members,
                                  .at_s = std::max(received_at_s, read_s)});
}

void Reader::learn_members(const crypto::Commit& commit) {
  const std::vector<crypto::Member> members = crypto::members_of(commit);
  if (commit.reason == crypto::CommitReason::new_card) {
    for (const crypto::Member& member : members) {
      if (crypto::is_client(member.role) && !consent_.knows(member.id)) on_card_.insert(member.id);
    }
  }
  consent_.take_members(members, commit.reason == crypto::CommitReason::code_changed);
}

void Reader::take_statement(const crypto::VerifiedEntry& entry, Line& line) {
  crypto::VerifyKey member = entry.signer();
  for (const crypto::Device& device : devices_) {
    if (device.key == member) member = device.advisor;
  }
  auto statement = crypto::open_statement(entry, keys());
  if (!statement) return consent_.take_unopened(line.seq, member);
  static_cast<void>(
      consent_.take({.seq = line.seq,
                     .entry_hash = entry.hash(),
                     .by = {.role = line.sender, .member = member, .under_card = on_card_.contains(member)},
                     .statement = *statement}));
  line.contents = *std::move(statement);
}

void Reader::open_contents(const crypto::VerifiedEntry& entry, Line& line) {
  if (line.kind == crypto::EntryKind::erase) return;
  if (line.kind == crypto::EntryKind::statement) return take_statement(entry, line);
  if (line.kind == crypto::EntryKind::private_details) {
    const auto secret = crypto::unwrap_private(entry, our_key_);
    if (!secret) return;
    auto details = crypto::open_private(entry, *secret, share_);
    if (!details) throw Failure("call details did not open");
    line.contents = *std::move(details);
    return;
  }
  auto message = crypto::open_message(entry, keys());
  if (!message) throw Failure("a message did not open");
  line.contents = *std::move(message);
}

crypto::EntryPosition Reader::next_position() const {
  const crypto::ChainState& state = chain_.state();
  return {
      .conversation = state.conversation, .seq = state.next_seq, .prev = state.head, .epoch = state.epoch};
}

const crypto::EpochKeys& Reader::keys() const {
  const auto found = epochs_.find(chain_.state().epoch);
  if (found == epochs_.end()) throw Failure("there is no key for the current epoch");
  return found->second;
}

}  // namespace kiezel::client
