#include "crypto/note.hpp"

#include "crypto/hkdf.hpp"
#include "crypto/labels.hpp"
#include "crypto/padding.hpp"
#include "crypto/tlv_fields.hpp"

namespace kiezel::crypto {
namespace {

enum Tag : std::uint16_t { tag_text = 1, tag_alias = 2, tag_labels = 3, tag_held = 4 };

std::string join_lines(const std::vector<std::string>& lines) {
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) text += '\n';
    text += lines[i];
  }
  return text;
}

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

Bytes associated_data(const ConversationId& conversation, std::uint64_t revision) {
  return ByteWriter().label(labels::note).raw(conversation).u64(revision).take();
}

}  // namespace

Bytes encode(const Note& note) {
  TlvWriter writer;
  if (!note.text.empty()) writer.add(tag_text, as_bytes(note.text));
  if (!note.alias.empty()) writer.add(tag_alias, as_bytes(note.alias));
  const std::string labels = join_lines(note.labels);
  if (!labels.empty()) writer.add(tag_labels, as_bytes(labels));
  for (const HeldNotice& held : note.held) writer.add_again(tag_held, encode(held));
  return writer.take();
}

Checked<Note> parse_note(BytesView tlv) {
  const auto items = parse_tlv(tlv, tag_held);
  if (!items) return std::unexpected(items.error());
  TlvFields fields;
  Note note;
  for (const TlvItem& item : *items) {
    if (item.tag == tag_text) note.text = fields.text(item, note_text_bytes_max);
    if (item.tag == tag_alias) note.alias = fields.text(item, note_alias_bytes_max);
    if (item.tag == tag_labels) note.labels = split_lines(fields.text(item, note_labels_bytes_max));
    if (item.tag == tag_held) {
      auto held = parse_held_notice(item.value);
      if (!held) return std::unexpected(held.error());
      note.held.push_back(std::move(*held));
    }
  }
  if (note.held.size() > note_held_max) fields.refuse(Refusal::limit);
  return fields.finish(std::move(note));
}

std::optional<Bytes> seal_note(const Note& note, const NotesKey& key, const ConversationId& conversation,
                               std::uint64_t revision, Random& random) {
  const SecretBytes tlv(encode(note));
  if (key.is_zero() || revision == 0 || !parse_note(tlv.expose())) return std::nullopt;
  const auto padded = pad(tlv.expose());
  if (!padded) return std::nullopt;
  const auto nonce = random.fixed<Nonce>();
  const Bytes ciphertext = aead_seal(expand(key, labels::note, conversation), nonce,
                                     associated_data(conversation, revision), padded->expose());
  return join({nonce, ciphertext});
}

std::optional<Note> open_note(BytesView sealed, const NotesKey& key, const ConversationId& conversation,
                              std::uint64_t revision) {
  ByteReader reader(sealed);
  const auto nonce = reader.fixed<Nonce>();
  if (!reader.ok() || key.is_zero()) return std::nullopt;
  const auto padded = aead_open(expand(key, labels::note, conversation), nonce,
                                associated_data(conversation, revision), reader.rest());
  if (!padded) return std::nullopt;
  const auto size = unpadded_size(padded->expose());
  if (!size) return std::nullopt;
  auto note = parse_note(padded->expose().first(*size));
  if (!note) return std::nullopt;
  return std::move(*note);
}

}  // namespace kiezel::crypto
