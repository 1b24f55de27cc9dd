#include "crypto/private_entry.hpp"

#include <algorithm>

#include "crypto/aead.hpp"
#include "crypto/commit.hpp"
#include "crypto/padding.hpp"
#include "crypto/tlv_fields.hpp"

namespace kiezel::crypto {
namespace {

enum Tag : std::uint16_t {
  tag_appointment = 1,
  tag_mode = 2,
  tag_phone_number = 3,
  tag_may_answer = 4,
  tag_if_somebody_else = 5,
  tag_voicemail = 6,
  tag_name_to_use = 7,
  tag_code_word = 8,
  tag_show_number = 9,
  tag_what_helps = 10,
  tag_companion = 11,
  tag_note = 12,
};

void read_choice(const TlvItem& item, TlvFields& fields, CallDetails& details) {
  switch (item.tag) {
    case tag_mode:
      details.mode = fields.choice(item, CallMode::client_calls, CallMode::advisor_calls);
      break;
    case tag_may_answer:
      details.may_answer = fields.choice(item, MayAnswer::only_me, MayAnswer::maybe_somebody_else);
      break;
    case tag_if_somebody_else:
      details.if_somebody_else =
          fields.choice(item, IfSomebodyElse::hang_up, IfSomebodyElse::say_you_call_later);
      break;
    case tag_voicemail:
      details.voicemail = fields.choice(item, Voicemail::no, Voicemail::yes);
      break;
    case tag_show_number:
      details.show_number = fields.choice(item, ShowNumber::hidden, ShowNumber::normal);
      break;
    case tag_companion:
      details.companion = fields.choice(item, Companion::alone, Companion::not_known);
      break;
    default:
      break;
  }
}

void read_field(const TlvItem& item, TlvFields& fields, CallDetails& details) {
  switch (item.tag) {
    case tag_appointment:
      details.appointment = fields.fixed<AppointmentId>(item);
      break;
    case tag_phone_number:
      details.phone_number = fields.text(item, phone_number_bytes_max);
      break;
    case tag_name_to_use:
      details.name_to_use = fields.text(item, name_to_use_bytes_max);
      break;
    case tag_code_word:
      details.code_word = fields.text(item, code_word_bytes_max);
      break;
    case tag_what_helps:
      details.what_helps = fields.text(item, what_helps_bytes_max);
      break;
    case tag_note:
      details.note = fields.text(item, call_note_bytes_max);
      break;
    default:
      read_choice(item, fields, details);
      break;
  }
}

void add_text(TlvWriter& writer, std::uint16_t tag, const std::optional<std::string>& text) {
  if (text) writer.add(tag, as_bytes(*text));
}

template <class Enum>
void add_choice(TlvWriter& writer, std::uint16_t tag, const std::optional<Enum>& choice) {
  if (choice) writer.add_u8(tag, static_cast<std::uint8_t>(*choice));
}

bool is_sealed_size(std::size_t byte_count) {
  return byte_count > aead_tag_bytes && is_size_class(byte_count - aead_tag_bytes);
}

bool is_new_device(const std::vector<PrivateWrap>& wraps, const KemId& id) {
  return std::ranges::none_of(wraps, [&](const PrivateWrap& wrap) { return wrap.kem_id == id; });
}

}  // namespace

Bytes encode(const CallDetails& details) {
  TlvWriter writer;
  if (details.appointment) writer.add(tag_appointment, *details.appointment);
  add_choice(writer, tag_mode, details.mode);
  add_text(writer, tag_phone_number, details.phone_number);
  add_choice(writer, tag_may_answer, details.may_answer);
  add_choice(writer, tag_if_somebody_else, details.if_somebody_else);
  add_choice(writer, tag_voicemail, details.voicemail);
  add_text(writer, tag_name_to_use, details.name_to_use);
  add_text(writer, tag_code_word, details.code_word);
  add_choice(writer, tag_show_number, details.show_number);
  add_text(writer, tag_what_helps, details.what_helps);
  add_choice(writer, tag_companion, details.companion);
  add_text(writer, tag_note, details.note);
  return writer.take();
}

Checked<CallDetails> parse_call_details(BytesView tlv) {
  const auto items = parse_tlv(tlv);
  if (!items) return std::unexpected(items.error());
  TlvFields fields;
  CallDetails details;
  for (const TlvItem& item : *items) read_field(item, fields, details);
  return fields.finish(std::move(details));
}

Checked<PrivatePayload> parse_private(BytesView payload) {
  ByteReader reader(payload);
  const std::size_t count = reader.u8();
  if (!reader.ok()) return std::unexpected(Refusal::syntax);
  if (count == 0) return std::unexpected(Refusal::shape);
  if (count > recipients_max) return std::unexpected(Refusal::limit);
  PrivatePayload result;
  for (std::size_t i = 0; i < count; ++i) {
    const PrivateWrap wrap{.kem_id = reader.fixed<KemId>(), .wrapped = reader.raw(private_wrap_bytes)};
    if (!reader.ok()) return std::unexpected(Refusal::syntax);
    if (!is_new_device(result.wraps, wrap.kem_id)) return std::unexpected(Refusal::shape);
    result.wraps.push_back(wrap);
  }
  result.sealed = reader.rest();
  result.wraps_bytes = payload.first(payload.size() - result.sealed.size());
  if (!is_sealed_size(result.sealed.size())) return std::unexpected(Refusal::syntax);
  return result;
}

}  // namespace kiezel::crypto
