#include "server/account/service.hpp"

#include <algorithm>
#include <utility>

#include "crypto/device_certificate.hpp"
#include "crypto/hash.hpp"
#include "crypto/prekey.hpp"
#include "crypto/secret.hpp"
#include "protocol/limits.hpp"
#include "server/account/presented.hpp"

namespace kiezel::account {

using core::ErrorCode;
using core::fail;
using core::Result;
using core::Task;
using protocol::AccountState;

namespace {

crypto::Digest hash_of(const InvitationToken& token) {
  return crypto::sha256(token.view());
}

crypto::VerifyKey key_of_nobody(crypto::Random& random) {
  // The secret half is gone when this returns.
  const auto key = crypto::SigningKey::from_seed(random.secret<32>());
  return key ? key->verify_key() : crypto::VerifyKey{};
}

/// Whether this device may be enrolled with the invitation, as far as can be said without using it.
Task<Result<void>> judge_invitation(Store& store, crypto::Digest token_hash, core::AdvisorId advisor,
                                    core::DeviceId device, std::uint64_t now_s) {
  const auto invitation = co_await store.invitation(token_hash);
  if (!invitation) co_return std::unexpected(invitation.error());
  if (!*invitation || (*invitation)->expires_s <= now_s)
    co_return fail(ErrorCode::invitation_invalid, "invitation");
  if (!(*invitation)->used) co_return Result<void>{};
  // Only who repeats an enrolment goes on; a stranger with a used invitation leaves nothing behind.
  const auto owner = co_await store.owner(device);
  if (!owner) co_return std::unexpected(owner.error());
  if (*owner != advisor) co_return fail(ErrorCode::invitation_invalid, "invitation used");
  co_return Result<void>{};
}

Result<protocol::AccountEnrolResult> answer_to(const EnrolOutcome& outcome) {
  using protocol::EnrolmentState;
  switch (outcome.kind) {
    case EnrolOutcome::Kind::enrolled:
      return protocol::AccountEnrolResult{outcome.state == AccountState::approved ? EnrolmentState::approved
                                                                                  : EnrolmentState::pending};
    case EnrolOutcome::Kind::invitation_invalid:
      return fail(ErrorCode::invitation_invalid, "invitation used or advisor suspended");
    case EnrolOutcome::Kind::device_refused:
      return fail(ErrorCode::certificate_refused, "device is another's or one too many");
  }
  return fail(ErrorCode::internal_error, "unknown outcome of an enrolment");
}

}  // namespace

Service::Service(const Dependencies& dependencies)
    : store_(dependencies.log_link, dependencies.vault_link, dependencies.keys),
      advisors_(dependencies.advisors),
      clock_(dependencies.clock),
      nobody_(key_of_nobody(dependencies.random)) {}

Task<Result<LoginKey>> Service::client_auth_key(core::MailboxId mailbox) {
  const auto key = co_await store_.auth_key(mailbox);
  if (!key) co_return std::unexpected(key.error());
  co_return LoginKey{key->value_or(nobody_), key->has_value(), {}};
}

Task<Result<LoginKey>> Service::device_for_login(core::DeviceId device) {
  const auto found = co_await advisors_.active_device(device, now_s());
  if (!found) co_return std::unexpected(found.error());
  if (!*found) co_return LoginKey{nobody_, false, {}};
  co_return LoginKey{(*found)->device.key, true, (*found)->advisor};
}

Task<Result<protocol::AccountInvitationResult>> Service::invitation(
    core::Caller /*caller*/, protocol::AccountInvitationRequest request) {
  const auto invitation = co_await store_.invitation(hash_of(InvitationToken{request.invitation}));
  if (!invitation) co_return std::unexpected(invitation.error());
  if (!*invitation || (*invitation)->used || (*invitation)->expires_s <= now_s())
    co_return fail(ErrorCode::invitation_invalid, "invitation");
  co_return protocol::AccountInvitationResult{(*invitation)->name,
                                              static_cast<std::int64_t>((*invitation)->expires_s)};
}

Task<Result<protocol::AccountEnrolResult>> Service::enrol(core::Caller /*caller*/,
                                                          protocol::AccountEnrolRequest request) {
  const crypto::VerifyKey identity_key{request.advisor_key};
  const core::AdvisorId advisor = core::advisor_id(identity_key);
  const auto certificate = certificate_from(request.certificate, identity_key, now_s());
  if (!certificate) co_return fail(ErrorCode::certificate_refused, "certificate of an enrolment");
  const core::DeviceId device = core::device_id(certificate->fields().device_key);
  const auto prekey = prekey_from(request.prekey, advisor, device, now_s());
  if (!prekey || !crypto::verify(*prekey, *certificate))
    co_return fail(ErrorCode::prekey_refused, "prekey of an enrolment");
  if (crypto::is_all_zero(request.device_share) || crypto::is_all_zero(request.unlock_token_hash))
    co_return fail(ErrorCode::invalid_params, "all-zero share or token hash");

