#include "crypto/roster.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "crypto/tlv_fields.hpp"

namespace kiezel::crypto {
namespace {

enum Tag : std::uint16_t {
  tag_school = 1,
  tag_directory = 2,
  tag_language = 3,
  tag_excluded = 4,
  tag_self = 5,
  tag_cover = 6,
  tag_brake = 7,
  tag_succession = 8,
  tag_covers = 9,
};

constexpr std::size_t school_bytes = 6;
constexpr std::array<std::string_view, 3> language_names{"nl-je", "nl-u", "en"};

Language read_language(const TlvItem& item, TlvFields& fields) {
  const auto language = language_from(as_text(item.value));
  if (!language) fields.refuse(Refusal::shape);
  return language.value_or(Language::dutch_informal);
}

std::string read_school(const TlvItem& item, TlvFields& fields) {
  std::string school = fields.text(item, school_bytes);
  if (school.size() != school_bytes) fields.refuse(Refusal::shape);
  return school;
}

SelfDescription read_self(const TlvItem& item, TlvFields& fields) {
  if (item.value.size() < 2) {
    fields.refuse(Refusal::shape);
    return {};
  }
  SelfDescription self;
  self.role = fields.checked_choice(item.value[0], ClientRole::pupil, ClientRole::parent);
  self.age = fields.checked_choice(item.value[1], AgeBand::not_said, AgeBand::adult);
  self.name = fields.text({.tag = item.tag, .value = item.value.subspan(2)}, roster_name_bytes_max);
  return self;
}

bool read_brake(const TlvItem& item, TlvFields& fields) {
  const std::uint8_t value = fields.u8(item);
  if (value > 1) fields.refuse(Refusal::shape);
  return value == 1;
}

std::vector<Cover> read_covers(const TlvItem& item, TlvFields& fields) {
  std::vector<Cover> covers;
  if (item.value.size() % Cover::byte_count != 0) fields.refuse(Refusal::shape);
  if (item.value.size() / Cover::byte_count > roster_covers_max) fields.refuse(Refusal::limit);
  ByteReader reader(item.value);
  while (reader.rest().size() >= Cover::byte_count && covers.size() < roster_covers_max) {
    const KeyId advisor = reader.fixed<KeyId>();
    covers.push_back({.advisor = advisor, .until_s = fields.checked_number(reader.u64())});
  }
  return covers;
}

void read_field(const TlvItem& item, TlvFields& fields, Roster& roster) {
  switch (item.tag) {
    case tag_school:
      roster.school = read_school(item, fields);
      break;
    case tag_directory:
      roster.directory = fields.directory_head(item);
      break;
    case tag_language:
      roster.language = read_language(item, fields);
      break;
    case tag_excluded:
      roster.excluded_advisors = fields.list<KeyId>(item, roster_excluded_max);
      break;
    case tag_self:
      roster.self = read_self(item, fields);
      break;
    case tag_cover:
      roster.cover = fields.choice(item, CoverPreference::ask, CoverPreference::nobody);
      break;
    case tag_brake:
      roster.brake = read_brake(item, fields);
      break;
    case tag_succession:
      roster.succession = fields.fixed<Signature>(item);
      break;
    case tag_covers:
      roster.covers = read_covers(item, fields);
      break;
    default:
      break;
  }
}

Bytes encode(const SelfDescription& self) {
  return ByteWriter()
      .u8(static_cast<std::uint8_t>(self.role))
      .u8(static_cast<std::uint8_t>(self.age))
      .raw(as_bytes(self.name))
      .take();
}

Bytes encode(const std::vector<KeyId>& ids) {
  ByteWriter writer;
  for (const KeyId& id : ids) writer.raw(id);
  return writer.take();
}

Bytes encode(const std::vector<Cover>& covers) {
  ByteWriter writer;
  for (const Cover& cover : covers) writer.raw(cover.advisor).u64(cover.until_s);
  return writer.take();
}

}  // namespace

std::string_view to_string(Language language) {
  return language_names.at(static_cast<std::size_t>(language));
}

std::optional<Language> language_from(std::string_view name) {
  const auto found = std::ranges::find(language_names, name);
  if (found == language_names.end()) return std::nullopt;
  return Language{static_cast<std::uint8_t>(found - language_names.begin())};
}

Bytes encode(const Roster& roster) {
  TlvWriter writer;
  if (roster.school) writer.add(tag_school, as_bytes(*roster.school));
  if (roster.directory) writer.add(tag_directory, encode(*roster.directory));
  if (roster.language) {
    writer.add(tag_language, as_bytes(to_string(*roster.language)));
  }
  if (!roster.excluded_advisors.empty()) writer.add(tag_excluded, encode(roster.excluded_advisors));
  if (roster.self) writer.add(tag_self, encode(*roster.self));
  if (roster.cover) writer.add_u8(tag_cover, static_cast<std::uint8_t>(*roster.cover));
  if (roster.brake) writer.add_u8(tag_brake, 1);
  if (roster.succession) writer.add(tag_succession, *roster.succession);
  if (!roster.covers.empty()) writer.add(tag_covers, encode(roster.covers));
  return writer.take();
}

Checked<Roster> parse_roster(BytesView bytes) {
  const auto items = parse_tlv(bytes);
  if (!items) return std::unexpected(items.error());
  TlvFields fields;
  Roster roster;
  for (const TlvItem& item : *items) read_field(item, fields, roster);
  return fields.finish(std::move(roster));
}

}  // namespace kiezel::crypto
