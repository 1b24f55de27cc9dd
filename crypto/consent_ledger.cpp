#include "crypto/consent_ledger.hpp"

#include <algorithm>
#include <utility>

#include "crypto/statement_shape.hpp"

namespace kiezel::crypto {

bool ConsentRecord::is_in_force(std::uint64_t at_s) const {
  if (!grant || withdrawn) return false;
  const std::uint64_t until_s = grant->statement->valid_until_s;
  return grant->statement->valid_from_s <= at_s && (until_s == 0 || at_s < until_s);
}

void ConsentLedger::take_members(std::span<const Member> members, bool own_change) {
  const auto stays = [members](const Member& member) {
    return std::ranges::find(members, member.id, &Member::id) != members.end();
  };
  const auto left = std::ranges::find_if(
      members_, [&stays](const Member& member) { return is_client(member.role) && !stays(member); });
  for (const Member& member : members) {
    if (!is_client(member.role) || lines_.contains(member.id)) continue;
    const auto before = own_change && left != members_.end() ? line_of(left->id) : std::nullopt;
    lines_.emplace(member.id, before ? *before : lines_made_++);
  }
  members_.assign(members.begin(), members.end());
}

bool ConsentLedger::take(const Stated& stated) {
  const Statement& said = *stated.statement;
  if (!may_issue(stated.by.role, said.action) || ids_.contains(said.id)) return false;
  std::optional<Place> place;
  if (!said.ref) {
    place = begin(stated);
  } else if (const auto named = places_.find(*said.ref); named != places_.end()) {
    place = answer(stated, named->second);
  }
  if (!place) return false;
  place->action = said.action;
  place->purpose = said.purpose;
  place->to_advisor = said.to_advisor;
  place->was_oral_yes = said.said_at_s.has_value();
  place->line = line_of(stated.by.member);
  ids_.insert(said.id);
  places_.emplace(stated.statement.hash(), *place);
  return true;
}

std::optional<ConsentLedger::Place> ConsentLedger::begin(const Stated& stated) {
  const StatementAction action = stated.statement->action;
  if (action == StatementAction::notice) {
    notices_.push_back({.notice = stated});
    return Place{.index = notices_.size() - 1, .is_notice = true};
  }
  ConsentRecord record;
  if (action == StatementAction::propose) record.proposal = stated;
  if (action == StatementAction::grant) record.grant = stated;
  records_.push_back(std::move(record));
  return Place{.index = records_.size() - 1};
}

std::optional<ConsentLedger::Place> ConsentLedger::answer(const Stated& stated, const Place& named) {
  const StatementAction action = stated.statement->action;
  const Place place{.index = named.index, .is_notice = named.is_notice};
  if (action == StatementAction::acknowledge) {
    auto& seen = named.is_notice ? notices_[named.index].seen : records_[named.index].seen;
    seen.push_back(stated);
    return place;
  }
  // An answer is about what was asked and about nobody else.
  const bool same = named.purpose == stated.statement->purpose &&
                    named.to_advisor == stated.statement->to_advisor && !named.is_notice;
  if (!same) return std::nullopt;
  ConsentRecord& record = records_[named.index];
  const bool to_question = named.action == StatementAction::propose;
  const bool to_yes = named.action == StatementAction::grant;
  switch (action) {
    case StatementAction::grant:
      if (!to_question || record.grant) return std::nullopt;
      record.grant = stated;
      return place;
    case StatementAction::decline:
      if (!to_question || record.grant) return std::nullopt;
      record.declined = stated;
      return place;
    case StatementAction::withdraw: {
      const auto line = line_of(stated.by.member);
      if (!to_yes || record.withdrawn || !line || line != named.line) return std::nullopt;
      record.withdrawn = stated;
      return place;
    }
    case StatementAction::use:
      if (!to_yes && !named.was_oral_yes) return std::nullopt;
      record.uses.push_back(stated);
      return place;
    default:
      return std::nullopt;
  }
}

void ConsentLedger::take_unopened(std::uint64_t seq, const VerifyKey& member) {
  if (const auto line = line_of(member)) unopened_[*line] = seq;
}

std::optional<std::uint32_t> ConsentLedger::line_of(const VerifyKey& member) const {
  const auto found = lines_.find(member);
  if (found == lines_.end()) return std::nullopt;
  return found->second;
}

const Stated* ConsentLedger::permission_of(const Member& client, const Permission& wanted) const {
  const auto line = line_of(client.id);
  if (!line) return nullptr;
  const auto unopened = unopened_.find(*line);
  const Stated* latest = nullptr;
  for (const ConsentRecord& record : records_) {
    if (!record.is_in_force(wanted.at_s) || record.grant->by.under_card) continue;
    const Statement& said = *record.grant->statement;
    const bool is_this = said.purpose == StatementPurpose::cover && said.to_advisor == wanted.advisor;
    const bool is_theirs = line_of(record.grant->by.member) == line;
    const bool is_certain = unopened == unopened_.end() || record.grant->seq > unopened->second;
    if (is_this && is_theirs && is_certain && (latest == nullptr || record.grant->seq > latest->seq))
      latest = &*record.grant;
  }
  return latest;
}

bool ConsentLedger::permits_adding(const Permission& permission) const {
  const Stated* last = nullptr;
  for (const Member& member : permission.members) {
    if (!is_client(member.role)) continue;
    const Stated* grant = permission_of(member, permission);
    if (grant == nullptr) return false;
    if (last == nullptr || grant->seq > last->seq) last = grant;
  }
  return last != nullptr && last->entry_hash == permission.auth_ref;
}

}  // namespace kiezel::crypto
