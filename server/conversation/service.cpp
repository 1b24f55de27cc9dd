// How conversation::Service begins a conversation and writes into it, and whom it lets in.
#include "server/conversation/service.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "crypto/client_keys.hpp"

namespace kiezel::conversation {

using core::ErrorCode;
using core::fail;
using core::Result;
using core::Task;

namespace {

core::ErrorData head_data(std::int64_t head_seq) {
  return {.retry_after_s = {}, .head_seq = head_seq, .revision = {}};
}

}  // namespace

Service::Service(const Dependencies& dependencies)
    : store_(dependencies.log_link, dependencies.vault_link, dependencies.keys, dependencies.bounds),
      desk_(dependencies.log_link, dependencies.keys),
      mailboxes_(dependencies.vault_link, dependencies.keys),
      work_(dependencies.log_link, dependencies.keys),
      advisors_(dependencies.advisors),
      clock_(dependencies.clock),
      random_(dependencies.random),
      erasures_(dependencies.log_link, dependencies.vault_link, dependencies.keys),
      idle_index_(dependencies.log_link, desk_, dependencies.keys),
      retention_(dependencies.retention),
      idle_(dependencies.idle),
      belongings_(dependencies.belongings),
      share_deleted_(dependencies.share_deleted) {}

Task<Result<protocol::ConversationCreateResult>> Service::create(core::Caller /*caller*/,
                                                                 protocol::ConversationCreateRequest request,
                                                                 crypto::LoginTranscript challenge) {
  const crypto::VerifyKey auth_key{request.auth_key};
  const core::MailboxId mailbox = crypto::mailbox_id(auth_key);
  const core::ConversationId conversation{request.conversation};
  challenge.id = crypto::login_id(mailbox);
  if (!crypto::verify_login(challenge, auth_key, crypto::Signature{request.signature}))
    co_return fail(ErrorCode::login_failed, "login signature of a new conversation");
  if (std::ranges::all_of(request.share, [](std::uint8_t byte) { return byte == 0; }))
    co_return fail(ErrorCode::invalid_params, "all-zero share");

  const auto accepted = judge_creation(conversation, request.entries,
                                       {.role = core::Role::client,
                                        .device = {},
                                        .listed_advisors = advisors_.listed_advisors(now_s()),
                                        .now_s = now_s()});
  if (!accepted) co_return fail(error_code(accepted.error()), "first entries of a conversation");

  const auto worked = co_await check_work(request.work, conversation, advisors_of(accepted->members));
  if (!worked) co_return std::unexpected(worked.error());

  // The vault first: what is left when the log half never comes opens nothing.
  const auto reserved = co_await store_.reserve({.conversation = conversation,
                                                 .mailbox = mailbox,
                                                 .auth_key = auth_key,
                                                 .share = request.share,
                                                 .now_s = static_cast<std::int64_t>(now_s())});
  if (!reserved) co_return std::unexpected(reserved.error());
  switch (reserved->kind) {
    case Reservation::Kind::reserved:
      break;
    case Reservation::Kind::mailbox_full:
      co_return fail(ErrorCode::too_large, "mailbox is full");
    case Reservation::Kind::taken:
      co_return fail(ErrorCode::conversation_exists, "share is another's");
    case Reservation::Kind::spent:
      co_return spent(reserved->wait_s);
  }

  const auto created = co_await store_.create({.conversation = conversation,
                                               .mailbox = mailbox,
                                               .entries = request.entries,
                                               .members = accepted->members,
                                               .head = accepted->head,
                                               .received_at = received_at(core::Role::client, now_s()),
                                               .now_s = static_cast<std::int64_t>(now_s())});
  if (!created) co_return std::unexpected(created.error());
  if (*created == CreateOutcome::taken) co_return fail(ErrorCode::conversation_exists, "other first entries");
  co_return protocol::ConversationCreateResult{static_cast<std::int64_t>(request.entries.size()) - 1};
}

Task<Result<protocol::ConversationAppendResult>> Service::append(
    core::Caller caller, protocol::ConversationAppendRequest request) {
  const core::ConversationId conversation{request.conversation};
  const auto entry = parse_entry(conversation, request.entry);
  if (!entry) co_return fail(error_code(entry.error()), "structure of an entry");

  const MembershipPointer kept = memberships_.find(conversation);
  Attempt last;
  if (kept) {
    last = co_await attempt(caller, *entry, kept);
    if (last.answer) co_return std::move(*last.answer);
  }
  // Not kept, or made old by a COMMIT that came through another shard: judge by what is current.
  const auto current = co_await load(conversation);
  if (!current) co_return co_await erased_before_or(current.error(), *entry);
  if (!kept || kept->commit_seq != (*current)->commit_seq) {
    last = co_await attempt(caller, *entry, *current);
    if (last.answer) co_return std::move(*last.answer);
  }
  if (!takes_part(caller, **current)) co_return not_there();
  co_return co_await repeat_or(std::move(last.refusal), *entry);
}

Task<Service::Attempt> Service::attempt(core::Caller caller, crypto::ParsedEntry entry,
                                        MembershipPointer membership) {
  if (!takes_part(caller, *membership)) co_return Attempt{{}, not_there().error()};
  auto facts = co_await facts_for(caller, entry);
  if (!facts) co_return Attempt{std::unexpected(facts.error()), {}};
  auto accepted = judge_entry(entry, *membership, *facts);
  if (!accepted) co_return Attempt{{}, {error_code(accepted.error()), "rules of an entry", {}}};

  const bool erases = entry.header().kind == crypto::EntryKind::erase;
  const auto outcome = co_await write(caller, std::move(*accepted), membership, facts->now_s);
  if (!outcome) co_return Attempt{std::unexpected(outcome.error()), {}};
  if (erases && outcome->kind == AppendOutcome::Kind::appended) {
    memberships_.forget(membership->conversation);
    const auto erased = co_await finish_erasing(membership->conversation);
    if (!erased) co_return Attempt{std::unexpected(erased.error()), {}};
  }
  switch (outcome->kind) {
    case AppendOutcome::Kind::appended:
    case AppendOutcome::Kind::repeated:
      co_return Attempt{protocol::ConversationAppendResult{
                            static_cast<std::int64_t>(entry.header().position.seq), outcome->received_at},
                        {}};
    case AppendOutcome::Kind::stale:
      co_return Attempt{fail(ErrorCode::stale_head, "another entry came first", head_data(outcome->head_seq)),
                        {}};
    case AppendOutcome::Kind::closed:
      co_return Attempt{fail(ErrorCode::conversation_closed, "closed"), {}};
    case AppendOutcome::Kind::full:
      co_return Attempt{fail(ErrorCode::conversation_closed, "full"), {}};
    case AppendOutcome::Kind::spent:
      co_return Attempt{spent(outcome->wait_s), {}};
    // Cards come by another method.
    case AppendOutcome::Kind::too_soon:
      break;
    case AppendOutcome::Kind::members_moved:
      co_return Attempt{{}, {ErrorCode::unavailable, "members changed during the append", {}}};
    case AppendOutcome::Kind::absent:
      memberships_.forget(membership->conversation);
      co_return Attempt{{}, not_there().error()};
  }
  co_return Attempt{fail(ErrorCode::internal_error, "unknown outcome of an append"), {}};
}

Task<Result<AppendOutcome>> Service::write(core::Caller caller, AcceptedEntry accepted,
                                           MembershipPointer membership, std::uint64_t now_s,
                                           std::optional<core::MailboxId> moves_to) {
  const crypto::EntryPosition& position = accepted.entry.header().position;
  const bool is_card = accepted.is_card;
  std::optional<MemberChange> change;
  if (accepted.members) change = MemberChange{position.epoch, std::move(*accepted.members)};
  const auto outcome = co_await store_.append({.membership = *membership,
                                               .kind = accepted.entry.header().kind,
                                               .sender = accepted.entry.header().sender,
                                               .seq = position.seq,
                                               .prev = position.prev,
                                               .hash = accepted.entry.hash(),
                                               .bytes = accepted.entry.bytes(),
                                               .received_at = received_at(caller.role, now_s),
                                               .role = caller.role,
                                               .now_s = static_cast<std::int64_t>(now_s),
                                               .change = change ? &*change : nullptr,
                                               .moves_to = moves_to,
                                               .is_card = is_card});
  if (outcome && outcome->kind == AppendOutcome::Kind::appended && change) {
    Membership next{*membership};
    next.epoch = change->epoch;
    next.commit_seq = position.seq;
    next.advisors = advisors_of(change->members);
    next.members = std::move(change->members);
    if (moves_to) next.left = {next.mailbox, static_cast<std::int64_t>(position.seq)};
    if (moves_to) next.mailbox = *moves_to;
    if (is_card) next.card_at = outcome->received_at;
    memberships_.put(std::make_shared<const Membership>(std::move(next)));
  }
  co_return outcome;
}

Task<Result<EntryFacts>> Service::facts_for(core::Caller caller, crypto::ParsedEntry entry) {
  EntryFacts facts{.role = caller.role, .device = {}, .listed_advisors = {}, .now_s = now_s()};
  if (entry.header().kind == crypto::EntryKind::commit) {
    facts.listed_advisors = advisors_.listed_advisors(facts.now_s);
    const auto permission = co_await permission_for(entry);
    if (!permission) co_return std::unexpected(permission.error());
    facts.permission_by = *permission;
  }
  if (caller.role != core::Role::advisor || entry.header().sender.bytes != caller.device.bytes)
    co_return facts;
  const auto device = co_await advisors_.active_device(caller.device, facts.now_s);
  if (!device) co_return std::unexpected(device.error());
  if (!*device || (*device)->advisor != caller.advisor)
    co_return fail(ErrorCode::forbidden, "device is not active");
  facts.device = (*device)->device;
  co_return facts;
}

Task<Result<std::optional<crypto::KeyId>>> Service::permission_for(crypto::ParsedEntry entry) {
  const auto commit = crypto::parse_commit(entry.payload());
  if (!commit || commit->auth_ref.is_zero()) co_return std::nullopt;
  co_return co_await store_.statement_by(entry.header().position.conversation, commit->auth_ref);
}

Task<Result<protocol::ConversationAppendResult>> Service::repeat_or(core::Error refusal,
                                                                    crypto::ParsedEntry entry) {
  const crypto::EntryPosition& position = entry.header().position;
  const auto stored = co_await store_.entry_at(position.conversation, position.seq);
  if (!stored) co_return std::unexpected(stored.error());
  if (!*stored || !std::ranges::equal((*stored)->bytes, entry.bytes()))
    co_return std::unexpected(std::move(refusal));
  co_return protocol::ConversationAppendResult{(*stored)->seq, (*stored)->received_at};
}

Task<Result<Service::MembershipPointer>> Service::load(core::ConversationId conversation) {
  auto found = co_await store_.membership(conversation);
  if (!found) co_return std::unexpected(found.error());
  auto kept = std::make_shared<const Membership>(std::move(found->membership));
  if (!found->is_there) co_return not_there();
  memberships_.put(kept);
  co_return kept;
}

Task<Result<Service::MembershipPointer>> Service::admit(core::Caller caller,
                                                        core::ConversationId conversation,
                                                        std::int64_t after) {
  const auto active = co_await still_active(caller);
  if (!active) co_return std::unexpected(active.error());
  MembershipPointer membership = memberships_.find(conversation);
  if (membership && takes_part(caller, *membership)) co_return membership;
  co_return co_await admit_now(caller, conversation, after);
}

Task<Result<Service::MembershipPointer>> Service::admit_now(core::Caller caller,
                                                            core::ConversationId conversation,
                                                            std::int64_t after) {
  const auto current = co_await load(conversation);
  if (!current) co_return std::unexpected(current.error());
  if (!takes_part(caller, **current) && !may_read_last(caller, **current, after)) co_return not_there();
  co_return *current;
}

Task<Result<void>> Service::still_active(core::Caller caller) {
  if (caller.role != core::Role::advisor) co_return Result<void>{};
  const auto device = co_await advisors_.active_device(caller.device, now_s());
  if (!device) co_return std::unexpected(device.error());
  if (!*device) co_return fail(ErrorCode::forbidden, "device is not active");
  co_return Result<void>{};
}

std::unexpected<core::Error> Service::not_there() {
  return fail(ErrorCode::not_found, "no such conversation for this caller");
}

std::unexpected<core::Error> Service::spent(std::int64_t wait_s) {
  return fail(ErrorCode::rate_limited, "the quota of a day", {.retry_after_s = wait_s});
}

std::uint64_t Service::now_s() const {
  return static_cast<std::uint64_t>(clock_.now().time_since_epoch().count());
}

}  // namespace kiezel::conversation
