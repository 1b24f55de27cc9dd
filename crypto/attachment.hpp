// Files that go with messages, sealed in chunks so that they can be worked on piece by piece
// (crypto/KZ1.md 5.6): libsodium's secretstream, a key for each file.
#pragma once

#include <optional>
#include <string>

#include "crypto/attachment_manifest.hpp"
#include "crypto/random.hpp"

namespace kiezel::crypto {

struct AttachmentLabel {
  AttachmentKind kind = AttachmentKind::jpeg;
  AttachmentForm form = AttachmentForm::remade;
  std::string name{};
};

struct SealedAttachment {
  AttachmentManifest manifest{};
  /// What the server keeps.
  Bytes ciphertext{};
};

/// Draws blob id and key; the stream's header comes from libsodium itself. Nothing when the file is empty or
/// over its bound, or the name is refused.
[[nodiscard]] std::optional<SealedAttachment> seal_attachment(BytesView file,
                                                              const ConversationId& conversation,
                                                              const AttachmentLabel& label, Random& random);
/// The file. Nothing, without a reason, unless every byte is what the sender of the manifest sealed for this
/// conversation, in this order, up to the end.
[[nodiscard]] std::optional<SecretBytes> open_attachment(BytesView ciphertext,
                                                         const AttachmentManifest& manifest,
                                                         const ConversationId& conversation);

}  // namespace kiezel::crypto
