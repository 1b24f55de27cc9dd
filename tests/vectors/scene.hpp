// The people of the vectors: one pupil, two advisors with a device each, and a parent, all from one seeded
// stream.
#pragma once

#include <vector>

#include "crypto/attachment_manifest.hpp"
#include "crypto/commit_rules.hpp"
#include "crypto/commit_seal.hpp"
#include "crypto/device_certificate.hpp"
#include "crypto/epoch.hpp"
#include "crypto/sign.hpp"
#include "crypto/xwing.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {

/// Within every certificate's time. Unix seconds.
inline constexpr std::uint64_t scene_now_s = 1'795'000'000;

struct ClientActor {
  crypto::SigningKey signing_key;
  crypto::KemKeyPair kem;

  [[nodiscard]] crypto::NewRecipient recipient(crypto::Role role = crypto::Role::client) const {
    return {.role = role, .id = signing_key.verify_key(), .kem_key = kem.public_key(), .history = {}};
  }
};

struct AdvisorActor {
  crypto::SigningKey identity_key;
  crypto::SigningKey device_key;
  crypto::KemKeyPair prekey;

  [[nodiscard]] crypto::NewRecipient recipient(crypto::Role role = crypto::Role::advisor) const {
    return {.role = role, .id = identity_key.verify_key(), .kem_key = prekey.public_key(), .history = {}};
  }
  [[nodiscard]] crypto::Device device() const {
    return {.key = device_key.verify_key(),
            .advisor = identity_key.verify_key(),
            .not_before_s = scene_now_s - 86'400,
            .not_after_s = scene_now_s + 30 * 86'400,
            .revoked_at_s = std::nullopt};
  }
};

[[nodiscard]] inline ClientActor make_client(crypto::Random& random) {
  auto signing_key = crypto::SigningKey::from_seed(random.secret<32>()).value();
  return {.signing_key = std::move(signing_key),
          .kem = crypto::KemKeyPair::from_seed(random.secret<32>()).value()};
}

[[nodiscard]] inline AdvisorActor make_advisor(crypto::Random& random) {
  auto identity_key = crypto::SigningKey::from_seed(random.secret<32>()).value();
  auto device_key = crypto::SigningKey::from_seed(random.secret<32>()).value();
  return {.identity_key = std::move(identity_key),
          .device_key = std::move(device_key),
          .prekey = crypto::KemKeyPair::from_seed(random.secret<32>()).value()};
}

[[nodiscard]] inline Json json_of(const crypto::Device& device) {
  Json result{{"key", hex(device.key)},
              {"advisor", hex(device.advisor)},
              {"not_before_s", device.not_before_s},
              {"not_after_s", device.not_after_s}};
  if (device.revoked_at_s) result["revoked_at_s"] = *device.revoked_at_s;
  return result;
}

[[nodiscard]] inline Json json_of(const crypto::EntryPosition& position) {
  return {{"conversation", hex(position.conversation)},
          {"seq", position.seq},
          {"prev", hex(position.prev)},
          {"epoch", position.epoch}};
}

[[nodiscard]] inline Json json_of(const crypto::AttachmentManifest& manifest) {
  return {{"blob", hex(manifest.blob)},
          {"key", hex(manifest.key)},
          {"ciphertext_hash", hex(manifest.ciphertext_hash)},
          {"bytes", manifest.bytes},
          {"kind", static_cast<int>(manifest.kind)},
          {"form", static_cast<int>(manifest.form)},
          {"name", manifest.name}};
}

[[nodiscard]] inline std::string_view name_of(crypto::EntryKind kind) {
  switch (kind) {
    case crypto::EntryKind::commit:
      return "commit";
    case crypto::EntryKind::message:
      return "message";
    case crypto::EntryKind::statement:
      return "statement";
    case crypto::EntryKind::private_details:
      return "private";
    case crypto::EntryKind::erase:
      return "erase";
  }
  return "";
}

}  // namespace kiezel::vectors
