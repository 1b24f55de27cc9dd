// New words for a client: the conversation moves from the mailbox of the old words to that of the new ones
// (crypto/KZ1.md 5.4, protocol/README.md, "New words").
//
//   vault: join the new mailbox -> log: COMMIT and mailbox in one script -> vault: leave the old mailbox
//
// The middle step decides. Whatever stops between two of them, the words of exactly one mailbox open the
// conversation, and asking again finishes it.
#include <algorithm>
#include <utility>

#include "crypto/client_keys.hpp"
#include "server/conversation/service.hpp"

namespace kiezel::conversation {

using core::ErrorCode;
using core::fail;
using core::Result;
using core::Task;

using Rekeyed = Result<protocol::ConversationRekeyResult>;

Task<Rekeyed> Service::rekey(core::Caller caller, protocol::ConversationRekeyRequest request,
                             crypto::LoginTranscript challenge) {
  const crypto::VerifyKey auth_key{request.auth_key};
  const core::MailboxId mailbox = crypto::mailbox_id(auth_key);
  challenge.id = crypto::login_id(mailbox);
  if (!crypto::verify_login(challenge, auth_key, crypto::Signature{request.signature}))
    co_return fail(ErrorCode::login_failed, "login signature of a new mailbox");
  const core::ConversationId conversation{request.conversation};
  const auto entry = parse_entry(conversation, request.entry);
  if (!entry) co_return fail(error_code(entry.error()), "structure of an entry");
  // Rare and grave: judged by what is current, never by what is kept.
  const auto membership = co_await load(conversation);
  if (!membership) co_return std::unexpected(membership.error());
  if ((*membership)->mailbox == mailbox) {
    const auto repeated = co_await finish_move(**membership, *entry);
    if (!repeated) co_return std::unexpected(repeated.error());
    if (*repeated) co_return **repeated;
    // Words that do not change: the last step would take the conversation out of its only mailbox.
    co_return fail(ErrorCode::commit_refused, "the mailbox is the present one");
  }
  if (!takes_part(caller, **membership))
    co_return fail(ErrorCode::not_found, "not the caller's conversation");
  co_return co_await move({caller, *entry, *membership}, {mailbox, auth_key});
}

Task<Result<std::optional<protocol::ConversationRekeyResult>>> Service::finish_move(
    const Membership& membership, crypto::ParsedEntry entry) {
  using Finished = Result<std::optional<protocol::ConversationRekeyResult>>;
  const crypto::EntryPosition& position = entry.header().position;
  if (!membership.left || std::cmp_not_equal(membership.left->seq, position.seq)) co_return Finished{};
  const std::optional<Membership::Left> left = membership.left;
  const auto stored = co_await store_.entry_at(position.conversation, position.seq);
  if (!stored) co_return std::unexpected(stored.error());
  if (!*stored || !std::ranges::equal((*stored)->bytes, entry.bytes())) co_return Finished{};
  const auto gone = co_await mailboxes_.leave(left->mailbox, position.conversation);
  if (!gone) co_return std::unexpected(gone.error());
  co_return protocol::ConversationRekeyResult{(*stored)->seq, (*stored)->received_at};
}

Task<Rekeyed> Service::move(Rekeying rekeying, NewMailbox next) {
  const auto& [caller, entry, membership] = rekeying;
  auto facts = co_await facts_for(caller, entry);
  if (!facts) co_return std::unexpected(facts.error());
  facts->course = Course::rekey;
  // Whoever has not read the latest COMMIT reads on and makes the entry anew.
  if (entry.header().position.epoch <= membership->epoch) {
    const auto head_seq = co_await store_.head_seq(membership->conversation);
    if (!head_seq) co_return std::unexpected(head_seq.error());
    co_return fail(ErrorCode::stale_head, "another commit came first", {.head_seq = head_seq->value_or(0)});
  }
  auto accepted = judge_entry(entry, *membership, *facts);
  if (!accepted) co_return fail(error_code(accepted.error()), "rules of new words");
  // Before anything is written: refused too soon, a card leaves no mailbox behind.
  if (accepted->is_card && membership->card_at) {
    const auto wait_s =
        *membership->card_at + protocol::limits::card_interval_s - static_cast<std::int64_t>(facts->now_s);
    if (wait_s > 0) co_return too_soon(wait_s);
  }
  const core::ConversationId conversation = membership->conversation;
  if (membership->left) {
    // An earlier move that was cut off before its last step.
    const auto gone = co_await mailboxes_.leave(membership->left->mailbox, conversation);
    if (!gone) co_return std::unexpected(gone.error());
  }
  const auto joined = co_await mailboxes_.join(next.id, next.auth_key, conversation);
  if (!joined) co_return std::unexpected(joined.error());
  if (!*joined) co_return fail(ErrorCode::too_large, "mailbox is full");
  const auto outcome = co_await write(caller, std::move(*accepted), membership, facts->now_s, next.id);
  if (!outcome) co_return std::unexpected(outcome.error());
  const auto answer = answer_to(*outcome, entry.header().position.seq);
  if (!answer) co_return std::unexpected(answer.error());
  const auto gone = co_await mailboxes_.leave(membership->mailbox, conversation);
  if (!gone) co_return std::unexpected(gone.error());
  co_return answer;
}

Rekeyed Service::answer_to(const AppendOutcome& outcome, std::uint64_t seq) {
  switch (outcome.kind) {
    case AppendOutcome::Kind::appended:
    case AppendOutcome::Kind::repeated:
      return protocol::ConversationRekeyResult{static_cast<std::int64_t>(seq), outcome.received_at};
    case AppendOutcome::Kind::stale:
      return fail(ErrorCode::stale_head, "another entry came first", {.head_seq = outcome.head_seq});
    // Another COMMIT came between our reading and our writing: whoever asks again hears of it.
    case AppendOutcome::Kind::members_moved:
      return fail(ErrorCode::unavailable, "members changed during the move");
    case AppendOutcome::Kind::closed:
    case AppendOutcome::Kind::full:
      return fail(ErrorCode::conversation_closed, "closed or full");
    case AppendOutcome::Kind::too_soon:
      return too_soon(outcome.wait_s);
    case AppendOutcome::Kind::spent:
      return spent(outcome.wait_s);
    case AppendOutcome::Kind::absent:
      return not_there();
  }
  return fail(ErrorCode::internal_error, "unknown outcome of a move");
}

std::unexpected<core::Error> Service::too_soon(std::int64_t wait_s) {
  return fail(ErrorCode::rate_limited, "a card was given today", {.retry_after_s = wait_s});
}

}  // namespace kiezel::conversation
