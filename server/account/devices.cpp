#include "server/account/devices.hpp"

#include <algorithm>
#include <utility>

#include "crypto/recovery_card.hpp"
#include "protocol/limits.hpp"
#include "server/account/presented.hpp"

namespace kiezel::account {

using core::ErrorCode;
using core::fail;
using core::Result;
using core::Task;

namespace {

crypto::OfferId offer_id_of(const std::array<std::uint8_t, 16>& id) {
  return crypto::OfferId{id};
}

/// A stored offer was verified when it came.
core::DeviceId device_of(const Offer& offer) {
  const auto parsed = crypto::parse_device_offer(offer.offer);
  return parsed ? core::device_id(parsed->fields.device_key) : core::DeviceId{};
}

template <std::size_t N>
std::array<std::uint8_t, N> fixed(crypto::BytesView bytes) {
  std::array<std::uint8_t, N> result{};
  std::ranges::copy(bytes.first(std::min(N, bytes.size())), result.begin());
  return result;
}

protocol::OwnDevice listed(const StoredDevice& device) {
  protocol::OwnDevice own;
  const crypto::BytesView keys = device.keys;
  own.device = device.id.bytes;
  own.certificate = fixed<crypto::device_certificate_bytes>(keys);
  own.prekey =
      fixed<crypto::prekey_bytes>(keys.subspan(std::min(keys.size(), crypto::device_certificate_bytes)));
  if (device.revoked_at_s) own.revoked_at = static_cast<std::int64_t>(*device.revoked_at_s);
  return own;
}

/// In use first, then the latest that were revoked.
bool shown_before(const StoredDevice& a, const StoredDevice& b) {
  if (!a.revoked_at_s || !b.revoked_at_s) return !a.revoked_at_s && b.revoked_at_s;
  return *a.revoked_at_s > *b.revoked_at_s;
}

}  // namespace

Devices::Devices(const Dependencies& dependencies)
    : store_(dependencies.log_link, dependencies.vault_link, dependencies.keys),
      devices_(dependencies.log_link, dependencies.vault_link, dependencies.keys),
      recovery_(dependencies.log_link, dependencies.vault_link, dependencies.keys),
      clock_(dependencies.clock) {}

Task<Result<protocol::DeviceOfferResult>> Devices::offer(core::Caller /*caller*/,
                                                         protocol::DeviceOfferRequest request) {
  const auto parsed = crypto::parse_device_offer(request.offer);
  if (!parsed || !crypto::verify(*parsed)) co_return fail(ErrorCode::device_refused, "offer of a device");
  const auto owner = co_await store_.owner(core::device_id(parsed->fields.device_key));
  if (!owner) co_return std::unexpected(owner.error());
  if (*owner) co_return fail(ErrorCode::device_refused, "offer of a device that is in");
  const auto outcome = co_await devices_.put_offer(offer_id_of(request.id), crypto::to_bytes(request.offer),
                                                   crypto::Digest{request.unlock_token_hash}, now_s());
  if (!outcome) co_return std::unexpected(outcome.error());
  switch (outcome->kind) {
    case DeviceStore::OfferOutcome::Kind::offered:
      co_return protocol::DeviceOfferResult{outcome->expires_at_s};
    case DeviceStore::OfferOutcome::Kind::taken:
      co_return fail(ErrorCode::device_refused, "another offer has this id");
    case DeviceStore::OfferOutcome::Kind::full:
      co_return fail(ErrorCode::busy, "offers_max");
  }
  co_return fail(ErrorCode::internal_error, "unknown outcome of an offer");
}

Task<Result<protocol::DeviceOfferedResult>> Devices::offered(core::Caller /*caller*/,
                                                             protocol::DeviceOfferedRequest request) {
  const auto offer = co_await devices_.offer(offer_id_of(request.id));
  if (!offer) co_return std::unexpected(offer.error());
  if (!*offer || (*offer)->admission) co_return fail(ErrorCode::not_found, "no such offer");
  co_return protocol::DeviceOfferedResult{fixed<crypto::device_offer_bytes>((*offer)->offer)};
}

Task<Result<protocol::DeviceBundlePutResult>> Devices::bundle_put(core::Caller caller,
                                                                  protocol::DeviceBundlePutRequest request) {
  if (request.index >= request.parts) co_return fail(ErrorCode::invalid_params, "index of a bundle's part");
  const auto kept = co_await devices_.put_part(
      offer_id_of(request.id),
      {.advisor = caller.advisor, .index = request.index, .parts = request.parts, .part = request.part});
  if (!kept) co_return std::unexpected(kept.error());
  if (!*kept) co_return fail(ErrorCode::not_found, "no offer for this part");
  co_return protocol::DeviceBundlePutResult{};
}

Task<Result<protocol::DeviceAdmitResult>> Devices::admit(core::Caller caller,
                                                         protocol::DeviceAdmitRequest request) {
  if (!caller.has_fresh_factor(caller.advisor, now_s()))
    co_return fail(ErrorCode::factor_required, "admission");
  const auto offer = co_await devices_.offer(offer_id_of(request.id));
  if (!offer) co_return std::unexpected(offer.error());
  if (!*offer) co_return fail(ErrorCode::not_found, "no such offer");
  const auto advisor = co_await store_.advisor(caller.advisor);
  if (!advisor) co_return std::unexpected(advisor.error());
  const auto certificate = certificate_from(request.certificate, advisor->identity_key, now_s());
  if (!certificate || core::device_id(certificate->fields().device_key) != device_of(**offer))
    co_return fail(ErrorCode::certificate_refused, "certificate of an admission");
  const auto devices = co_await devices_.devices(caller.advisor);
  if (!devices) co_return std::unexpected(devices.error());
  if (std::ranges::count_if(*devices, [](const auto& device) { return !device.revoked_at_s; }) >=
      protocol::limits::devices_max)
    co_return fail(ErrorCode::device_refused, "devices_max");

