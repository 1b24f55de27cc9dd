#include "server/conversation/work_nonces.hpp"

#include "crypto/bytes.hpp"
#include "crypto/labels.hpp"
#include "protocol/limits.hpp"

namespace kiezel::conversation {
namespace {

using protocol::limits::work_nonce_s;

}  // namespace

WorkNonces::Issued WorkNonces::issue(std::int64_t now_s) const {
  const std::int64_t period = now_s / work_nonce_s;
  return {of(period), (period + 2) * work_nonce_s};
}

bool WorkNonces::is_live(const crypto::WorkNonce& nonce, std::int64_t now_s) const {
  const std::int64_t period = now_s / work_nonce_s;
  return nonce == of(period) || nonce == of(period - 1) || nonce == of(period + 1);
}

crypto::WorkNonce WorkNonces::of(std::int64_t period) const {
  const crypto::Bytes context = crypto::ByteWriter(8).u64(static_cast<std::uint64_t>(period)).take();
  const auto expanded = crypto::expand(key_, crypto::labels::work_nonce, context);
  return crypto::WorkNonce::from(expanded.expose()).value();
}

}  // namespace kiezel::conversation
