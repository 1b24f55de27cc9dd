#include "server/account/store.hpp"

#include <algorithm>

#include "crypto/device_certificate.hpp"
#include "protocol/limits.hpp"
#include "server/account/count_try.lua.hpp"
#include "server/account/enrol.lua.hpp"
#include "server/account/keep_share.lua.hpp"
#include "server/account/publish_prekey.lua.hpp"
#include "server/account/set_state.lua.hpp"

namespace kiezel::account {

namespace {

using protocol::AccountState;
using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;
using redis::Reply;

namespace limits = protocol::limits;

constexpr std::int64_t tries_life_s = 3600;
/// Magic, advisor and device come before it (crypto/KZ1.md 5.7).
constexpr std::size_t prekey_number_offset = 34;

AccountState state_from(std::string_view word) {
  for (const AccountState state : {AccountState::pending, AccountState::approved, AccountState::suspended}) {
    if (protocol::name(state) == word) return state;
  }
  return AccountState::unknown;
}

template <std::size_t N>
bool copy_exactly(crypto::BytesView from, std::array<std::uint8_t, N>& to) {
  if (from.size() != N) return false;
  std::ranges::copy(from, to.begin());
  return true;
}

}  // namespace

Store::Store(redis::Client& log_link, redis::Client& vault_link, const redis::KeySpace& keys)
    : log_(log_link),
      vault_(vault_link),
      keys_(keys),
      keep_share_("account_keep_share", keep_share_lua),
      enrol_("account_enrol", enrol_lua),
      publish_prekey_("account_publish_prekey", publish_prekey_lua),
      count_try_("account_count_try", count_try_lua),
      set_state_("account_set_state", set_state_lua) {}

core::Task<core::Result<std::optional<crypto::VerifyKey>>> Store::auth_key(core::MailboxId mailbox) {
  const auto reply =
      co_await vault_.execute(Affinity{mailbox}, Command{"HGET", keys_.mailbox(mailbox), "auth_key"});
  if (!reply) co_return std::unexpected(reply.error());
  co_return crypto::VerifyKey::from(reply->bytes());
}

core::Task<core::Result<void>> Store::put_invitation(crypto::Digest token_hash, Invitation invitation,
                                                     std::uint64_t life_s) {
  const std::string key = keys_.invitation(token_hash);
  const auto stored = co_await log_.execute(
      Affinity{}, Command{"HSET", key, "name", invitation.name, "expires_at", invitation.expires_s});
  if (!stored) co_return std::unexpected(stored.error());
  const auto expiring = co_await log_.execute(Affinity{}, Command{"EXPIRE", key, life_s});
  if (!expiring) co_return std::unexpected(expiring.error());
  co_return core::Result<void>{};
}

core::Task<core::Result<std::optional<Invitation>>> Store::invitation(crypto::Digest token_hash) {
  const auto reply = co_await log_.execute(
      Affinity{}, Command{"HMGET", keys_.invitation(token_hash), "name", "expires_at", "advisor"});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != 3) co_return redis::unexpected_reply("HMGET");
  const auto expires_at = reply->elements[1].as_integer();
  if (!expires_at) co_return std::nullopt;
  co_return Invitation{reply->elements[0].text, static_cast<std::uint64_t>(*expires_at),
                       !reply->elements[2].is_nil()};
}

core::Task<core::Result<bool>> Store::keep_share(core::DeviceId device, DeviceShare share) {
  const auto reply = co_await vault_.run(keep_share_, Affinity{device}, Keys{keys_.device_share(device)},
                                         Args{share.share, share.token_hash});
  if (!reply) co_return std::unexpected(reply.error());
  const auto kept = reply->as_integer();
  if (!kept) co_return redis::unexpected_reply(keep_share_.name());
  co_return *kept == 1;
}

core::Task<core::Result<EnrolOutcome>> Store::enrol(Enrolment enrolment) {
  using Kind = EnrolOutcome::Kind;
  const crypto::Bytes device_keys = crypto::join({enrolment.certificate, enrolment.prekey});
  const auto reply =
      co_await log_.run(enrol_, Affinity{},
                        Keys{keys_.invitation(enrolment.invitation), keys_.advisor(enrolment.advisor),
                             keys_.advisor_devices(enrolment.advisor), keys_.device(enrolment.device),
                             keys_.advisors(), keys_.enrolments(), keys_.accounts_version()},
                        Args{enrolment.now_s, enrolment.advisor, enrolment.device, enrolment.identity_key,
                             device_keys, limits::devices_max, keys_.directory_hint()});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.empty()) co_return redis::unexpected_reply(enrol_.name());
  const std::string& outcome = reply->elements[0].text;
  if (outcome == "invalid") co_return EnrolOutcome{Kind::invitation_invalid, AccountState::unknown};
  if (outcome == "device") co_return EnrolOutcome{Kind::device_refused, AccountState::unknown};
  if (outcome != "enrolled" || reply->elements.size() != 2) co_return redis::unexpected_reply(enrol_.name());
  co_return EnrolOutcome{Kind::enrolled, state_from(reply->elements[1].text)};
}