  const auto expires = co_await devices_.admit(offer_id_of(request.id),
                                               {.advisor = caller.advisor,
                                                .certificate = crypto::to_bytes(request.certificate),
                                                .head = crypto::to_bytes(request.head)},
                                               now_s());
  if (!expires) co_return std::unexpected(expires.error());
  if (!*expires) co_return fail(ErrorCode::not_found, "offer without a whole bundle, or another's");
  co_return protocol::DeviceAdmitResult{**expires};
}

Task<Result<protocol::DeviceBundleGetResult>> Devices::bundle_get(core::Caller /*caller*/,
                                                                  protocol::DeviceBundleGetRequest request) {
  const crypto::OfferId id = offer_id_of(request.id);
  const auto offer = co_await admitted(id, request.unlock_token);
  if (!offer) co_return std::unexpected(offer.error());
  const auto advisor = co_await store_.advisor(offer->admission->advisor);
  if (!advisor) co_return std::unexpected(advisor.error());
  auto part = co_await devices_.part(id, request.index);
  if (!part) co_return std::unexpected(part.error());
  if (part->empty()) co_return fail(ErrorCode::not_found, "no such part");
  protocol::DeviceBundleGetResult result;
  result.advisor_key = advisor->identity_key.bytes;
  result.certificate = fixed<crypto::device_certificate_bytes>(offer->admission->certificate);
  result.head = fixed<protocol::limits::bundle_head_bytes>(offer->admission->head);
  result.parts = offer->admission->parts;
  result.part = std::move(*part);
  co_return result;
}

Task<Result<Offer>> Devices::admitted(crypto::OfferId id, const std::array<std::uint8_t, 32>& token) {
  auto offer = co_await devices_.offer(id);
  if (!offer) co_return std::unexpected(offer.error());
  const crypto::Digest expected = *offer ? (*offer)->token_hash : crypto::Digest{};
  const bool right = crypto::equal_in_constant_time(crypto::sha256(token), expected);
  if (!*offer || !right || !(*offer)->admission) co_return fail(ErrorCode::not_found, "no admitted offer");
  co_return std::move(**offer);
}

Task<Result<protocol::DeviceJoinResult>> Devices::join(core::Caller /*caller*/,
                                                       protocol::DeviceJoinRequest request) {
  const crypto::OfferId id = offer_id_of(request.id);
  const auto offer = co_await admitted(id, request.unlock_token);
  if (!offer) {
    const auto joined = co_await has_joined(request);
    if (!joined) co_return std::unexpected(joined.error());
    if (*joined) co_return protocol::DeviceJoinResult{};
    co_return std::unexpected(offer.error());
  }
  if (crypto::is_all_zero(request.device_share)) co_return fail(ErrorCode::invalid_params, "all-zero share");
  const auto advisor = co_await store_.advisor(offer->admission->advisor);
  if (!advisor) co_return std::unexpected(advisor.error());
  const auto certificate = certificate_from(offer->admission->certificate, advisor->identity_key, now_s());
  if (!certificate) co_return fail(ErrorCode::certificate_refused, "certificate of a joining device");
  const core::DeviceId device = core::device_id(certificate->fields().device_key);
  const auto prekey = prekey_from(request.prekey, advisor->id, device, now_s());
  if (!prekey || !crypto::verify(*prekey, *certificate))
    co_return fail(ErrorCode::prekey_refused, "prekey of a joining device");

