#include "server/account/recovery_store.hpp"

#include "protocol/limits.hpp"
#include "server/account/let_in.lua.hpp"
#include "server/account/put_card.lua.hpp"

namespace kiezel::account {

using core::Result;
using core::Task;
using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;

RecoveryStore::RecoveryStore(redis::Client& log_link, redis::Client& vault_link, const redis::KeySpace& keys)
    : log_(log_link),
      vault_(vault_link),
      keys_(keys),
      put_card_("account_put_card", put_card_lua),
      let_in_("account_let_in", let_in_lua) {}

Task<Result<std::optional<std::int64_t>>> RecoveryStore::put_card(NewCard card) {
  const auto reply =
      co_await vault_.run(put_card_, Affinity{},
                          Keys{keys_.recovery_card(card.token_hash), keys_.recovery_card_of(card.advisor),
                               keys_.advisor_factors(card.advisor)},
                          Args{card.advisor, card.sealed, card.now_s, card.factor_is_fresh ? 1 : 0});
  if (!reply) co_return std::unexpected(reply.error());
  if (reply->is_nil()) co_return std::nullopt;
  const auto made_at = reply->as_integer();
  if (!made_at) co_return redis::unexpected_reply(put_card_.name());
  co_return *made_at;
}

Task<Result<std::optional<Card>>> RecoveryStore::card(crypto::Digest token_hash) {
  const auto reply = co_await vault_.execute(
      Affinity{}, Command{"HMGET", keys_.recovery_card(token_hash), "advisor", "sealed"});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != 2) co_return redis::unexpected_reply("HMGET");
  const auto advisor = core::AdvisorId::from(reply->elements[0].bytes());
  if (!advisor) co_return std::nullopt;
  co_return Card{*advisor, crypto::to_bytes(reply->elements[1].bytes())};
}

Task<Result<std::optional<std::int64_t>>> RecoveryStore::made_at(core::AdvisorId advisor) {
  const auto reply =
      co_await vault_.execute(Affinity{}, Command{"HGET", keys_.recovery_card_of(advisor), "made_at"});
  if (!reply) co_return std::unexpected(reply.error());
  co_return reply->as_integer();
}

Task<Result<void>> RecoveryStore::forget_card(core::AdvisorId advisor) {
  const std::string of = keys_.recovery_card_of(advisor);
  const auto key = co_await vault_.execute(Affinity{}, Command{"HGET", of, "key"});
  if (!key) co_return std::unexpected(key.error());
  if (key->is_nil()) co_return Result<void>{};
  const auto deleted = co_await vault_.execute(Affinity{}, Command{"DEL", key->text, of});
  if (!deleted) co_return std::unexpected(deleted.error());
  co_return Result<void>{};
}

Task<Result<void>> RecoveryStore::put_claim(core::AdvisorId advisor, Claim claim) {
  const std::string key = keys_.recovery_claim(advisor);
  const auto kept = co_await log_.execute(
      Affinity{}, Command{"HSET", key, "device", claim.device, "keys", claim.keys, "at", claim.at_s});
  if (!kept) co_return std::unexpected(kept.error());
  const auto expiring = co_await log_.execute(Affinity{}, Command{"EXPIRE", key, protocol::limits::claim_s});
  if (!expiring) co_return std::unexpected(expiring.error());
  co_return Result<void>{};
}

Task<Result<std::optional<Claim>>> RecoveryStore::claim(core::AdvisorId advisor) {
  const auto reply = co_await log_.execute(
      Affinity{}, Command{"HMGET", keys_.recovery_claim(advisor), "device", "keys", "at"});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != 3) co_return redis::unexpected_reply("HMGET");
  const auto device = core::DeviceId::from(reply->elements[0].bytes());
  if (!device) co_return std::nullopt;
  co_return Claim{*device, crypto::to_bytes(reply->elements[1].bytes()),
                  reply->elements[2].as_integer().value_or(0)};
}

Task<Result<void>> RecoveryStore::forget_claim(core::AdvisorId advisor) {
  const auto reply = co_await log_.execute(Affinity{}, Command{"DEL", keys_.recovery_claim(advisor)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return Result<void>{};
}

Task<Result<std::optional<std::vector<core::DeviceId>>>> RecoveryStore::let_in(core::AdvisorId advisor,
                                                                               core::DeviceId device,
                                                                               std::uint64_t now_s) {
  const auto reply =
      co_await log_.run(let_in_, Affinity{},
                        Keys{keys_.recovery_claim(advisor), keys_.advisor_devices(advisor),
                             keys_.device(device), keys_.revoked_devices(), keys_.accounts_version()},
                        Args{advisor, device, now_s, keys_.directory_hint()});
  if (!reply) co_return std::unexpected(reply.error());
  if (reply->is_nil()) co_return std::nullopt;
  if (!reply->is_array()) co_return redis::unexpected_reply(let_in_.name());
  std::vector<core::DeviceId> revoked;
  for (const redis::Reply& element : reply->elements) {
    const auto id = core::DeviceId::from(element.bytes());
    if (!id) co_return redis::unexpected_reply(let_in_.name());
    revoked.push_back(*id);
  }
  co_return revoked;
}

}  // namespace kiezel::account
