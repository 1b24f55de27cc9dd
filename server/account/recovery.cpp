#include "server/account/recovery.hpp"

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

static_assert(protocol::limits::sealed_identity_bytes == crypto::sealed_identity_bytes);

Recovery::Recovery(const Dependencies& dependencies)
    : store_(dependencies.log_link, dependencies.vault_link, dependencies.keys),
      devices_(dependencies.log_link, dependencies.vault_link, dependencies.keys),
      recovery_(dependencies.log_link, dependencies.vault_link, dependencies.keys),
      clock_(dependencies.clock) {}

Task<Result<protocol::RecoveryPutResult>> Recovery::put(core::Caller caller,
                                                        protocol::RecoveryPutRequest request) {
  // Unknown advisors have a key of zeros, under which nothing verifies.
  const auto advisor = co_await store_.advisor(core::AdvisorId{request.advisor});
  if (!advisor) co_return std::unexpected(advisor.error());
  if (!crypto::verify_recovery_card(request.token_hash, request.sealed, advisor->identity_key,
                                    crypto::Signature{request.proof}))
    co_return fail(ErrorCode::card_refused, "proof of a recovery card");
  const auto made_at =
      co_await recovery_.put_card({.advisor = advisor->id,
                                   .token_hash = crypto::Digest{request.token_hash},
                                   .sealed = crypto::to_bytes(request.sealed),
                                   .factor_is_fresh = caller.has_fresh_factor(advisor->id, now_s()),
                                   .now_s = now_s()});
  if (!made_at) co_return std::unexpected(made_at.error());
  if (!*made_at) co_return fail(ErrorCode::factor_required, "another recovery card");
  co_return protocol::RecoveryPutResult{**made_at};
}

Task<Result<protocol::RecoveryGetResult>> Recovery::get(core::Caller /*caller*/,
                                                        protocol::RecoveryGetRequest request) {
  const auto card = co_await recovery_.card(crypto::sha256(request.token));
  if (!card) co_return std::unexpected(card.error());
  if (!*card) co_return fail(ErrorCode::not_found, "no such card");
  const auto advisor = co_await store_.advisor((*card)->advisor);
  if (!advisor) co_return std::unexpected(advisor.error());
  protocol::RecoveryGetResult result;
  result.name = advisor->name;
  if ((*card)->sealed.size() != result.sealed.size())
    co_return fail(ErrorCode::internal_error, "a kept card is not right");
  std::ranges::copy((*card)->sealed, result.sealed.begin());
  co_return result;
}

Task<Result<protocol::RecoveryClaimResult>> Recovery::claim(core::Caller /*caller*/,
                                                            protocol::RecoveryClaimRequest request) {
  const auto card = co_await recovery_.card(crypto::sha256(request.token));
  if (!card) co_return std::unexpected(card.error());
  if (!*card) co_return fail(ErrorCode::not_found, "no such card");
  const auto advisor = co_await store_.advisor((*card)->advisor);
  if (!advisor) co_return std::unexpected(advisor.error());
  const auto certificate = certificate_from(request.certificate, advisor->identity_key, now_s());
  if (!certificate) co_return fail(ErrorCode::certificate_refused, "certificate of a claim");
  const core::DeviceId device = core::device_id(certificate->fields().device_key);
  const auto prekey = prekey_from(request.prekey, advisor->id, device, now_s());
  if (!prekey || !crypto::verify(*prekey, *certificate))
    co_return fail(ErrorCode::prekey_refused, "prekey of a claim");
  if (crypto::is_all_zero(request.device_share) || crypto::is_all_zero(request.unlock_token_hash))
    co_return fail(ErrorCode::invalid_params, "all-zero share or token hash");
  // Certificates are public: one that was ever in use proves nothing about who shows it.
  const auto owner = co_await store_.owner(device);
  if (!owner) co_return std::unexpected(owner.error());
  if (*owner) co_return fail(ErrorCode::device_refused, "claim for a device that was in");

  const auto before = co_await recovery_.claim(advisor->id);
  if (!before) co_return std::unexpected(before.error());
  if (*before && (*before)->device != device) {
    const auto dropped = co_await drop_claim(advisor->id);
    if (!dropped) co_return std::unexpected(dropped.error());
  }
  const auto kept = co_await store_.keep_share(device, {request.device_share, request.unlock_token_hash});
  if (!kept) co_return std::unexpected(kept.error());
  if (!*kept) co_return fail(ErrorCode::device_refused, "device has another share");
  const auto put =
      co_await recovery_.put_claim(advisor->id, {.device = device,
                                                 .keys = crypto::join({request.certificate, request.prekey}),
                                                 .at_s = static_cast<std::int64_t>(now_s())});
  if (!put) co_return std::unexpected(put.error());
  co_return protocol::RecoveryClaimResult{};
}

Task<Result<protocol::RecoveryRefuseResult>> Recovery::refuse(core::Caller caller,
                                                              protocol::RecoveryRefuseRequest /*request*/) {
  const auto claim = co_await recovery_.claim(caller.advisor);
  if (!claim) co_return std::unexpected(claim.error());
  // Without a claim there is nothing to refuse, and the card stays.
  if (!*claim) co_return protocol::RecoveryRefuseResult{};
  const auto card = co_await recovery_.forget_card(caller.advisor);
  if (!card) co_return std::unexpected(card.error());
  const auto dropped = co_await drop_claim(caller.advisor);
  if (!dropped) co_return std::unexpected(dropped.error());
  co_return protocol::RecoveryRefuseResult{};
}

Task<Result<void>> Recovery::drop_claim(core::AdvisorId advisor) {
  const auto claim = co_await recovery_.claim(advisor);
  if (!claim) co_return std::unexpected(claim.error());
  if (!*claim) co_return Result<void>{};
  const auto share = co_await devices_.forget_share((*claim)->device);
  if (!share) co_return std::unexpected(share.error());
  co_return co_await recovery_.forget_claim(advisor);
}

Task<Result<std::vector<Claimant>>> Recovery::claimants() {
  const auto ids = co_await store_.advisors();
  if (!ids) co_return std::unexpected(ids.error());
  std::vector<Claimant> claimants;
  for (const core::AdvisorId& id : *ids) {
    auto claim = co_await recovery_.claim(id);
    if (!claim) co_return std::unexpected(claim.error());
    if (!*claim) continue;
    auto advisor = co_await store_.advisor(id);
    if (!advisor) co_return std::unexpected(advisor.error());
    claimants.push_back({std::move(*advisor), std::move(**claim)});
  }
  co_return claimants;
}

Task<Result<void>> Recovery::let_in(core::AdvisorId advisor) {
  const auto claim = co_await recovery_.claim(advisor);
  if (!claim) co_return std::unexpected(claim.error());
  if (!*claim) co_return fail(ErrorCode::not_found, "no claim");
  const auto revoked = co_await recovery_.let_in(advisor, (*claim)->device, now_s());
  if (!revoked) co_return std::unexpected(revoked.error());
  if (!*revoked) co_return fail(ErrorCode::not_found, "no claim");
  for (const core::DeviceId& device : **revoked) {
    const auto forgotten = co_await devices_.forget_share(device);
    if (!forgotten) co_return std::unexpected(forgotten.error());
  }
  co_return Result<void>{};
}

std::uint64_t Recovery::now_s() const {
  return static_cast<std::uint64_t>(clock_.now().time_since_epoch().count());
}

}  // namespace kiezel::account
