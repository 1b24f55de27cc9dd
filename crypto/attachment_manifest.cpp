#include "crypto/attachment_manifest.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "crypto/utf8.hpp"

namespace kiezel::crypto {
namespace {

struct CodePointRange {
  char32_t first;
  char32_t last;
};

// Controls, path separators, marks and overrides of direction, line separators, what is not seen.
constexpr std::array refused_in_names{
    CodePointRange{0x00, 0x1f},     CodePointRange{'/', '/'},       CodePointRange{'\\', '\\'},
    CodePointRange{0x7f, 0x9f},     CodePointRange{0x061c, 0x061c}, CodePointRange{0x200b, 0x200f},
    CodePointRange{0x2028, 0x202e}, CodePointRange{0x2060, 0x206f}, CodePointRange{0xfeff, 0xfeff},
};

bool may_stand_in_name(char32_t code_point) {
  return std::ranges::none_of(refused_in_names, [code_point](const CodePointRange& range) {
    return code_point >= range.first && code_point <= range.last;
  });
}

template <class Enum>
bool is_one_of(Enum value, Enum first, Enum last) {
  return value >= first && value <= last;
}

}  // namespace

Bytes encode(const AttachmentManifest& manifest) {
  return ByteWriter(103 + manifest.name.size())
      .raw(manifest.blob)
      .raw(manifest.key.expose())
      .raw(manifest.ciphertext_hash)
      .u64(manifest.bytes)
      .u64(padme(manifest.bytes))
      .u32(attachment_chunk_bytes)
      .u8(static_cast<std::uint8_t>(manifest.kind))
      .u8(static_cast<std::uint8_t>(manifest.form))
      .u8(static_cast<std::uint8_t>(manifest.name.size()))
      .raw(as_bytes(manifest.name))
      .take();
}

Checked<AttachmentManifest> parse_attachment_manifest(BytesView bytes) {
  ByteReader reader(bytes);
  AttachmentManifest manifest;
  manifest.blob = reader.fixed<BlobId>();
  manifest.key = AttachmentKey::from(reader.raw(AttachmentKey::byte_count)).value_or(AttachmentKey());
  manifest.ciphertext_hash = reader.fixed<Digest>();
  manifest.bytes = reader.u64();
  const std::uint64_t padded = reader.u64();
  const std::uint32_t chunk = reader.u32();
  manifest.kind = AttachmentKind{reader.u8()};
  manifest.form = AttachmentForm{reader.u8()};
  const BytesView name = reader.raw(reader.u8());
  if (!reader.finished()) return std::unexpected(Refusal::syntax);
  if (manifest.bytes > attachment_bytes_max) return std::unexpected(Refusal::limit);
  const bool sizes_agree =
      manifest.bytes > 0 && padded == padme(manifest.bytes) && chunk == attachment_chunk_bytes;
  const bool is_known = is_one_of(manifest.kind, AttachmentKind::jpeg, AttachmentKind::webm_audio) &&
                        is_one_of(manifest.form, AttachmentForm::remade, AttachmentForm::original);
  if (!sizes_agree || !is_known || manifest.key.is_zero() || !is_attachment_name(name)) {
    return std::unexpected(Refusal::shape);
  }
  manifest.name = as_text(name);
  return manifest;
}

bool is_attachment_name(BytesView name) {
  if (name.empty() || name.size() > attachment_name_bytes_max) return false;
  while (!name.empty()) {
    const auto code_point = next_code_point(name);
    if (!code_point || !may_stand_in_name(*code_point)) return false;
  }
  return true;
}

std::uint64_t padme(std::uint64_t bytes) {
  if (bytes == 0) return 0;
  const std::uint64_t exponent = std::bit_width(bytes) - 1;
  const std::uint64_t kept_bits = std::bit_width(exponent);
  const std::uint64_t loose = (std::uint64_t{1} << (exponent - kept_bits)) - 1;
  return (bytes + loose) & ~loose;
}

std::uint64_t attachment_ciphertext_bytes(std::uint64_t bytes) {
  const std::uint64_t padded = padme(bytes);
  const std::uint64_t chunks = (padded + attachment_chunk_bytes - 1) / attachment_chunk_bytes;
  return attachment_header_bytes + padded + chunks * attachment_chunk_overhead_bytes;
}

}  // namespace kiezel::crypto
