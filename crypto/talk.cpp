#include "crypto/talk.hpp"

#include "crypto/tlv_fields.hpp"

namespace kiezel::crypto {
namespace {

enum Tag : std::uint16_t {
  tag_action = 1,
  tag_id = 2,
  tag_start = 3,
  tag_end = 4,
  tag_kind = 5,
  tag_mode = 6,
  tag_place = 7,
  tag_companion = 8,
  tag_help = 9,
  tag_language = 10,
  tag_agenda = 11,
  tag_attendees = 12,
  tag_earlier_start = 13,
  tag_earlier_end = 14,
  tag_revision = 15,
  tag_ground_rules = 16,
};

constexpr std::uint8_t help_all = help_interpreter | help_sign_language | help_text_instead;

/// Before it is known whether everything that is needed is there.
struct Draft {
  Talk talk{};
  std::optional<TalkAction> action{};
  std::optional<AppointmentId> id{};
  std::optional<std::uint64_t> start_s{};
  std::optional<std::uint64_t> end_s{};
  std::optional<TalkKind> kind{};
  std::optional<std::uint64_t> earlier_start_s{};
  std::optional<std::uint64_t> earlier_end_s{};
  std::optional<std::uint64_t> revision{};
};

std::string text(const TlvItem& item, TlvFields& fields, std::size_t bytes_max) {
  if (item.value.empty()) fields.refuse(Refusal::shape);
  return fields.text(item, bytes_max);
}

std::uint8_t help(const TlvItem& item, TlvFields& fields) {
  const std::uint8_t bits = fields.u8(item);
  if (bits == 0 || (bits & ~help_all) != 0) fields.refuse(Refusal::shape);
  return bits;
}

void read_detail(const TlvItem& item, TlvFields& fields, Talk& talk) {
  switch (item.tag) {
    case tag_mode:
      talk.mode = fields.choice(item, CallMode::client_calls, CallMode::advisor_calls);
      break;
    case tag_place:
      talk.place = text(item, fields, place_bytes_max);
      break;
    case tag_companion:
      talk.companion = fields.choice(item, Companion::alone, Companion::not_known);
      break;
    case tag_help:
      talk.help = help(item, fields);
      break;
    case tag_language:
      talk.language = text(item, fields, talk_language_bytes_max);
      break;
    case tag_agenda:
      talk.agenda = text(item, fields, agenda_bytes_max);
      break;
    case tag_attendees:
      talk.attendees = text(item, fields, attendees_bytes_max);
      break;
    case tag_ground_rules:
      talk.ground_rules = text(item, fields, ground_rules_bytes_max);
      break;
    default:
      break;
  }
}

void read_field(const TlvItem& item, TlvFields& fields, Draft& draft) {
  switch (item.tag) {
    case tag_action:
      draft.action = fields.choice(item, TalkAction::proposed, TalkAction::cancelled);
      break;
    case tag_id:
      draft.id = fields.fixed<AppointmentId>(item);
      break;
    case tag_start:
      draft.start_s = fields.number(item);
      break;
    case tag_end:
      draft.end_s = fields.number(item);
      break;
    case tag_kind:
      draft.kind = fields.choice(item, TalkKind::call, TalkKind::three_way);
      break;
    case tag_earlier_start:
      draft.earlier_start_s = fields.number(item);
      break;
    case tag_earlier_end:
      draft.earlier_end_s = fields.number(item);
      break;
    case tag_revision:
      draft.revision = fields.number(item);
      break;
    default:
      read_detail(item, fields, draft.talk);
  }
}

bool sound(const TalkTime& time) {
  return time.start_s < time.end_s && time.end_s - time.start_s <= talk_s_max;
}

bool tells_earlier_time(TalkAction action) {
  return action == TalkAction::move_proposed || action == TalkAction::moved || action == TalkAction::kept;
}

/// Whether all fields go with the kind and the action, and with each other.
bool fits(const Talk& talk) {
  const bool is_call = talk.kind == TalkKind::call;
  if (is_call != talk.mode.has_value()) return false;
  if (is_call && (talk.place || talk.attendees)) return false;
  if (talk.language && (talk.help & help_interpreter) == 0) return false;
  if (talk.ground_rules && talk.kind != TalkKind::mediation) return false;
  if (tells_earlier_time(talk.action) != talk.earlier.has_value()) return false;
  return sound(talk.time) && (!talk.earlier || sound(*talk.earlier));
}

/// The talk of the draft, when nothing that is needed is missing.
std::optional<Talk> complete(Draft draft) {
  const bool whole = draft.action && draft.id && draft.start_s && draft.end_s && draft.kind && draft.revision;
  if (!whole || draft.earlier_start_s.has_value() != draft.earlier_end_s.has_value()) return std::nullopt;
  Talk talk = std::move(draft.talk);
  talk.action = *draft.action;
  talk.id = *draft.id;
  talk.time = {.start_s = *draft.start_s, .end_s = *draft.end_s};
  talk.kind = *draft.kind;
  talk.revision = *draft.revision;
  if (draft.earlier_start_s)
    talk.earlier = TalkTime{.start_s = *draft.earlier_start_s, .end_s = *draft.earlier_end_s};
  return talk;
}

void add_text(TlvWriter& writer, std::uint16_t tag, const std::optional<std::string>& text) {
  if (text) writer.add(tag, as_bytes(*text));
}

}  // namespace

Bytes encode(const Talk& talk) {
  TlvWriter writer;
  writer.add_u8(tag_action, static_cast<std::uint8_t>(talk.action));
  writer.add(tag_id, talk.id);
  writer.add_u64(tag_start, talk.time.start_s);
  writer.add_u64(tag_end, talk.time.end_s);
  writer.add_u8(tag_kind, static_cast<std::uint8_t>(talk.kind));
  if (talk.mode) writer.add_u8(tag_mode, static_cast<std::uint8_t>(*talk.mode));
  add_text(writer, tag_place, talk.place);
  if (talk.companion) writer.add_u8(tag_companion, static_cast<std::uint8_t>(*talk.companion));
  if (talk.help != 0) writer.add_u8(tag_help, talk.help);
  add_text(writer, tag_language, talk.language);
  add_text(writer, tag_agenda, talk.agenda);
  add_text(writer, tag_attendees, talk.attendees);
  if (talk.earlier) {
    writer.add_u64(tag_earlier_start, talk.earlier->start_s);
    writer.add_u64(tag_earlier_end, talk.earlier->end_s);
  }
  writer.add_u64(tag_revision, talk.revision);
  add_text(writer, tag_ground_rules, talk.ground_rules);
  return writer.take();
}

Checked<Talk> parse_talk(BytesView bytes) {
  const auto items = parse_tlv(bytes);
  if (!items) return std::unexpected(items.error());
  TlvFields fields;
  Draft draft;
  for (const TlvItem& item : *items) read_field(item, fields, draft);
  const auto read = fields.finish(std::move(draft));
  if (!read) return std::unexpected(read.error());
  auto talk = complete(*read);
  if (!talk || !fits(*talk)) return std::unexpected(Refusal::shape);
  return *std::move(talk);
}

}  // namespace kiezel::crypto
