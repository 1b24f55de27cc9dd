#include "crypto/attachment.hpp"

#include <sodium.h>

#include <algorithm>

#include "crypto/hash.hpp"
#include "crypto/labels.hpp"

namespace kiezel::crypto {
namespace {

using StreamState = crypto_secretstream_xchacha20poly1305_state;

static_assert(attachment_header_bytes == crypto_secretstream_xchacha20poly1305_HEADERBYTES);
static_assert(attachment_chunk_overhead_bytes == crypto_secretstream_xchacha20poly1305_ABYTES);

/// Holds a key: wiped when it dies.
struct Stream {
  StreamState state{};
  Bytes associated;

  Stream(const ConversationId& conversation, const BlobId& blob)
      : associated(ByteWriter().label(labels::attachment).raw(conversation).raw(blob).take()) {}
  ~Stream() { sodium_memzero(&state, sizeof state); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  Stream(Stream&&) = delete;
  Stream& operator=(Stream&&) = delete;
};

unsigned char tag_at(bool is_last) {
  return is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                 : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
}

/// The file, then zeros up to the padded size.
SecretBytes padded(BytesView file) {
  SecretBytes result(padme(file.size()));
  std::ranges::copy(file, result.expose_mutable().begin());
  return result;
}

Bytes seal_stream(BytesView plaintext, const AttachmentKey& key, Stream& stream) {
  Bytes ciphertext(attachment_header_bytes);
  crypto_secretstream_xchacha20poly1305_init_push(&stream.state, ciphertext.data(), key.expose().data());
  while (!plaintext.empty()) {
    const BytesView chunk = plaintext.first(std::min<std::size_t>(plaintext.size(), attachment_chunk_bytes));
    plaintext = plaintext.subspan(chunk.size());
    const std::size_t start = ciphertext.size();
    ciphertext.resize(start + chunk.size() + attachment_chunk_overhead_bytes);
    crypto_secretstream_xchacha20poly1305_push(&stream.state, &ciphertext[start], nullptr, chunk.data(),
                                               chunk.size(), stream.associated.data(),
                                               stream.associated.size(), tag_at(plaintext.empty()));
  }
  return ciphertext;
}

bool open_chunk(BytesView sealed, bool is_last, Stream& stream, std::span<std::uint8_t> plaintext) {
  unsigned char tag = 0;
  const int refused = crypto_secretstream_xchacha20poly1305_pull(
      &stream.state, plaintext.data(), nullptr, &tag, sealed.data(), sealed.size(), stream.associated.data(),
      stream.associated.size());
  return refused == 0 && tag == tag_at(is_last);
}

}  // namespace

std::optional<SealedAttachment> seal_attachment(BytesView file, const ConversationId& conversation,
                                                const AttachmentLabel& label, Random& random) {
  if (file.empty() || file.size() > attachment_bytes_max || !is_attachment_name(as_bytes(label.name))) {
    return std::nullopt;
  }
  SealedAttachment sealed;
  sealed.manifest.blob = random.fixed<BlobId>();
  sealed.manifest.key = random.secret<32>();
  sealed.manifest.bytes = file.size();
  sealed.manifest.kind = label.kind;
  sealed.manifest.form = label.form;
  sealed.manifest.name = label.name;
  if (sealed.manifest.key.is_zero()) return std::nullopt;
  Stream stream(conversation, sealed.manifest.blob);
  sealed.ciphertext = seal_stream(padded(file).expose(), sealed.manifest.key, stream);
  sealed.manifest.ciphertext_hash = sha256(sealed.ciphertext);
  return sealed;
}

std::optional<SecretBytes> open_attachment(BytesView ciphertext, const AttachmentManifest& manifest,
                                           const ConversationId& conversation) {
  if (ciphertext.size() != attachment_ciphertext_bytes(manifest.bytes)) return std::nullopt;
  if (sha256(ciphertext) != manifest.ciphertext_hash) return std::nullopt;
  Stream stream(conversation, manifest.blob);
  if (crypto_secretstream_xchacha20poly1305_init_pull(&stream.state, ciphertext.data(),
                                                      manifest.key.expose().data()) != 0) {
    return std::nullopt;
  }
  SecretBytes padded_file(padme(manifest.bytes));
  std::span<std::uint8_t> room = padded_file.expose_mutable();
  BytesView rest = ciphertext.subspan(attachment_header_bytes);
  while (!room.empty()) {
    const std::size_t size = std::min<std::size_t>(room.size(), attachment_chunk_bytes);
    const BytesView sealed = rest.first(size + attachment_chunk_overhead_bytes);
    rest = rest.subspan(sealed.size());
    if (!open_chunk(sealed, rest.empty(), stream, room.first(size))) return std::nullopt;
    room = room.subspan(size);
  }
  const BytesView file = padded_file.expose().first(manifest.bytes);
  // One padded form of every file: else the padding could carry something unseen.
  if (!is_all_zero(padded_file.expose().subspan(manifest.bytes))) return std::nullopt;
  return SecretBytes(to_bytes(file));
}

}  // namespace kiezel::crypto
