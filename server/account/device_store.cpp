#include "server/account/device_store.hpp"

#include <algorithm>

#include "crypto/device_certificate.hpp"
#include "protocol/limits.hpp"
#include "server/account/admit.lua.hpp"
#include "server/account/bundle_part.lua.hpp"
#include "server/account/join.lua.hpp"
#include "server/account/put_offer.lua.hpp"
#include "server/account/renew.lua.hpp"
#include "server/account/revoke.lua.hpp"

namespace kiezel::account {

namespace {

using core::Result;
using core::Task;
using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;

namespace limits = protocol::limits;

std::optional<Offer> offer_from(const std::vector<redis::Reply>& fields) {
  const auto token_hash = crypto::Digest::from(fields[1].bytes());
  if (!token_hash) return std::nullopt;
  Offer offer{crypto::to_bytes(fields[0].bytes()), *token_hash, {}};
  if (fields[2].is_nil()) return offer;
  const auto advisor = core::AdvisorId::from(fields[2].bytes());
  const auto parts = fields[5].as_integer();
  if (!advisor || !parts) return std::nullopt;
  offer.admission = Offer::Admission{*advisor, crypto::to_bytes(fields[3].bytes()),
                                     crypto::to_bytes(fields[4].bytes()), *parts};
  return offer;
}

}  // namespace

DeviceStore::DeviceStore(redis::Client& log_link, redis::Client& vault_link, const redis::KeySpace& keys)
    : log_(log_link),
      vault_(vault_link),
      keys_(keys),
      put_offer_("account_put_offer", put_offer_lua),
      bundle_part_("account_bundle_part", bundle_part_lua),
      admit_("account_admit", admit_lua),
      join_("account_join", join_lua),
      renew_("account_renew", renew_lua),
      revoke_("account_revoke", revoke_lua) {}

Task<Result<DeviceStore::OfferOutcome>> DeviceStore::put_offer(crypto::OfferId id, crypto::Bytes offer,
                                                               crypto::Digest token_hash,
                                                               std::uint64_t now_s) {
  using Kind = OfferOutcome::Kind;
  const auto reply =
      co_await vault_.run(put_offer_, Affinity{}, Keys{keys_.device_offer(id), keys_.device_offers()},
                          Args{id, offer, token_hash, now_s, limits::offer_s, limits::offers_max});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.empty()) co_return redis::unexpected_reply(put_offer_.name());
  const std::string& outcome = reply->elements[0].text;
  if (outcome == "taken") co_return OfferOutcome{Kind::taken, 0};
  if (outcome == "full") co_return OfferOutcome{Kind::full, 0};
  if (outcome != "offered" || reply->elements.size() != 2)
    co_return redis::unexpected_reply(put_offer_.name());
  co_return OfferOutcome{Kind::offered, reply->elements[1].integer};
}

Task<Result<std::optional<Offer>>> DeviceStore::offer(crypto::OfferId id) {
  const auto reply =
      co_await vault_.execute(Affinity{}, Command{"HMGET", keys_.device_offer(id), "offer", "token_hash",
                                                  "advisor", "certificate", "head", "parts"});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != 6) co_return redis::unexpected_reply("HMGET");
  if (reply->elements[0].is_nil()) co_return std::nullopt;
  auto offer = offer_from(reply->elements);
  if (!offer) co_return redis::unexpected_reply("HMGET");
  co_return offer;
}

Task<Result<bool>> DeviceStore::put_part(crypto::OfferId id, BundlePart part) {
  const auto reply = co_await vault_.run(
      bundle_part_, Affinity{},
      Keys{keys_.device_offer(id), keys_.device_bundle(id), keys_.device_bundle_of(part.advisor)},
      Args{part.advisor, part.index, part.parts, part.part, limits::offer_s});
  if (!reply) co_return std::unexpected(reply.error());
  co_return reply->as_integer() == 1;
}

Task<Result<std::optional<std::int64_t>>> DeviceStore::admit(crypto::OfferId id, Offer::Admission admission,
                                                             std::uint64_t now_s) {
  const auto reply = co_await vault_.run(
      admit_, Affinity{}, Keys{keys_.device_offer(id), keys_.device_bundle(id)},
      Args{admission.advisor, admission.certificate, admission.head, now_s, limits::offer_s});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.empty()) co_return redis::unexpected_reply(admit_.name());
  if (reply->elements[0].text == "absent") co_return std::nullopt;
  if (reply->elements.size() != 2) co_return redis::unexpected_reply(admit_.name());
  co_return reply->elements[1].integer;
}

