#include "crypto/directory_record.hpp"

#include <algorithm>

#include "crypto/tlv_fields.hpp"

namespace kiezel::crypto {
namespace {

enum AdvisorTag : std::uint16_t {
  advisor_identity_key = 1,
  advisor_not_before = 2,
  advisor_not_after = 3,
  advisor_name = 4,
  advisor_languages = 5,
  advisor_escrow = 6,
  advisor_phone = 7,
  advisor_email = 8,
  advisor_intro_informal = 9,
  advisor_intro_formal = 10,
  advisor_intro_english = 11,
  advisor_working_days = 12,
  advisor_replies_within = 13,
};

enum SchoolTag : std::uint16_t {
  school_code = 1,
  school_name = 2,
  school_place = 3,
  school_advisors = 4,
  school_street = 5,
  school_kind = 6,
  school_aliases = 7,
  school_board_number = 8,
  school_board_name = 9,
};

enum RevokedTag : std::uint16_t { revoked_device = 1, revoked_at = 2 };

enum ReleaseTag : std::uint16_t { release_bundle = 1, release_time = 2 };

constexpr std::uint8_t every_day = 0x7f;

std::string read_text(const TlvItem& item, TlvFields& fields) {
  return fields.text(item, record_text_bytes_max);
}

void read_advisor_text(const TlvItem& item, TlvFields& fields, AdvisorRecord& advisor) {
  switch (item.tag) {
    case advisor_name:
      advisor.name = read_text(item, fields);
      break;
    case advisor_languages:
      advisor.languages = read_text(item, fields);
      break;
    case advisor_phone:
      advisor.phone = read_text(item, fields);
      break;
    case advisor_email:
      advisor.email = read_text(item, fields);
      break;
    case advisor_intro_informal:
      advisor.intro_informal = read_text(item, fields);
      break;
    case advisor_intro_formal:
      advisor.intro_formal = read_text(item, fields);
      break;
    case advisor_intro_english:
      advisor.intro_english = read_text(item, fields);
      break;
    default:
      break;
  }
}

std::uint8_t read_at_most(const TlvItem& item, TlvFields& fields, std::uint8_t largest) {
  const std::uint8_t value = fields.u8(item);
  if (value > largest) fields.refuse(Refusal::shape);
  return value;
}

void read_advisor_field(const TlvItem& item, TlvFields& fields, AdvisorRecord& advisor) {
  switch (item.tag) {
    case advisor_identity_key:
      advisor.identity_key = fields.fixed<VerifyKey>(item);
      break;
    case advisor_not_before:
      advisor.not_before_s = fields.number(item);
      break;
    case advisor_not_after:
      advisor.not_after_s = fields.number(item);
      break;
    case advisor_escrow:
      advisor.escrow = read_at_most(item, fields, 1) == 1;
      break;
    case advisor_working_days:
      advisor.working_days = read_at_most(item, fields, every_day);
      break;
    case advisor_replies_within:
      advisor.replies_within_school_days = fields.u8(item);
      break;
    default:
      read_advisor_text(item, fields, advisor);
      break;
  }
}

void read_school_field(const TlvItem& item, TlvFields& fields, SchoolRecord& school) {
  switch (item.tag) {
    case school_code:
      school.code = read_text(item, fields);
      break;
    case school_name:
      school.name = read_text(item, fields);
      break;
    case school_place:
      school.place = read_text(item, fields);
      break;
    case school_advisors:
      school.advisors = fields.list<KeyId>(item, school_advisors_max);
      break;
    case school_street:
      school.street = read_text(item, fields);
      break;
    case school_kind:
      school.kind = read_text(item, fields);
      break;
    case school_aliases:
      school.aliases = read_text(item, fields);
      break;
    case school_board_number:
      school.board_number = read_text(item, fields);
      break;
    case school_board_name:
      school.board_name = read_text(item, fields);
      break;
    default:
      break;
  }
}

bool is_school_code(std::string_view code) {
  return code.size() == school_code_bytes && std::ranges::all_of(code, [](char character) {
           return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z');
         });
}

Checked<DirectoryRecord> parse_advisor(BytesView body) {
  const auto items = parse_tlv(body);
  if (!items) return std::unexpected(items.error());
  TlvFields fields;
  AdvisorRecord advisor;
  for (const TlvItem& item : *items) read_advisor_field(item, fields, advisor);
  if (advisor.identity_key.is_zero() || advisor.name.empty() || advisor.not_after_s <= advisor.not_before_s) {
    fields.refuse(Refusal::shape);
  }
  return fields.finish(DirectoryRecord(std::move(advisor)));
}

Checked<DirectoryRecord> parse_school(BytesView body) {
  const auto items = parse_tlv(body);
  if (!items) return std::unexpected(items.error());
  TlvFields fields;
  SchoolRecord school;
  for (const TlvItem& item : *items) read_school_field(item, fields, school);
  if (!is_school_code(school.code) || school.name.empty() || school.advisors.empty()) {
    fields.refuse(Refusal::shape);
  }
  return fields.finish(DirectoryRecord(std::move(school)));
}

Checked<DirectoryRecord> parse_revoked_device(BytesView body) {
  const auto items = parse_tlv(body);
  if (!items) return std::unexpected(items.error());
  TlvFields fields;
  RevokedDeviceRecord revoked;
  for (const TlvItem& item : *items) {
    if (item.tag == revoked_device) revoked.device = fields.fixed<KeyId>(item);
    if (item.tag == revoked_at) revoked.revoked_at_s = fields.number(item);
  }
  if (revoked.device.is_zero() || revoked.revoked_at_s == 0) fields.refuse(Refusal::shape);
  return fields.finish(DirectoryRecord(revoked));
}

Checked<DirectoryRecord> parse_release(BytesView body) {
  const auto items = parse_tlv(body);
  if (!items) return std::unexpected(items.error());
  TlvFields fields;
  ReleaseRecord release;
  for (const TlvItem& item : *items) {
    if (item.tag == release_bundle) release.bundle = fields.fixed<Digest>(item);
    if (item.tag == release_time) release.released_at_s = fields.number(item);
  }
  if (release.bundle.is_zero() || release.released_at_s == 0) fields.refuse(Refusal::shape);
  return fields.finish(DirectoryRecord(release));
}

/// Empty text is left out.
void add_text(TlvWriter& writer, std::uint16_t tag, std::string_view text) {
  if (!text.empty()) writer.add(tag, as_bytes(text));
}

struct EncodedRecord {
  std::uint16_t type = 0;
  Bytes body;
};

EncodedRecord encode_body(const AdvisorRecord& advisor) {
  TlvWriter writer;
  writer.add(advisor_identity_key, advisor.identity_key);
  writer.add_u64(advisor_not_before, advisor.not_before_s).add_u64(advisor_not_after, advisor.not_after_s);
  add_text(writer, advisor_name, advisor.name);
  add_text(writer, advisor_languages, advisor.languages);
  writer.add_u8(advisor_escrow, advisor.escrow ? 1 : 0);
  add_text(writer, advisor_phone, advisor.phone);
  add_text(writer, advisor_email, advisor.email);
  add_text(writer, advisor_intro_informal, advisor.intro_informal);
  add_text(writer, advisor_intro_formal, advisor.intro_formal);
  add_text(writer, advisor_intro_english, advisor.intro_english);
  writer.add_u8(advisor_working_days, advisor.working_days);
  writer.add_u8(advisor_replies_within, advisor.replies_within_school_days);
  return {.type = static_cast<std::uint16_t>(RecordType::advisor), .body = writer.take()};
}

EncodedRecord encode_body(const SchoolRecord& school) {
  TlvWriter writer;
  add_text(writer, school_code, school.code);
  add_text(writer, school_name, school.name);
  add_text(writer, school_place, school.place);
  ByteWriter advisors;
  for (const KeyId& advisor : school.advisors) advisors.raw(advisor);
  writer.add(school_advisors, advisors.view());
  add_text(writer, school_street, school.street);
  add_text(writer, school_kind, school.kind);
  add_text(writer, school_aliases, school.aliases);
  add_text(writer, school_board_number, school.board_number);
  add_text(writer, school_board_name, school.board_name);
  return {.type = static_cast<std::uint16_t>(RecordType::school), .body = writer.take()};
}

EncodedRecord encode_body(const RevokedDeviceRecord& revoked) {
  TlvWriter writer;
  writer.add(revoked_device, revoked.device).add_u64(revoked_at, revoked.revoked_at_s);
  return {.type = static_cast<std::uint16_t>(RecordType::revoked_device), .body = writer.take()};
}

EncodedRecord encode_body(const ReleaseRecord& release) {
  TlvWriter writer;
  writer.add(release_bundle, release.bundle).add_u64(release_time, release.released_at_s);
  return {.type = static_cast<std::uint16_t>(RecordType::release), .body = writer.take()};
}

EncodedRecord encode_body(const UnknownRecord& record) {
  return {.type = record.type, .body = record.body};
}

}  // namespace

Bytes encode(const DirectoryRecord& record) {
  const EncodedRecord encoded = std::visit([](const auto& known) { return encode_body(known); }, record);
  return ByteWriter(6 + encoded.body.size())
      .u16(encoded.type)
      .u32(static_cast<std::uint32_t>(encoded.body.size()))
      .raw(encoded.body)
      .take();
}

Checked<DirectoryRecord> parse_record(std::uint16_t type, BytesView body) {
  switch (RecordType{type}) {
    case RecordType::advisor:
      return parse_advisor(body);
    case RecordType::school:
      return parse_school(body);
    case RecordType::revoked_device:
      return parse_revoked_device(body);
    case RecordType::release:
      return parse_release(body);
    case RecordType::root_rotation:
      break;
  }
  // Not even its structure is ours to judge: a later version may fill it otherwise.
  return UnknownRecord{.type = type, .body = to_bytes(body)};
}

}  // namespace kiezel::crypto
