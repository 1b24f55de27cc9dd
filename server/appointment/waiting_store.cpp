#include "server/appointment/waiting_store.hpp"

#include <charconv>
#include <utility>

#include "server/appointment/offer_waiting.lua.hpp"
#include "server/appointment/pass_waiting.lua.hpp"
#include "server/appointment/put_waiting.lua.hpp"
#include "server/appointment/remove_waiting.lua.hpp"
#include "server/appointment/script_reply.hpp"
#include "server/appointment/waiting_list.lua.hpp"

namespace kiezel::appointment {

using core::Result;
using core::Task;
using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;
using redis::Reply;

namespace {

// Where waiting_list.lua puts what.
enum Field : std::size_t {
  field_conversation,
  field_advisor,
  field_wishes,
  field_made_at,
  field_hold,
  field_start,
  field_end,
  field_kinds,
  field_expires_at,
  field_missed,
  fields_count,
};

std::vector<std::int64_t> numbers_in(std::string_view text) {
  std::vector<std::int64_t> numbers;
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  while (at < end) {
    std::int64_t number = 0;
    const auto [next, error] = std::from_chars(at, end, number);
    if (error == std::errc()) numbers.push_back(number);
    at = next + 1;
  }
  return numbers;
}

// A bit for each kind, as a number.
std::int64_t mask_of(const std::vector<protocol::Kind>& kinds) {
  std::int64_t mask = 0;
  for (const protocol::Kind kind : kinds) mask |= std::int64_t{1} << static_cast<unsigned>(kind);
  return mask;
}

std::vector<protocol::Kind> kinds_in(std::int64_t mask) {
  std::vector<protocol::Kind> kinds;
  for (const auto kind : {protocol::Kind::call, protocol::Kind::in_person, protocol::Kind::with_school}) {
    if ((mask >> static_cast<unsigned>(kind)) & 1) kinds.push_back(kind);
  }
  return kinds;
}

std::optional<WaitingOffer> offer_at(const Reply& reply) {
  const auto hold = id_at<core::HoldId>(reply, field_hold);
  const auto start = integer_at(reply, field_start);
  const auto end = integer_at(reply, field_end);
  const auto kinds = integer_at(reply, field_kinds);
  const auto expires_at = integer_at(reply, field_expires_at);
  if (!hold || !start || !end || !kinds || !expires_at) return std::nullopt;
  return WaitingOffer{.hold = *hold,
                      .slot = {.start = instant(*start), .end = instant(*end)},
                      .kinds = kinds_in(*kinds),
                      .expires_at = instant(*expires_at)};
}

std::optional<Waiting> waiting_of(const Reply& reply) {
  if (!reply.is_array() || reply.elements.size() != fields_count) return std::nullopt;
  const auto conversation = id_at<core::ConversationId>(reply, field_conversation);
  const auto advisor = id_at<core::AdvisorId>(reply, field_advisor);
  const auto wishes = integer_at(reply, field_wishes);
  const auto made_at = integer_at(reply, field_made_at);
  if (!conversation || !advisor || !wishes || !made_at) return std::nullopt;
  return Waiting{.conversation = *conversation,
                 .advisor = *advisor,
                 .wishes = Wishes(static_cast<unsigned long long>(*wishes)),
                 .made_at = instant(*made_at),
                 .offer = offer_at(reply),
                 .missed = numbers_in(reply.elements[field_missed].text)};
}

}  // namespace

WaitingStore::WaitingStore(redis::Client& log_link, const redis::KeySpace& keys)
    : log_(log_link),
      keys_(keys),
      put_("appointment_put_waiting", put_waiting_lua),
      remove_("appointment_remove_waiting", remove_waiting_lua),
      offer_("appointment_offer_waiting", offer_waiting_lua),
      pass_("appointment_pass_waiting", pass_waiting_lua),
      list_("appointment_waiting_list", waiting_list_lua) {}

Task<Result<WaitStep>> WaitingStore::put(core::ConversationId conversation, core::MailboxId mailbox,
                                         core::AdvisorId advisor, Wishes wishes, sys_seconds now) {
  const auto reply = co_await log_.run(
      put_, Affinity{advisor},
      Keys{keys_.conversation(conversation), keys_.desk(advisor), keys_.waiting(conversation),
           keys_.waiting_list(advisor), keys_.waiting_advisors()},
      Args{conversation, mailbox, advisor, static_cast<std::int64_t>(wishes.to_ullong()), seconds(now),
           waiting_max});
  if (!reply) co_return std::unexpected(reply.error());
  const auto step = named<WaitStep>(
      outcome_of(*reply), {{"put", WaitStep::put}, {"full", WaitStep::full}, {"absent", WaitStep::absent}});
  if (!step) co_return redis::unexpected_reply(put_.name());
  co_return *step;
}

Task<Result<std::optional<Waiting>>> WaitingStore::find(core::ConversationId conversation) {
  auto reply = co_await log_.execute(
      Affinity{conversation}, Command{"HMGET", keys_.waiting(conversation), "advisor", "wishes", "made_at",
                                      "hold", "start", "end", "kinds", "expires_at", "missed"});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array()) co_return redis::unexpected_reply("HMGET");
  Reply id;
  id.kind = redis::Kind::bulk;
  id.text = std::string(crypto::as_text(conversation));
  reply->elements.insert(reply->elements.begin(), std::move(id));
  co_return waiting_of(*reply);
}

