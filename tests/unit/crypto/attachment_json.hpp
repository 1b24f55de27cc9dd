// Attachment manifests as the vectors write them.
#pragma once

#include "crypto/attachment_manifest.hpp"
#include "tests/unit/crypto/vector_runner.hpp"

namespace kiezel::crypto::testing {

inline AttachmentManifest manifest_of(const Json& json) {
  return {.blob = fixed_of<BlobId>(json, "blob"),
          .key = secret_of<32>(json, "key"),
          .ciphertext_hash = fixed_of<Digest>(json, "ciphertext_hash"),
          .bytes = number_of(json, "bytes"),
          .kind = AttachmentKind{json["kind"].get<std::uint8_t>()},
          .form = AttachmentForm{json["form"].get<std::uint8_t>()},
          .name = text_of(json, "name")};
}

}  // namespace kiezel::crypto::testing
