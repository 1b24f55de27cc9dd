// What a MESSAGE says about a file that goes with it: where the sealed bytes are, how to open them, and what
// they are (crypto/KZ1.md 5.6).
#pragma once

#include <cstdint>
#include <string>

#include "crypto/ids.hpp"
#include "crypto/refusal.hpp"
#include "crypto/secret.hpp"

namespace kiezel::crypto {

using AttachmentKey = Secret<32>;

/// Of the file itself, 20 MiB: what a telephone calls "20 MB" fits.
inline constexpr std::uint64_t attachment_bytes_max = 20 * 1024 * 1024;
/// Of plaintext in each chunk but the last, which may hold less.
inline constexpr std::uint32_t attachment_chunk_bytes = 65'536;
/// The stream's header, at the start of the ciphertext.
inline constexpr std::size_t attachment_header_bytes = 24;
/// A chunk's ciphertext is this much longer than its plaintext.
inline constexpr std::size_t attachment_chunk_overhead_bytes = 17;
/// In one message: a few photos of one event. All their manifests stay in one small size class.
inline constexpr std::size_t attachments_max = 4;
inline constexpr std::size_t attachment_name_bytes_max = 120;

/// The closed list of what may be sent. A reader saves everything but photos, so a kind is never executed.
enum class AttachmentKind : std::uint8_t {
  jpeg = 1,
  png = 2,
  webp = 3,
  pdf = 4,
  mp3 = 5,
  mp4_audio = 6,
  ogg_audio = 7,
  wav = 8,
  webm_audio = 9,
};

/// Whether what the file told beside its picture (place, time, device) was left out.
enum class AttachmentForm : std::uint8_t { remade = 1, original = 2 };

struct AttachmentManifest {
  BlobId blob{};
  AttachmentKey key{};
  /// Of the whole ciphertext, stream header included.
  Digest ciphertext_hash{};
  /// Of the file, without padding.
  std::uint64_t bytes = 0;
  AttachmentKind kind = AttachmentKind::jpeg;
  AttachmentForm form = AttachmentForm::remade;
  std::string name{};

  friend bool operator==(const AttachmentManifest&, const AttachmentManifest&) = default;
};

[[nodiscard]] Bytes encode(const AttachmentManifest& manifest);
/// Refuses a structure that does not fit (syntax), a key of zeros, sizes that contradict each other, an
/// unknown kind or form, a name that is_attachment_name refuses (shape), a file over the bound (limit).
[[nodiscard]] Checked<AttachmentManifest> parse_attachment_manifest(BytesView bytes);

/// 1 to 120 bytes of UTF-8 without anything that is not seen or that turns the direction of writing, and
/// without path separators: a name is shown and is proposed for saving.
[[nodiscard]] bool is_attachment_name(BytesView name);

/// PADMÉ: the size that the file is padded to, at most 12 % more. Tells an observer log log n bits of it.
[[nodiscard]] std::uint64_t padme(std::uint64_t bytes);
/// Of the whole ciphertext of a file of `bytes`.
[[nodiscard]] std::uint64_t attachment_ciphertext_bytes(std::uint64_t bytes);

}  // namespace kiezel::crypto
