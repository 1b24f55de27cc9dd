// A conversation right after its creation, and what the server says of the next entries.
#pragma once

#include <optional>
#include <vector>

#include "server/conversation/rules.hpp"
#include "tests/support/people.hpp"

namespace kiezel::support {

inline constexpr std::uint64_t rules_now_s = 1'768'381'200;

inline const auto rules_conversation_id = named_bytes<core::ConversationId>("conversation");

/// A conversation of one client and one advisor, right after its creation.
struct RulesScene {
  TestClient client{"client"};
  TestAdvisor advisor{"advisor", rules_now_s};
  TestAdvisor colleague{"colleague", rules_now_s};
  LogWriter log{rules_conversation_id};
  crypto::Bytes creation =
      log.commit(client.signing, crypto::CommitReason::create, {recipient(client), recipient(advisor)});

  conversation::Membership membership() const {
    const auto commit = *crypto::parse_commit(
        LogWriter::commit_payload(crypto::CommitReason::create, {recipient(client), recipient(advisor)}));
    auto members = crypto::members_of(commit);
    auto advisors = conversation::advisors_of(members);
    return {.conversation = rules_conversation_id,
            .mailbox = client.mailbox(),
            .epoch = 0,
            .commit_seq = 0,
            .members = std::move(members),
            .advisors = std::move(advisors)};
  }
  conversation::EntryFacts facts() const {
    return {.role = core::Role::client,
            .device = {},
            .listed_advisors = {advisor.identity.verify_key(), colleague.identity.verify_key()},
            .now_s = rules_now_s};
  }
  conversation::EntryFacts advisor_facts() const {
    conversation::EntryFacts facts_of_advisor = facts();
    facts_of_advisor.role = core::Role::advisor;
    facts_of_advisor.device = crypto::Device{.key = advisor.device.verify_key(),
                                             .advisor = advisor.identity.verify_key(),
                                             .not_before_s = rules_now_s,
                                             .not_after_s = rules_now_s + 1000,
                                             .revoked_at_s = {}};
    return facts_of_advisor;
  }
};

/// Empty when the entry is accepted.
[[nodiscard]] inline std::optional<conversation::EntryRefusal> refusal(
    const crypto::Bytes& bytes, const conversation::Membership& membership,
    const conversation::EntryFacts& facts) {
  const auto entry = conversation::parse_entry(rules_conversation_id, bytes);
  if (!entry) return entry.error();
  const auto accepted = conversation::judge_entry(*entry, membership, facts);
  return accepted ? std::nullopt : std::optional(accepted.error());
}

[[nodiscard]] inline std::optional<conversation::EntryRefusal> creation_refusal(
    const std::vector<crypto::Bytes>& entries, const conversation::EntryFacts& facts) {
  const auto accepted = conversation::judge_creation(rules_conversation_id, entries, facts);
  return accepted ? std::nullopt : std::optional(accepted.error());
}

}  // namespace kiezel::support
