// What people say in the vectors, sound unless a vector makes it otherwise.
#pragma once

#include "crypto/labels.hpp"
#include "crypto/statement.hpp"
#include "tests/vectors/scene.hpp"

namespace kiezel::vectors {

/// Of purpose "tell"; with the words that the action needs.
[[nodiscard]] inline crypto::Statement statement_of(crypto::Random& random,
                                                    const crypto::ConversationId& conversation,
                                                    crypto::StatementAction action,
                                                    const crypto::SigningKey& issuer) {
  using enum crypto::StatementAction;
  crypto::Statement said{.id = random.fixed<crypto::StatementId>(),
                         .conversation = conversation,
                         .issuer = issuer.verify_key(),
                         .action = action,
                         .issued_at_s = scene_now_s,
                         .text_template = 1};
  const bool asks = action == grant || action == propose || action == notice;
  if (asks || action == use) {
    said.whom = "de mentor";
    said.about = "dat het op dinsdag misging\ndat je hulp wilt";
  }
  if (asks) {
    said.text = "Mag ik dit vertellen aan de mentor?";
    said.language = crypto::Language::dutch_informal;
  }
  if (action == use || action == notice) said.told_at_s = scene_now_s - 60;
  if (action == notice) {
    said.why = "Er was gevaar en je was niet te bereiken.";
    said.consulted = "een collega";
  }
  if (action == decline) said.answer = crypto::Answer::talk_first;
  return said;
}

/// Signed as it stands, also when nobody would read it.
[[nodiscard]] inline crypto::Bytes signed_as_is(crypto::BytesView body, const crypto::SigningKey& issuer) {
  return crypto::join({body, crypto::sign(issuer, crypto::labels::statement, {body})});
}

}  // namespace kiezel::vectors