core::Task<core::Result<crypto::Bytes>> Store::certificate(core::AdvisorId advisor, core::DeviceId device) {
  const auto reply =
      co_await log_.execute(Affinity{advisor}, Command{"HGET", keys_.advisor_devices(advisor), device});
  if (!reply) co_return std::unexpected(reply.error());
  const auto device_keys = reply->bytes();
  co_return crypto::to_bytes(
      device_keys.first(std::min(device_keys.size(), crypto::device_certificate_bytes)));
}

core::Task<core::Result<PrekeyOutcome>> Store::publish_prekey(core::AdvisorId advisor, core::DeviceId device,
                                                              std::uint32_t number,
                                                              crypto::BytesView prekey) {
  const auto reply =
      co_await log_.run(publish_prekey_, Affinity{advisor}, Keys{keys_.advisor_devices(advisor)},
                        Args{device, prekey, number, crypto::device_certificate_bytes, prekey_number_offset});
  if (!reply) co_return std::unexpected(reply.error());
  if (reply->text == "published") co_return PrekeyOutcome::published;
  if (reply->text == "old") co_return PrekeyOutcome::not_newer;
  if (reply->text == "absent") co_return PrekeyOutcome::no_such_device;
  co_return redis::unexpected_reply(publish_prekey_.name());
}

core::Task<core::Result<std::optional<DeviceShare>>> Store::device_share(core::DeviceId device) {
  const auto reply = co_await vault_.execute(
      Affinity{device}, Command{"HMGET", keys_.device_share(device), "share", "token_hash"});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != 2) co_return redis::unexpected_reply("HMGET");
  if (reply->elements[0].is_nil()) co_return std::nullopt;
  DeviceShare share;
  if (!copy_exactly(reply->elements[0].bytes(), share.share) ||
      !copy_exactly(reply->elements[1].bytes(), share.token_hash))
    co_return redis::unexpected_reply("HMGET");
  co_return share;
}

core::Task<core::Result<Store::Tries>> Store::count_try(core::DeviceId device) {
  const auto reply = co_await vault_.run(count_try_, Affinity{device}, Keys{keys_.device_share_tries(device)},
                                         Args{tries_life_s});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != 2) co_return redis::unexpected_reply(count_try_.name());
  co_return Tries{reply->elements[0].integer, reply->elements[1].integer};
}

core::Task<core::Result<std::optional<core::AdvisorId>>> Store::owner(core::DeviceId device) {
  const auto reply = co_await log_.execute(Affinity{device}, Command{"GET", keys_.device(device)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return core::AdvisorId::from(reply->bytes());
}

core::Task<core::Result<Advisor>> Store::advisor(core::AdvisorId id) {
  const auto reply =
      co_await log_.execute(Affinity{id}, Command{"HMGET", keys_.advisor(id), "aik", "name", "state"});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != 3) co_return redis::unexpected_reply("HMGET");
  const auto identity_key = crypto::VerifyKey::from(reply->elements[0].bytes());
  if (!identity_key) co_return Advisor{id, {}, {}, AccountState::unknown};
  co_return Advisor{id, *identity_key, reply->elements[1].text, state_from(reply->elements[2].text)};
}

core::Task<core::Result<std::vector<core::AdvisorId>>> Store::advisors() {
  co_return co_await members(keys_.advisors());
}

core::Task<core::Result<std::vector<core::AdvisorId>>> Store::pending() {
  co_return co_await members(keys_.enrolments());
}

core::Task<core::Result<std::vector<core::AdvisorId>>> Store::members(std::string key) {
  const auto reply = co_await log_.execute(Affinity{}, Command{"SMEMBERS", key});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array()) co_return redis::unexpected_reply("SMEMBERS");
  std::vector<core::AdvisorId> ids;
  for (const Reply& member : reply->elements) {
    const auto id = core::AdvisorId::from(member.bytes());
    if (!id) co_return redis::unexpected_reply("SMEMBERS");
    ids.push_back(*id);
  }
  std::ranges::sort(ids);
  co_return ids;
}

core::Task<core::Result<bool>> Store::set_state(core::AdvisorId id, protocol::AccountState state) {
  const auto reply = co_await log_.run(set_state_, Affinity{id},
                                       Keys{keys_.advisor(id), keys_.enrolments(), keys_.accounts_version()},
                                       Args{id, protocol::name(state), keys_.directory_hint()});
  if (!reply) co_return std::unexpected(reply.error());
  const auto known = reply->as_integer();
  if (!known) co_return redis::unexpected_reply(set_state_.name());
  co_return *known == 1;
}

}  // namespace kiezel::account
