#include "server/conversation/store.hpp"

#include <algorithm>

#include "protocol/limits.hpp"
#include "server/conversation/append.lua.hpp"
#include "server/conversation/create.lua.hpp"
#include "server/conversation/heads.lua.hpp"
#include "server/conversation/mailbox_store.hpp"
#include "server/conversation/pressure.hpp"
#include "server/conversation/read.lua.hpp"
#include "server/conversation/reserve.lua.hpp"
#include "server/conversation/script_reply.hpp"

namespace kiezel::conversation {

namespace {

using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;
using redis::Reply;

namespace limits = protocol::limits;

/// What membership() asks for.
constexpr std::size_t membership_fields = 7;

std::optional<Membership> membership_from(const core::ConversationId& conversation, const Reply& reply) {
  if (!reply.is_array() || reply.elements.size() != membership_fields) return std::nullopt;
  const auto mailbox = core::MailboxId::from(reply.elements[0].bytes());
  const auto epoch = integer_at(reply, 1);
  const auto commit_seq = integer_at(reply, 2);
  auto members = crypto::parse_members(reply.elements[3].bytes());
  if (!mailbox || !epoch || !commit_seq || !members) return std::nullopt;
  std::vector<core::AdvisorId> advisors = advisors_of(*members);
  const auto mailbox_before = core::MailboxId::from(reply.elements[4].bytes());
  const auto left_seq = integer_at(reply, 5);
  std::optional<Membership::Left> left;
  if (mailbox_before && left_seq) left = {*mailbox_before, *left_seq};
  return Membership{.conversation = conversation,
                    .mailbox = *mailbox,
                    .left = left,
                    .card_at = integer_at(reply, 6),
                    .epoch = static_cast<std::uint32_t>(*epoch),
                    .commit_seq = static_cast<std::uint64_t>(*commit_seq),
                    .members = std::move(*members),
                    .advisors = std::move(advisors)};
}

Reply stand_in_for_nobody() {
  const auto bulk = [](crypto::BytesView bytes) {
    return Reply{.kind = redis::Kind::bulk, .text = std::string(crypto::as_text(bytes))};
  };
  const Reply zero = bulk(crypto::as_bytes("0"));
  const Reply mailbox = bulk(core::MailboxId{});
  crypto::Member client{.role = crypto::Role::client};
  client.id.bytes.fill(1);
  crypto::Member advisor{.role = crypto::Role::advisor};
  advisor.id.bytes.fill(2);
  const Reply members = bulk(crypto::encode_members({client, advisor}));
  return {.kind = redis::Kind::array, .elements = {mailbox, zero, zero, members, {}, {}, {}}};
}

std::optional<AppendOutcome> append_outcome_from(const Reply& reply) {
  using Outcome = AppendOutcome::Kind;
  const std::string_view outcome = outcome_of(reply);
  if (outcome == "appended" || outcome == "repeated") {
    const auto received_at = integer_at(reply, 2);
    if (!received_at) return std::nullopt;
    return AppendOutcome{outcome == "appended" ? Outcome::appended : Outcome::repeated, *received_at};
  }
  if (outcome == "stale") {
    const auto head_seq = integer_at(reply, 1);
    if (!head_seq) return std::nullopt;
    return AppendOutcome{Outcome::stale, 0, *head_seq};
  }
  if (outcome == "too_soon" || outcome == "spent") {
    const auto wait_s = integer_at(reply, 1);
    if (!wait_s) return std::nullopt;
    return AppendOutcome{outcome == "spent" ? Outcome::spent : Outcome::too_soon, 0, 0, *wait_s};
  }
  if (outcome == "moved") return AppendOutcome{Outcome::members_moved};
  if (outcome == "closed") return AppendOutcome{Outcome::closed};
  if (outcome == "full") return AppendOutcome{Outcome::full};
  if (outcome == "absent") return AppendOutcome{Outcome::absent};
  return std::nullopt;
}

/// As append.lua tells them apart.
std::string_view name_of(crypto::EntryKind kind) {
  switch (kind) {
    case crypto::EntryKind::commit:
      return "commit";
    case crypto::EntryKind::statement:
      return "statement";
    case crypto::EntryKind::erase:
      return "erase";
    case crypto::EntryKind::message:
    case crypto::EntryKind::private_details:
      break;
  }
  return "other";
}

/// The desks that an entry touches: those of the members first, then those of whoever it removes.
struct Desks {
  std::vector<core::AdvisorId> advisors;
  std::size_t removed = 0;
};

Desks desks_of(const Addition& addition) {
  if (addition.change == nullptr) return {addition.membership.advisors, 0};
  Desks desks{advisors_of(addition.change->members), 0};
  const std::size_t staying = desks.advisors.size();
  for (const core::AdvisorId& before : addition.membership.advisors) {
    if (std::ranges::find(desks.advisors, before) == desks.advisors.end()) desks.advisors.push_back(before);
  }
  desks.removed = desks.advisors.size() - staying;
  return desks;
}

}  // namespace

Store::Store(redis::Client& log_link, redis::Client& vault_link, const redis::KeySpace& keys, Bounds bounds)
    : log_(log_link),
      vault_(vault_link),
      keys_(keys),
      bounds_(bounds),
      stand_in_(stand_in_for_nobody()),
      reserve_("conversation_reserve", reserve_lua),
      create_("conversation_create", create_lua),
      append_("conversation_append", append_lua),
      read_("conversation_read", read_lua),
      heads_("conversation_heads", heads_lua) {}

core::Task<core::Result<Reservation>> Store::reserve(Founding founding) {
  const core::MailboxId& mailbox = founding.mailbox;
  const Today today = today_at(founding.now_s);
  Keys keys{keys_.mailbox(mailbox), keys_.share(founding.conversation), keys_.mailbox_today(mailbox)};
  Args args{founding.auth_key,
            mailbox_field(founding.conversation),
            founding.share,
            limits::conversations_max,
            today.number,
            today.left_s,
            bounds_.today.conversations};
  const auto reply = co_await vault_.run(reserve_, Affinity{mailbox}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  const std::string_view outcome = outcome_of(*reply);
  if (outcome == "reserved") co_return Reservation{Reservation::Kind::reserved};
  if (outcome == "full") co_return Reservation{Reservation::Kind::mailbox_full};
  if (outcome == "exists") co_return Reservation{Reservation::Kind::taken};
  const auto wait_s = integer_at(*reply, 1);
  if (outcome == "spent" && wait_s) co_return Reservation{Reservation::Kind::spent, *wait_s};
  co_return redis::unexpected_reply(reserve_.name());
}

core::Task<core::Result<CreateOutcome>> Store::create(Creation creation) {
  Keys keys{keys_.conversation(creation.conversation), keys_.log(creation.conversation), keys_.pressure(),
            keys_.idle()};
  Args args{creation.conversation,
            creation.mailbox,
            crypto::encode_members({creation.members.begin(), creation.members.end()}),
            creation.head,
            creation.received_at,
            keys_.conversation_hint(creation.conversation),
            creation.now_s,
            pressure_half_life_s,
            pressure_life_s,
            creation.entries.size()};
  for (const crypto::Bytes& entry : creation.entries) args.add(entry);
  for (const core::AdvisorId& advisor : advisors_of({creation.members.begin(), creation.members.end()})) {
    keys.add(keys_.desk(advisor)).add(keys_.desk_counter(advisor)).add(keys_.desk_pressure(advisor));
    args.add(keys_.advisor_hint(advisor));
  }
  const auto reply =
      co_await log_.run(create_, Affinity{creation.conversation}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  const std::string_view outcome = outcome_of(*reply);
  if (outcome == "created") co_return CreateOutcome::created;
  if (outcome == "repeated") co_return CreateOutcome::repeated;
  if (outcome == "exists") co_return CreateOutcome::taken;
  co_return redis::unexpected_reply(create_.name());
}

core::Task<core::Result<AppendOutcome>> Store::append(Addition addition) {
  const core::ConversationId conversation = addition.membership.conversation;
  const Desks desks = desks_of(addition);
  const bool by_client = addition.role == core::Role::client;
  const WritingQuota& quota = by_client ? bounds_.today.client : bounds_.today.advisor;
  const Today today = today_at(addition.now_s);
  Keys keys{keys_.conversation(conversation),
            keys_.log(conversation),
            keys_.written_today(conversation, addition.role),
            keys_.statements(conversation),
            keys_.retention(),
            keys_.erasing(),
            keys_.idle()};
  Args args{addition.seq,      addition.prev, addition.membership.commit_seq, conversation,
            addition.bytes,    addition.hash, addition.received_at,           bounds_.entries_max,
            bounds_.bytes_max, desks.removed};
  if (addition.change == nullptr) {
    args.add("").add("");
  } else {
    args.add(addition.change->epoch).add(crypto::encode_members(addition.change->members));
  }
  if (addition.moves_to) {
    args.add(*addition.moves_to);
  } else {
    args.add("");
  }
  if (addition.is_card) {
    args.add(limits::card_interval_s);
  } else {
    args.add("");
  }
  args.add(today.number).add(today.left_s).add(quota.entries).add(quota.bytes);
  args.add(name_of(addition.kind)).add(by_client ? "client" : "advisor");
  args.add(addition.sender).add(addition.now_s).add(keys_.conversation_hint(conversation));
  for (const core::AdvisorId& advisor : desks.advisors) {
    keys.add(keys_.desk(advisor)).add(keys_.desk_counter(advisor));
    args.add(keys_.advisor_hint(advisor));
  }
  const auto reply = co_await log_.run(append_, Affinity{conversation}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  const auto outcome = append_outcome_from(*reply);
  if (!outcome) co_return redis::unexpected_reply(append_.name());
  co_return *outcome;
}

core::Task<core::Result<Lookup>> Store::membership(core::ConversationId conversation) {
  auto reply = co_await log_.execute(
      Affinity{conversation}, Command{"HMGET", keys_.conversation(conversation), "mailbox", "epoch",
                                      "commit_seq", "members", "mailbox_before", "left_seq", "card_at"});
  if (!reply) co_return std::unexpected(reply.error());
  const bool is_there =
      !reply->is_array() || reply->elements.size() != membership_fields || !reply->elements[0].is_nil();
  if (!is_there) *reply = stand_in_;
  auto membership = membership_from(conversation, *reply);
  if (!membership) co_return redis::unexpected_reply("HMGET");
  co_return Lookup{std::move(*membership), is_there};
}

core::Task<core::Result<std::optional<std::int64_t>>> Store::head_seq(core::ConversationId conversation) {
  const auto reply = co_await log_.execute(Affinity{conversation},
                                           Command{"HGET", keys_.conversation(conversation), "head_seq"});
  if (!reply) co_return std::unexpected(reply.error());
  co_return reply->as_integer();
}

core::Task<core::Result<std::optional<Page>>> Store::read(core::ConversationId conversation,
                                                          std::uint64_t commit_seq, std::int64_t after) {
  auto reply = co_await log_.run(
      read_, Affinity{conversation}, Keys{keys_.conversation(conversation), keys_.log(conversation)},
      Args{commit_seq, after, limits::entries_page_bytes_max, limits::entries_page_max});
  if (!reply) co_return std::unexpected(reply.error());
  const std::string_view outcome = outcome_of(*reply);
  if (outcome == "moved" || outcome == "absent") co_return std::nullopt;
  const auto head_seq = integer_at(*reply, 1);
  if (outcome != "page" || !head_seq || reply->elements.size() % 3 != 2)
    co_return redis::unexpected_reply(read_.name());

  Page page{*head_seq, {}};
  page.entries.reserve(reply->elements.size() / 3);
  for (std::size_t i = 2; i < reply->elements.size(); i += 3) {
    const auto seq = integer_at(*reply, i);
    const auto received_at = integer_at(*reply, i + 1);
    if (!seq || !received_at) co_return redis::unexpected_reply(read_.name());
    page.entries.push_back({*seq, *received_at, crypto::to_bytes(reply->elements[i + 2].bytes())});
  }
  co_return page;
}

core::Task<core::Result<std::optional<StoredEntry>>> Store::entry_at(core::ConversationId conversation,
                                                                     std::uint64_t seq) {
  const std::string id = std::to_string(seq + 1) + "-0";
  const auto reply =
      co_await log_.execute(Affinity{conversation}, Command{"XRANGE", keys_.log(conversation), id, id});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array()) co_return redis::unexpected_reply("XRANGE");
  if (reply->elements.empty()) co_return std::nullopt;
  const Reply& found = reply->elements.front();
  if (!found.is_array() || found.elements.size() != 2) co_return redis::unexpected_reply("XRANGE");
  const Reply* entry = found.elements[1].field("e");
  const Reply* time = found.elements[1].field("t");
  const auto received_at = time == nullptr ? std::nullopt : time->as_integer();
  if (entry == nullptr || !received_at) co_return redis::unexpected_reply("XRANGE");
  co_return StoredEntry{static_cast<std::int64_t>(seq), *received_at, crypto::to_bytes(entry->bytes())};
}

}  // namespace kiezel::conversation
