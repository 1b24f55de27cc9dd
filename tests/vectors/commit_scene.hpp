// The conversation that the commit vectors are about.
#pragma once

#include <span>

#include "crypto/commit.hpp"
#include "crypto/commit_rules.hpp"
#include "tests/vectors/scene.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {

struct CommitScene {
  SeededRandom random{"commit"};
  crypto::ConversationShare share = random.secret<32>();
  crypto::ConversationId conversation = random.fixed<crypto::ConversationId>();
  ClientActor pupil = make_client(random);
  ClientActor parent = make_client(random);
  AdvisorActor first = make_advisor(random);
  AdvisorActor second = make_advisor(random);
};

/// A commit with wraps of the right size and no meaning: enough for what needs no keys.
[[nodiscard]] crypto::Commit public_commit(crypto::CommitReason reason,
                                           std::span<const crypto::NewRecipient> readers);

/// Who commits what to whom, and what judge_commit says.
struct Rule {
  std::string_view name;
  crypto::CommitVerdict verdict;
  crypto::CommitReason reason;
  crypto::Sender sender;
  std::vector<crypto::NewRecipient> before;
  std::vector<crypto::NewRecipient> after;
};
[[nodiscard]] Json rule_vector(const Rule& rule);
[[nodiscard]] crypto::Sender as_sender(const ClientActor& client, crypto::Role role = crypto::Role::client);
[[nodiscard]] crypto::Sender as_sender(const AdvisorActor& advisor,
                                       crypto::Role role = crypto::Role::advisor);

/// Who may commit what.
void add_commit_rules(Json& vectors, CommitScene& scene);

}  // namespace kiezel::vectors