  // Looked at before anything is kept; decided again, in one step with its use, by the store.
  const crypto::Digest token_hash = hash_of(InvitationToken{request.invitation});
  const auto invited = co_await judge_invitation(store_, token_hash, advisor, device, now_s());
  if (!invited) co_return std::unexpected(invited.error());

  const auto kept = co_await store_.keep_share(device, {request.device_share, request.unlock_token_hash});
  if (!kept) co_return std::unexpected(kept.error());
  if (!*kept) co_return fail(ErrorCode::certificate_refused, "device has another share");
  const auto outcome = co_await store_.enrol({.invitation = token_hash,
                                              .advisor = advisor,
                                              .identity_key = identity_key,
                                              .device = device,
                                              .certificate = request.certificate,
                                              .prekey = request.prekey,
                                              .now_s = now_s()});
  if (!outcome) co_return std::unexpected(outcome.error());
  co_return answer_to(*outcome);
}

Task<Result<protocol::AccountStatusResult>> Service::status(core::Caller /*caller*/,
                                                            protocol::AccountStatusRequest request) {
  const auto advisor = co_await store_.advisor(core::AdvisorId{request.advisor});
  if (!advisor) co_return std::unexpected(advisor.error());
  co_return protocol::AccountStatusResult{advisor->state};
}

Task<Result<protocol::AccountDeviceShareResult>> Service::device_share(
    core::Caller caller, protocol::AccountDeviceShareRequest request) {
  const auto entered = co_await let_in({request.device}, request.unlock_token);
  if (!entered) co_return std::unexpected(entered.error());
  if (!caller.has_fresh_factor(entered->advisor, now_s()))
    co_return fail(ErrorCode::factor_required, "device share");
  co_return protocol::AccountDeviceShareResult{entered->share.share};
}

Task<Result<core::AdvisorId>> Service::enter(core::DeviceId device, core::UnlockToken token) {
  const auto entered = co_await let_in(device, token);
  if (!entered) co_return std::unexpected(entered.error());
  co_return entered->advisor;
}

Task<Result<Service::Entered>> Service::let_in(core::DeviceId device, core::UnlockToken token) {
  const auto kept = co_await store_.device_share(device);
  if (!kept) co_return std::unexpected(kept.error());
  const auto advisor = co_await may_unlock(device);
  if (!advisor) co_return std::unexpected(advisor.error());

  // An unknown device is compared too, with a hash that no token has.
  const DeviceShare share = kept->value_or(DeviceShare{});
  const crypto::Digest presented = crypto::sha256(token);
  const bool right = crypto::equal_in_constant_time(presented, share.token_hash);
  if (right && kept->has_value() && *advisor) co_return Entered{**advisor, share};
  // Nobody guesses a token of a made-up device, so nothing is counted and made-up ids fill no memory.
  if (!kept->has_value()) co_return fail(ErrorCode::not_found, "no such share");

  const auto tries = co_await store_.count_try(device);
  if (!tries) co_return std::unexpected(tries.error());
  if (tries->count <= protocol::limits::unlock_tries_max)
    co_return fail(ErrorCode::not_found, "no such share");
  co_return fail(
      ErrorCode::rate_limited, "unlock tries",
      {.retry_after_s = std::max<std::int64_t>(tries->resets_in_s, 1), .head_seq = {}, .revision = {}});
}

Task<Result<std::optional<core::AdvisorId>>> Service::may_unlock(core::DeviceId device) {
  if (advisors_.is_revoked(device, now_s())) co_return std::nullopt;
  const auto owner = co_await store_.owner(device);
  if (!owner) co_return std::unexpected(owner.error());
  if (!*owner) co_return std::nullopt;
  const auto advisor = co_await store_.advisor(**owner);
  if (!advisor) co_return std::unexpected(advisor.error());
  if (advisor->state == AccountState::suspended) co_return std::nullopt;
  co_return *owner;
}

Task<Result<protocol::AccountPublishPrekeyResult>> Service::publish_prekey(
    core::Caller caller, protocol::AccountPublishPrekeyRequest request) {
  if (caller.role != core::Role::advisor) co_return fail(ErrorCode::forbidden, "prekeys are for advisors");
  const auto prekey = prekey_from(request.prekey, caller.advisor, caller.device, now_s());
  if (!prekey) co_return fail(ErrorCode::prekey_refused, "structure, owner or dates of a prekey");
  const auto active = co_await advisors_.active_device(caller.device, now_s());
  if (!active) co_return std::unexpected(active.error());
  if (!*active) co_return fail(ErrorCode::forbidden, "device is no longer active");
  const auto certificate = co_await device_certificate(caller, (*active)->device.advisor);
  if (!certificate) co_return std::unexpected(certificate.error());
  if (!*certificate || !crypto::verify(*prekey, **certificate))
    co_return fail(ErrorCode::prekey_refused, "signature of a prekey");

  const std::uint32_t number = prekey->fields.number;
  const auto outcome = co_await store_.publish_prekey(caller.advisor, caller.device, number, request.prekey);
  if (!outcome) co_return std::unexpected(outcome.error());
  switch (*outcome) {
    case PrekeyOutcome::published:
      co_return protocol::AccountPublishPrekeyResult{number};
    case PrekeyOutcome::not_newer:
      co_return fail(ErrorCode::prekey_refused, "number of a prekey");
    case PrekeyOutcome::no_such_device:
      co_return fail(ErrorCode::prekey_refused, "prekey of a device that is gone");
  }
  co_return fail(ErrorCode::internal_error, "unknown outcome of a prekey");
}

Task<Result<std::optional<crypto::DeviceCertificate>>> Service::device_certificate(
    core::Caller caller, crypto::VerifyKey identity_key) {
  const auto bytes = co_await store_.certificate(caller.advisor, caller.device);
  if (!bytes) co_return std::unexpected(bytes.error());
  co_return certificate_from(*bytes, identity_key, now_s());
}

Task<Result<void>> Service::invite(InvitationToken token, std::string name, std::uint64_t expires_s) {
  if (name.empty() || name.size() > static_cast<std::size_t>(protocol::limits::name_bytes_max))
    co_return fail(ErrorCode::invalid_params, "name of an invitation");
  if (expires_s <= now_s()) co_return fail(ErrorCode::invalid_params, "an invitation that has expired");
  const std::uint64_t life_s = expires_s - now_s();
  co_return co_await store_.put_invitation(hash_of(token), {std::move(name), expires_s, false}, life_s);
}

Task<Result<void>> Service::approve(core::AdvisorId advisor) {
  co_return co_await set_state(advisor, AccountState::approved);
}

Task<Result<void>> Service::suspend(core::AdvisorId advisor) {
  co_return co_await set_state(advisor, AccountState::suspended);
}

Task<Result<void>> Service::set_state(core::AdvisorId advisor, AccountState state) {
  const auto known = co_await store_.set_state(advisor, state);
  if (!known) co_return std::unexpected(known.error());
  if (!*known) co_return fail(ErrorCode::not_found, "no such advisor");
  co_return Result<void>{};
}

Task<Result<std::vector<Advisor>>> Service::advisors() {
  auto ids = co_await store_.advisors();
  if (!ids) co_return std::unexpected(ids.error());
  co_return co_await each(std::move(*ids));
}

Task<Result<std::vector<Advisor>>> Service::pending() {
  auto ids = co_await store_.pending();
  if (!ids) co_return std::unexpected(ids.error());
  co_return co_await each(std::move(*ids));
}

Task<Result<std::vector<Advisor>>> Service::each(std::vector<core::AdvisorId> ids) {
  std::vector<Advisor> advisors;
  for (const core::AdvisorId& id : ids) {
    auto advisor = co_await store_.advisor(id);
    if (!advisor) co_return std::unexpected(advisor.error());
    advisors.push_back(std::move(*advisor));
  }
  co_return advisors;
}

std::uint64_t Service::now_s() const {
  return static_cast<std::uint64_t>(clock_.now().time_since_epoch().count());
}

}  // namespace kiezel::account
