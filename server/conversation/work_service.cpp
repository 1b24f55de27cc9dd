// The part of the service that asks for work and checks it.
#include <algorithm>
#include <utility>

#include "crypto/work.hpp"
#include "server/conversation/pressure.hpp"
#include "server/conversation/service.hpp"

namespace kiezel::conversation {

using core::ErrorCode;
using core::fail;
using core::Result;
using core::Task;

namespace {

std::vector<crypto::KeyId> key_ids(const std::vector<core::AdvisorId>& advisors) {
  std::vector<crypto::KeyId> ids;
  ids.reserve(advisors.size());
  for (const core::AdvisorId& advisor : advisors) ids.push_back(crypto::KeyId{advisor.bytes});
  return ids;
}

}  // namespace

Task<Result<protocol::ConversationWorkResult>> Service::work(core::Caller /*caller*/,
                                                             protocol::ConversationWorkRequest request) {
  if (const auto ready = co_await ready_nonces(); !ready) co_return std::unexpected(ready.error());
  std::vector<core::AdvisorId> advisors;
  for (const auto& id : request.advisors) advisors.push_back(core::AdvisorId{id});
  const auto bits = co_await asked_bits(std::move(advisors));
  if (!bits) co_return std::unexpected(bits.error());
  const WorkNonces::Issued issued = work_nonces_->issue(static_cast<std::int64_t>(now_s()));
  co_return protocol::ConversationWorkResult{
      .nonce = issued.nonce.bytes, .bits = *bits, .expires_at = issued.expires_at_s};
}

Task<Result<void>> Service::check_work(protocol::Work work, core::ConversationId conversation,
                                       std::vector<core::AdvisorId> advisors) {
  if (const auto ready = co_await ready_nonces(); !ready) co_return std::unexpected(ready.error());
  const crypto::WorkNonce nonce{work.nonce};
  if (!work_nonces_->is_live(nonce, static_cast<std::int64_t>(now_s())))
    co_return fail(ErrorCode::work_needed, "the nonce is over");
  const auto asked = co_await asked_bits(advisors);
  if (!asked) co_return std::unexpected(asked.error());
  if (work.bits + forgiven_bits < *asked) co_return fail(ErrorCode::work_needed, "the pressure has risen");
  // Last, and only for a claim that would do: it is the one dear step.
  const crypto::Digest subject = crypto::work_subject(nonce, conversation, key_ids(advisors));
  const int reached = crypto::work_bits(subject, static_cast<std::uint64_t>(work.counter));
  if (reached < work.bits) co_return fail(ErrorCode::work_refused, "work that was not done");
  co_return Result<void>{};
}

Task<Result<std::int64_t>> Service::asked_bits(std::vector<core::AdvisorId> advisors) {
  const auto pressures = co_await work_.pressures(std::move(advisors));
  if (!pressures) co_return std::unexpected(pressures.error());
  const auto now = static_cast<std::int64_t>(now_s());
  int bits = bits_for(level_at(pressures->front(), now), organisation_quiet_level);
  for (const Pressure& desk : std::span(*pressures).subspan(1)) {
    bits = std::max(bits, bits_for(level_at(desk, now), desk_quiet_level));
  }
  co_return bits;
}

Task<Result<void>> Service::ready_nonces() {
  if (work_nonces_) co_return Result<void>{};
  auto key = co_await work_.key(random_);
  if (!key) co_return std::unexpected(std::move(key.error()));
  if (!work_nonces_) work_nonces_.emplace(std::move(*key));
  co_return Result<void>{};
}

}  // namespace kiezel::conversation