Task<Result<void>> WaitingStore::remove(core::ConversationId conversation, core::AdvisorId advisor) {
  const auto reply = co_await log_.run(
      remove_, Affinity{advisor},
      Keys{keys_.waiting(conversation), keys_.waiting_list(advisor), keys_.waiting_advisors()},
      Args{conversation, advisor});
  if (!reply) co_return std::unexpected(reply.error());
  co_return Result<void>{};
}

Task<Result<std::optional<core::MailboxId>>> WaitingStore::mailbox_of(core::ConversationId conversation) {
  const auto reply = co_await log_.execute(Affinity{conversation},
                                           Command{"HGET", keys_.conversation(conversation), "mailbox"});
  if (!reply) co_return std::unexpected(reply.error());
  co_return core::MailboxId::from(reply->bytes());
}

Task<Result<bool>> WaitingStore::begin_sweep(std::chrono::seconds every) {
  const auto reply = co_await log_.execute(
      Affinity{}, Command{"SET", keys_.waiting_swept(), "1", "NX", "EX", std::int64_t{every.count()}});
  if (!reply) co_return std::unexpected(reply.error());
  co_return !reply->is_nil();
}

Task<Result<std::vector<core::AdvisorId>>> WaitingStore::advisors() {
  const auto reply = co_await log_.execute(Affinity{}, Command{"SMEMBERS", keys_.waiting_advisors()});
  if (!reply) co_return std::unexpected(reply.error());
  std::vector<core::AdvisorId> advisors;
  for (std::size_t i = 0; i < reply->elements.size(); ++i) {
    if (const auto id = id_at<core::AdvisorId>(*reply, i)) advisors.push_back(*id);
  }
  co_return advisors;
}

Task<Result<std::vector<Waiting>>> WaitingStore::list(core::AdvisorId advisor) {
  // The key of a conversation of zeros, without the id.
  std::string begins = keys_.waiting(core::ConversationId{});
  begins.resize(begins.size() - 2 * core::ConversationId::byte_count);
  const auto reply = co_await log_.run(list_, Affinity{advisor}, Keys{keys_.waiting_list(advisor)},
                                       Args{begins, waiting_max});
  if (!reply) co_return std::unexpected(reply.error());
  std::vector<Waiting> list;
  for (const Reply& one : reply->elements) {
    if (auto waiting = waiting_of(one)) list.push_back(*std::move(waiting));
  }
  co_return list;
}

Task<Result<bool>> WaitingStore::offer(core::ConversationId conversation, WaitingOffer offer,
                                       sys_seconds now) {
  const auto reply = co_await log_.run(
      offer_, Affinity{conversation},
      Keys{keys_.waiting(conversation), keys_.conversation_appointment_changes(conversation)},
      Args{seconds(now), offer.hold, seconds(offer.slot.start), seconds(offer.slot.end), mask_of(offer.kinds),
           seconds(offer.expires_at), keys_.conversation_hint(conversation)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return outcome_of(*reply) == "offered";
}

Task<Result<void>> WaitingStore::pass(Waiting waiting, sys_seconds now) {
  const std::int64_t start = waiting.offer ? seconds(waiting.offer->slot.start) : 0;
  const auto reply =
      co_await log_.run(pass_, Affinity{waiting.advisor},
                        Keys{keys_.waiting(waiting.conversation), keys_.waiting_list(waiting.advisor)},
                        Args{waiting.conversation, seconds(now), start});
  if (!reply) co_return std::unexpected(reply.error());
  co_return Result<void>{};
}

}  // namespace kiezel::appointment