  const auto kept = co_await store_.keep_share(device, {request.device_share, offer->token_hash.bytes});
  if (!kept) co_return std::unexpected(kept.error());
  if (!*kept) co_return fail(ErrorCode::device_refused, "device has another share");
  const auto joined = co_await devices_.join(advisor->id, device,
                                             crypto::join({offer->admission->certificate, request.prekey}));
  if (!joined) co_return std::unexpected(joined.error());
  if (!*joined) co_return fail(ErrorCode::device_refused, "device is another's, revoked or one too many");
  // Whoever admitted it had just proven a factor, which may live in that other device alone.
  const auto permitted = co_await devices_.permit_factor(device);
  if (!permitted) co_return std::unexpected(permitted.error());
  const auto forgotten = co_await devices_.forget_offer(id, advisor->id);
  if (!forgotten) co_return std::unexpected(forgotten.error());
  co_return protocol::DeviceJoinResult{};
}

Task<Result<bool>> Devices::has_joined(const protocol::DeviceJoinRequest& request) {
  const auto parsed = crypto::parse_prekey(request.prekey);
  if (!parsed) co_return false;
  const core::DeviceId device{parsed->fields.device.bytes};
  const auto owner = co_await store_.owner(device);
  if (!owner) co_return std::unexpected(owner.error());
  const auto share = co_await store_.device_share(device);
  if (!share) co_return std::unexpected(share.error());
  if (!*owner || !*share) co_return false;
  co_return crypto::equal_in_constant_time(crypto::sha256(request.unlock_token), (*share)->token_hash) &&
      crypto::equal_in_constant_time(request.device_share, (*share)->share);
}

Task<Result<protocol::DeviceListResult>> Devices::list(core::Caller caller,
                                                       protocol::DeviceListRequest /*request*/) {
  auto devices = co_await devices_.devices(caller.advisor);
  if (!devices) co_return std::unexpected(devices.error());
  std::ranges::sort(*devices, shown_before);
  protocol::DeviceListResult result;
  for (const StoredDevice& device : *devices) {
    if (result.devices.size() == protocol::limits::devices_listed_max) break;
    result.devices.push_back(listed(device));
  }
  const auto made_at = co_await recovery_.made_at(caller.advisor);
  if (!made_at) co_return std::unexpected(made_at.error());
  result.card_made_at = *made_at;
  const auto claim = co_await recovery_.claim(caller.advisor);
  if (!claim) co_return std::unexpected(claim.error());
  if (*claim) result.claim = protocol::Claim{(*claim)->device.bytes, (*claim)->at_s};
  co_return result;
}

Task<Result<protocol::DeviceRevokeResult>> Devices::revoke(core::Caller caller,
                                                           protocol::DeviceRevokeRequest request) {
  const core::DeviceId device{request.device};
  // Whoever holds this device could not be told from its owner afterwards.
  if (device == caller.device) co_return fail(ErrorCode::device_refused, "a device does not end itself");
  const auto at_s = static_cast<std::uint64_t>(request.at);
  if (at_s > now_s() + clock_skew_s || at_s + clock_skew_s < now_s())
    co_return fail(ErrorCode::device_refused, "moment of a revocation");
  const auto advisor = co_await store_.advisor(caller.advisor);
  if (!advisor) co_return std::unexpected(advisor.error());
  if (!crypto::verify_revocation(crypto::KeyId{device.bytes}, at_s, advisor->identity_key,
                                 crypto::Signature{request.proof}))
    co_return fail(ErrorCode::device_refused, "proof of a revocation");
  const auto ended = co_await end(device, caller.advisor);
  if (!ended) co_return std::unexpected(ended.error());
  co_return protocol::DeviceRevokeResult{};
}

Task<Result<void>> Devices::end_device(core::DeviceId device) {
  co_return co_await end(device, std::nullopt);
}

// The share goes last: a crash in between leaves a device that is refused everywhere, and the call repeated
// ends it.
Task<Result<void>> Devices::end(core::DeviceId device, std::optional<core::AdvisorId> advisor) {
  const auto revoked = co_await devices_.revoke(device, advisor, now_s());
  if (!revoked) co_return std::unexpected(revoked.error());
  if (!*revoked) co_return fail(ErrorCode::not_found, "no such device");
  co_return co_await devices_.forget_share(device);
}

Task<Result<protocol::DeviceRenewResult>> Devices::renew(core::Caller caller,
                                                         protocol::DeviceRenewRequest request) {
  const auto advisor = co_await store_.advisor(caller.advisor);
  if (!advisor) co_return std::unexpected(advisor.error());
  const auto next = certificate_from(request.certificate, advisor->identity_key, now_s());
  if (!next || core::device_id(next->fields().device_key) != caller.device)
    co_return fail(ErrorCode::certificate_refused, "certificate of a renewal");
  const auto kept = co_await store_.certificate(caller.advisor, caller.device);
  if (!kept) co_return std::unexpected(kept.error());
  const auto current = crypto::parse_device_certificate(*kept);
  if (!current || next->fields().not_after_s < current->fields.not_after_s)
    co_return fail(ErrorCode::certificate_refused, "a renewal that ends sooner");
  const auto renewed = co_await devices_.renew(caller.advisor, caller.device, request.certificate);
  if (!renewed) co_return std::unexpected(renewed.error());
  if (!*renewed) co_return fail(ErrorCode::certificate_refused, "renewal of a device that is gone");
  co_return protocol::DeviceRenewResult{};
}

Task<Result<protocol::DeviceStateResult>> Devices::state(core::Caller /*caller*/,
                                                         protocol::DeviceStateRequest request) {
  using protocol::DeviceState;
  const core::DeviceId device{request.device};
  const auto revoked_at = co_await devices_.revoked_at(device);
  if (!revoked_at) co_return std::unexpected(revoked_at.error());
  if (*revoked_at) co_return protocol::DeviceStateResult{DeviceState::revoked};
  const auto owner = co_await store_.owner(device);
  if (!owner) co_return std::unexpected(owner.error());
  if (*owner) co_return protocol::DeviceStateResult{DeviceState::active};
  const auto waits = co_await devices_.has_share(device);
  if (!waits) co_return std::unexpected(waits.error());
  co_return protocol::DeviceStateResult{*waits ? DeviceState::waiting : DeviceState::unknown};
}

std::uint64_t Devices::now_s() const {
  return static_cast<std::uint64_t>(clock_.now().time_since_epoch().count());
}

}  // namespace kiezel::account
