#include "crypto/message.hpp"

#include <algorithm>

#include "crypto/aead.hpp"
#include "crypto/padding.hpp"
#include "crypto/tlv_fields.hpp"
#include "crypto/utf8.hpp"

namespace kiezel::crypto {
namespace {

enum Tag : std::uint16_t {
  tag_text = 1,
  tag_client_time = 2,
  tag_attachment = 3,
  tag_reply_to = 4,
  // 5 is not used again.
  tag_directory = 6,
  tag_read_mark = 7,
  tag_talk = 8,
};

std::string read_text(const TlvItem& item, TlvFields& fields) {
  std::string text = fields.text(item, message_text_bytes_max);
  if (utf8_length(as_bytes(text)).value_or(0) > message_text_characters_max) fields.refuse(Refusal::limit);
  return text;
}

std::optional<Talk> read_talk(const TlvItem& item, TlvFields& fields) {
  auto talk = parse_talk(item.value);
  if (talk) return *std::move(talk);
  fields.refuse(talk.error());
  return std::nullopt;
}

void read_attachment(const TlvItem& item, TlvFields& fields, std::vector<AttachmentManifest>& attachments) {
  auto manifest = parse_attachment_manifest(item.value);
  if (!manifest) return fields.refuse(manifest.error());
  if (attachments.size() == attachments_max) return fields.refuse(Refusal::limit);
  const bool is_new =
      std::ranges::find(attachments, manifest->blob, &AttachmentManifest::blob) == attachments.end();
  if (!is_new) return fields.refuse(Refusal::shape);
  attachments.push_back(std::move(*manifest));
}

void read_field(const TlvItem& item, TlvFields& fields, Message& message) {
  switch (item.tag) {
    case tag_text:
      message.text = read_text(item, fields);
      break;
    case tag_client_time:
      message.client_time_ms = fields.number(item);
      break;
    case tag_attachment:
      read_attachment(item, fields, message.attachments);
      break;
    case tag_reply_to:
      message.reply_to = fields.fixed<EntryHash>(item);
      break;
    case tag_directory:
      message.directory_seen = fields.directory_head(item);
      break;
    case tag_read_mark:
      message.read_up_to_seq = fields.number(item);
      break;
    case tag_talk:
      message.talk = read_talk(item, fields);
      break;
    default:
      break;
  }
}

}  // namespace

Bytes encode(const Message& message) {
  TlvWriter writer;
  if (message.text) writer.add(tag_text, as_bytes(*message.text));
  if (message.client_time_ms) writer.add_u64(tag_client_time, *message.client_time_ms);
  for (const AttachmentManifest& manifest : message.attachments) {
    writer.add_again(tag_attachment, encode(manifest));
  }
  if (message.reply_to) writer.add(tag_reply_to, *message.reply_to);
  if (message.directory_seen) writer.add(tag_directory, encode(*message.directory_seen));
  if (message.read_up_to_seq) writer.add_u64(tag_read_mark, *message.read_up_to_seq);
  if (message.talk) writer.add(tag_talk, encode(*message.talk));
  return writer.take();
}

Checked<Message> parse_message(BytesView tlv) {
  const auto items = parse_tlv(tlv, tag_attachment);
  if (!items) return std::unexpected(items.error());
  TlvFields fields;
  Message message;
  for (const TlvItem& item : *items) read_field(item, fields, message);
  return fields.finish(std::move(message));
}

std::optional<Bytes> seal_message(const Message& message, const EntryPosition& position,
                                  const EpochKeys& keys, const SigningKey& sender, Random& random) {
  // What we would refuse to read we do not write.
  const SecretBytes tlv(encode(message));
  if (!parse_message(tlv.expose())) return std::nullopt;
  return seal_entry(EntryKind::message, tlv.expose(), position, keys, sender, random.fixed<Nonce>());
}

std::optional<Message> open_message(const VerifiedEntry& entry, const EpochKeys& keys) {
  if (entry.header().kind != EntryKind::message) return std::nullopt;
  const auto tlv = open_entry(entry, keys);
  if (!tlv) return std::nullopt;
  auto message = parse_message(tlv->expose());
  if (!message) return std::nullopt;
  return std::move(*message);
}

std::optional<Bytes> seal_entry(EntryKind kind, BytesView tlv, const EntryPosition& position,
                                const EpochKeys& keys, const SigningKey& sender, const Nonce& nonce) {
  if (keys.epoch() != position.epoch) return std::nullopt;
  const auto padded = pad(tlv);
  if (!padded) return std::nullopt;
  const auto header =
      encode(entry_header(kind, position, nonce, padded->expose().size() + aead_tag_bytes, sender.id()));
  const Bytes payload = aead_seal(keys.sender_key(sender.id()), nonce, header, padded->expose());
  return sign_entry(kind, position, nonce, payload, sender);
}

std::optional<SecretBytes> open_entry(const VerifiedEntry& entry, const EpochKeys& keys) {
  const EntryHeader& header = entry.header();
  if (keys.epoch() != header.position.epoch) return std::nullopt;
  const auto padded =
      aead_open(keys.sender_key(header.sender), header.nonce, entry.header_bytes(), entry.payload());
  if (!padded) return std::nullopt;
  const auto size = unpadded_size(padded->expose());
  if (!size) return std::nullopt;
  return SecretBytes(to_bytes(padded->expose().first(*size)));
}

}  // namespace kiezel::crypto
