#include "crypto/epoch.hpp"

#include <algorithm>

#include "crypto/labels.hpp"

namespace kiezel::crypto {

std::optional<EpochKeys> EpochKeys::derive(const ConversationShare& share, const EpochSecret& secret,
                                           const ConversationId& conversation, std::uint32_t epoch) {
  if (share.is_zero() || secret.is_zero()) return std::nullopt;
  EpochKeys keys;
  keys.epoch_ = epoch;
  std::ranges::copy(ByteWriter(20).raw(conversation).u32(epoch).view(), keys.context_.begin());
  keys.key_ = hkdf_extract(share.expose(), secret.expose());
  keys.commitment_ =
      KeyCommitment::from(expand(keys.key_, labels::key_commit, keys.context_).expose()).value();
  return keys;
}

AeadKey EpochKeys::roster_key() const {
  return expand(key_, labels::roster_key, context_);
}

AeadKey EpochKeys::sender_key(const KeyId& sender) const {
  return expand(key_, labels::entry_key, join({context_, sender}));
}

}  // namespace kiezel::crypto
