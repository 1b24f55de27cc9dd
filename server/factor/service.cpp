#include "server/factor/service.hpp"

#include <algorithm>
#include <utility>

#include "protocol/limits.hpp"
#include "server/factor/totp.hpp"

namespace kiezel::factor {

using core::ErrorCode;
using core::fail;
using core::ProvenFactor;
using core::Result;
using core::Task;

namespace limits = protocol::limits;

namespace {

constexpr std::string_view app_secret_purpose = "kiezel/app-secret";

protocol::Factor factor_of(const StoredFactor& stored) {
  protocol::Factor factor;
  factor.id = stored.id.bytes;
  factor.kind = stored.record.kind;
  if (!stored.record.credential.empty()) factor.credential = stored.record.credential;
  factor.added_at = static_cast<std::int64_t>(stored.record.added_s);
  return factor;
}

std::optional<CoseKey> key_of(const Record& record) {
  CborReader reader(record.key);
  return parse_cose_key(reader);
}

}  // namespace

Service::Service(const Dependencies& dependencies)
    : store_(dependencies.vault_link, dependencies.keys),
      gate_(dependencies.gate),
      clock_(dependencies.clock),
      random_(dependencies.random),
      sealing_key_(dependencies.sealing_key),
      rp_id_(dependencies.rp_id) {}

Task<Result<protocol::FactorChallengeResult>> Service::facts(protocol::FactorChallengeRequest request) {
  const auto advisor = co_await gate_.enter({request.device}, request.unlock_token);
  if (!advisor) co_return std::unexpected(advisor.error());
  const auto factors = co_await store_.factors(*advisor);
  if (!factors) co_return std::unexpected(factors.error());
  protocol::FactorChallengeResult facts;
  facts.advisor = advisor->bytes;
  if (!rp_id_.empty()) facts.rp_id = rp_id_;
  std::ranges::transform(*factors, std::back_inserter(facts.factors), factor_of);
  co_return facts;
}

Task<Result<ProvenFactor>> Service::prove_passkey(Ceremony ceremony,
                                                  protocol::FactorProvePasskeyRequest request) {
  const auto advisor = co_await gate_.enter({request.device}, request.unlock_token);
  if (!advisor) co_return std::unexpected(advisor.error());
  const FactorId id = id_of_passkey(request.credential);
  const auto record = co_await store_.find(*advisor, id);
  if (!record) co_return std::unexpected(record.error());
  if (!*record || rp_id_.empty() || (*record)->credential != request.credential)
    co_return fail(ErrorCode::factor_refused, "no such passkey");
  const auto key = key_of(**record);
  if (!key) co_return fail(ErrorCode::internal_error, "a stored passkey does not parse");
  const auto sign_count = verify_assertion(
      expected(ceremony), *key, {request.client_data, request.authenticator_data, request.signature});
  if (!sign_count) co_return fail(ErrorCode::factor_refused, "answer of a passkey");
  const auto counted = co_await store_.use(*advisor, id, *sign_count);
  if (!counted) co_return std::unexpected(counted.error());
  // A counter that went back says that the key was copied.
  if (!*counted) co_return fail(ErrorCode::factor_refused, "counter of a passkey");
  co_return proven(*advisor);
}

Task<Result<ProvenFactor>> Service::prove_code(protocol::FactorProveCodeRequest request) {
  const core::DeviceId device{request.device};
  const auto advisor = co_await gate_.enter(device, request.unlock_token);
  if (!advisor) co_return std::unexpected(advisor.error());
  const auto record = co_await store_.find(*advisor, id_of_app);
  if (!record) co_return std::unexpected(record.error());
  if (!*record) co_return fail(ErrorCode::factor_refused, "no app");
  const auto admitted = co_await count_code(device);
  if (!admitted) co_return std::unexpected(admitted.error());
  const auto secret = sealing_key_.open(app_secret_purpose, *advisor, (*record)->key);
  if (!secret)
    co_return fail(ErrorCode::internal_error, "an app's secret was sealed with another factor.key");
  const auto step = matching_step(secret->expose(), static_cast<std::uint32_t>(request.code), now_s());
  if (!step) co_return fail(ErrorCode::factor_refused, "code");
  const auto counted = co_await store_.use(*advisor, id_of_app, *step);
  if (!counted) co_return std::unexpected(counted.error());
  if (!*counted) co_return fail(ErrorCode::factor_refused, "code was used before");
  const auto forgotten = co_await store_.forget_tries(device);
  if (!forgotten) co_return std::unexpected(forgotten.error());
  co_return proven(*advisor);
}

Task<Result<void>> Service::count_code(core::DeviceId device) {
  const auto tries = co_await store_.count_try(device);
  if (!tries) co_return std::unexpected(tries.error());
  if (tries->count <= limits::factor_code_tries_max) co_return Result<void>{};
  co_return fail(
      ErrorCode::rate_limited, "codes",
      {.retry_after_s = std::max<std::int64_t>(tries->resets_in_s, 1), .head_seq = {}, .revision = {}});
}

Task<Result<ProvenFactor>> Service::add_passkey(core::Caller caller, Ceremony ceremony,
                                                protocol::FactorAddPasskeyRequest request) {
  const auto advisor = co_await gate_.enter({request.device}, request.unlock_token);
  if (!advisor) co_return std::unexpected(advisor.error());
  if (rp_id_.empty()) co_return fail(ErrorCode::factor_refused, "no relying party");
  auto passkey = verify_registration(expected(ceremony), request.client_data, request.authenticator_data);
  if (!passkey) co_return fail(ErrorCode::factor_refused, "registration of a passkey");
  co_return co_await keep({.advisor = *advisor,
                           .device = {request.device},
                           .id = id_of_passkey(passkey->credential),
                           .record = {protocol::FactorKind::passkey, now_s(), std::move(passkey->credential),
                                      std::move(passkey->key)},
                           .counter = passkey->sign_count,
                           .factor_is_fresh = caller.has_fresh_factor(*advisor, now_s())});
}

Task<Result<ProvenFactor>> Service::add_app(core::Caller caller, protocol::FactorAddAppRequest request) {
  const auto advisor = co_await gate_.enter({request.device}, request.unlock_token);
  if (!advisor) co_return std::unexpected(advisor.error());
  if (crypto::is_all_zero(request.secret)) co_return fail(ErrorCode::factor_refused, "all-zero secret");
  // No tries are counted: whoever adds an app knows its secret.
  const auto step = matching_step(request.secret, static_cast<std::uint32_t>(request.code), now_s());
  if (!step) co_return fail(ErrorCode::factor_refused, "first code of an app");
  crypto::Bytes sealed = sealing_key_.seal(app_secret_purpose, *advisor, request.secret, random_);
  crypto::wipe(request.secret);
  co_return co_await keep({.advisor = *advisor,
                           .device = {request.device},
                           .id = id_of_app,
                           .record = {protocol::FactorKind::app, now_s(), {}, std::move(sealed)},
                           .counter = *step,
                           .factor_is_fresh = caller.has_fresh_factor(*advisor, now_s())});
}

Task<Result<ProvenFactor>> Service::keep(Store::Addition addition) {
  const core::AdvisorId advisor = addition.advisor;
  const auto outcome = co_await store_.add(std::move(addition));
  if (!outcome) co_return std::unexpected(outcome.error());
  switch (*outcome) {
    case AddOutcome::added:
      co_return proven(advisor);
    case AddOutcome::factor_required:
      co_return fail(ErrorCode::factor_required, "another factor");
    case AddOutcome::refused:
      co_return fail(ErrorCode::factor_refused, "one too many, or there already");
  }
  co_return fail(ErrorCode::internal_error, "unknown outcome of a factor");
}

Task<Result<protocol::FactorRemoveResult>> Service::remove(core::Caller caller,
                                                           protocol::FactorRemoveRequest request) {
  const auto advisor = co_await gate_.enter({request.device}, request.unlock_token);
  if (!advisor) co_return std::unexpected(advisor.error());
  if (!caller.has_fresh_factor(*advisor, now_s())) co_return fail(ErrorCode::factor_required, "removal");
  const auto removed = co_await store_.remove(*advisor, {request.factor});
  if (!removed) co_return std::unexpected(removed.error());
  if (!*removed) co_return fail(ErrorCode::factor_refused, "the last factor");
  co_return protocol::FactorRemoveResult{};
}

ProvenFactor Service::proven(core::AdvisorId advisor) const {
  return {advisor, now_s() + static_cast<std::uint64_t>(limits::factor_fresh_s)};
}

Expected Service::expected(const Ceremony& ceremony) const {
  return {rp_id_, ceremony.origin, ceremony.challenge};
}

std::uint64_t Service::now_s() const {
  return static_cast<std::uint64_t>(clock_.now().time_since_epoch().count());
}

}  // namespace kiezel::factor