Task<Result<crypto::Bytes>> DeviceStore::part(crypto::OfferId id, std::int64_t index) {
  const auto reply =
      co_await vault_.execute(Affinity{}, Command{"HGET", keys_.device_bundle(id), std::to_string(index)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return crypto::to_bytes(reply->bytes());
}

Task<Result<void>> DeviceStore::forget_offer(crypto::OfferId id, core::AdvisorId advisor) {
  const auto deleted = co_await vault_.execute(
      Affinity{},
      Command{"DEL", keys_.device_offer(id), keys_.device_bundle(id), keys_.device_bundle_of(advisor)});
  if (!deleted) co_return std::unexpected(deleted.error());
  const auto removed = co_await vault_.execute(Affinity{}, Command{"ZREM", keys_.device_offers(), id});
  if (!removed) co_return std::unexpected(removed.error());
  co_return Result<void>{};
}

Task<Result<bool>> DeviceStore::join(core::AdvisorId advisor, core::DeviceId device, crypto::Bytes keys) {
  const auto reply =
      co_await log_.run(join_, Affinity{},
                        Keys{keys_.advisor(advisor), keys_.advisor_devices(advisor), keys_.device(device),
                             keys_.revoked_devices(), keys_.accounts_version()},
                        Args{advisor, device, keys, limits::devices_max, keys_.directory_hint()});
  if (!reply) co_return std::unexpected(reply.error());
  co_return reply->as_integer() == 1;
}

Task<Result<bool>> DeviceStore::renew(core::AdvisorId advisor, core::DeviceId device,
                                      crypto::BytesView certificate) {
  const auto reply = co_await log_.run(
      renew_, Affinity{},
      Keys{keys_.advisor_devices(advisor), keys_.retired_certificates(advisor), keys_.accounts_version()},
      Args{device, certificate, crypto::device_certificate_bytes, limits::retired_devices_max,
           keys_.directory_hint()});
  if (!reply) co_return std::unexpected(reply.error());
  co_return reply->as_integer() == 1;
}

Task<Result<bool>> DeviceStore::revoke(core::DeviceId device, std::optional<core::AdvisorId> advisor,
                                       std::uint64_t now_s) {
  const crypto::Bytes owner = advisor ? crypto::to_bytes(advisor->view()) : crypto::Bytes{};
  const auto reply = co_await log_.run(
      revoke_, Affinity{}, Keys{keys_.device(device), keys_.revoked_devices(), keys_.accounts_version()},
      Args{device, owner, now_s, keys_.directory_hint()});
  if (!reply) co_return std::unexpected(reply.error());
  co_return reply->as_integer() == 1;
}

Task<Result<void>> DeviceStore::permit_factor(core::DeviceId device) {
  const auto reply = co_await vault_.execute(
      Affinity{device}, Command{"SET", keys_.factor_permit(device), "1", "EX", factor_permit_s});
  if (!reply) co_return std::unexpected(reply.error());
  co_return Result<void>{};
}

Task<Result<void>> DeviceStore::forget_share(core::DeviceId device) {
  const auto reply = co_await vault_.execute(
      Affinity{device}, Command{"DEL", keys_.device_share(device), keys_.device_share_tries(device),
                                keys_.factor_permit(device)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return Result<void>{};
}

Task<Result<bool>> DeviceStore::has_share(core::DeviceId device) {
  const auto reply = co_await vault_.execute(Affinity{device}, Command{"EXISTS", keys_.device_share(device)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return reply->as_integer() == 1;
}

Task<Result<std::vector<StoredDevice>>> DeviceStore::devices(core::AdvisorId advisor) {
  const auto reply = co_await log_.execute(Affinity{}, Command{"HGETALL", keys_.advisor_devices(advisor)});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() % 2 != 0) co_return redis::unexpected_reply("HGETALL");
  std::vector<StoredDevice> devices;
  for (std::size_t i = 0; i + 1 < reply->elements.size(); i += 2) {
    const auto id = core::DeviceId::from(reply->elements[i].bytes());
    if (!id) co_return redis::unexpected_reply("HGETALL");
    const auto revoked = co_await revoked_at(*id);
    if (!revoked) co_return std::unexpected(revoked.error());
    devices.push_back({*id, crypto::to_bytes(reply->elements[i + 1].bytes()), *revoked});
  }
  co_return devices;
}

Task<Result<std::optional<std::uint64_t>>> DeviceStore::revoked_at(core::DeviceId device) {
  const auto reply = co_await log_.execute(Affinity{}, Command{"HGET", keys_.revoked_devices(), device});
  if (!reply) co_return std::unexpected(reply.error());
  const auto at_s = reply->as_integer();
  if (!at_s) co_return std::nullopt;
  co_return static_cast<std::uint64_t>(*at_s);
}

}  // namespace kiezel::account
