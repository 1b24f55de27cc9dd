#include "server/admin/school_register.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "server/admin/csv.hpp"
#include "server/admin/text_encoding.hpp"

namespace kiezel::admin {
namespace {

constexpr std::size_t text_bytes_max = 200;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return out;
}

// The same column has had several names over the years.
class Columns {
 public:
  explicit Columns(const CsvRow& header) {
    for (const std::string& name : header.fields) names_.push_back(upper(name));
  }

  [[nodiscard]] std::optional<std::size_t> find(std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names) {
      const auto found = std::ranges::find(names_, name);
      if (found != names_.end()) return static_cast<std::size_t>(found - names_.begin());
    }
    return std::nullopt;
  }

 private:
  std::vector<std::string> names_;
};

struct Layout {
  std::size_t code = 0;
  std::size_t name = 0;
  std::size_t place = 0;
  std::size_t board_number = 0;
  std::optional<std::size_t> street;
  std::optional<std::size_t> house_number;
  std::optional<std::size_t> kind;
  std::optional<std::size_t> website;
};

std::expected<Layout, std::string> layout_of(const CsvRow& header) {
  const Columns columns(header);
  const auto code = columns.find({"VESTIGINGSCODE", "VESTIGINGSNUMMER"});
  const auto name = columns.find({"VESTIGINGSNAAM"});
  const auto place = columns.find({"PLAATSNAAM"});
  const auto board = columns.find({"BEVOEGD GEZAG NUMMER", "BEVOEGD GEZAG"});
  for (const auto& [found, wanted] :
       {std::pair{code, "VESTIGINGSCODE"}, std::pair{name, "VESTIGINGSNAAM"}, std::pair{place, "PLAATSNAAM"},
        std::pair{board, "BEVOEGD GEZAG NUMMER"}}) {
    if (!found) {
      return std::unexpected(
          std::string("This is not a register of school branches: the first line has no column ") + wanted +
          ".");
    }
  }
  return Layout{.code = *code,
                .name = *name,
                .place = *place,
                .board_number = *board,
                .street = columns.find({"STRAATNAAM"}),
                .house_number = columns.find({"HUISNUMMER-TOEVOEGING", "HUISNUMMER"}),
                .kind = columns.find({"ONDERWIJSSTRUCTUUR", "SOORT PRIMAIR ONDERWIJS", "SOORT PO"}),
                .website = columns.find({"INTERNETADRES"})};
}

// Two digits, two letters, two digits.
bool is_school_code(std::string_view text) {
  return text.size() == 6 && is_digit(text[0]) && is_digit(text[1]) && is_upper(text[2]) &&
         is_upper(text[3]) && is_digit(text[4]) && is_digit(text[5]);
}

bool is_board_number(std::string_view text) {
  return text.size() == 5 && std::ranges::all_of(text, is_digit);
}

bool is_printable(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool is_website(std::string_view text) {
  return text.contains('.') && !text.contains(' ') &&
         std::ranges::any_of(text, [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; });
}

// "HOOGEVEEN" is how the register writes places; people read "Hoogeveen". Only text without lower case is
// changed.
std::string readable_place(std::string place) {
  if (std::ranges::any_of(place, [](char c) { return c >= 'a' && c <= 'z'; })) return place;
  bool starts_word = true;
  for (char& c : place) {
    if (is_upper(c) && !starts_word) c = static_cast<char>(c + 32);
    starts_word = c == ' ' || c == '-' || c == '\'' || c == '(';
  }
  if (place.starts_with("Ij")) place[1] = 'J';
  return place;
}

class RowReader {
 public:
  RowReader(const CsvRow& row, const Layout& layout) : row_(row), layout_(layout) {}

  [[nodiscard]] std::string_view at(std::optional<std::size_t> column) const {
    if (!column || *column >= row_.fields.size()) return {};
    return row_.fields[*column];
  }

  [[nodiscard]] School school() const {
    std::string street(at(layout_.street));
    if (!street.empty() && !at(layout_.house_number).empty())
      street.append(" ").append(at(layout_.house_number));
    const std::string_view website = at(layout_.website);
    return School{.code = upper(at(layout_.code)),
                  .name = std::string(at(layout_.name)),
                  .street = std::move(street),
                  .place = readable_place(std::string(at(layout_.place))),
                  .kind = std::string(at(layout_.kind)),
                  .website = is_website(website) ? std::string(website) : std::string(),
                  .board_number = std::string(at(layout_.board_number))};
  }

  [[nodiscard]] bool has_junk_website() const {
    const std::string_view website = at(layout_.website);
    return !website.empty() && !is_website(website);
  }

 private:
  const CsvRow& row_;
  const Layout& layout_;
};

// Empty when the row is a school.
std::string fault_of(const School& school) {
  if (!is_school_code(school.code)) return "VESTIGINGSCODE is not two digits, two letters and two digits.";
  if (school.name.empty()) return "VESTIGINGSNAAM is empty.";
  if (school.place.empty()) return "PLAATSNAAM is empty.";
  if (!is_board_number(school.board_number)) return "BEVOEGD GEZAG NUMMER is not five digits.";
  const std::array<std::pair<std::string_view, std::string_view>, 5> texts = {
      {{"VESTIGINGSNAAM", school.name},
       {"STRAATNAAM", school.street},
       {"PLAATSNAAM", school.place},
       {"ONDERWIJSSTRUCTUUR", school.kind},
       {"INTERNETADRES", school.website}}};
  for (const auto& [column, text] : texts) {
    if (text.size() > text_bytes_max) return std::string(column) + " is longer than 200 bytes.";
    if (!is_printable(text)) return std::string(column) + " holds control characters.";
  }
  return {};
}

void read_row(const CsvRow& row, const Layout& layout, SchoolRegister& into) {
  const RowReader reader(row, layout);
  School school = reader.school();
  if (std::string fault = fault_of(school); !fault.empty()) {
    into.errors.push_back({row.line, std::move(fault)});
    return;
  }
  if (into.schools.contains(school.code)) {
    into.errors.push_back({row.line, "VESTIGINGSCODE " + school.code + " is in the file twice."});
    return;
  }
  if (reader.has_junk_website()) {
    into.warnings.push_back({row.line, "INTERNETADRES is not a website; it was left empty."});
  }
  std::string code = school.code;
  into.schools.emplace(std::move(code), std::move(school));
}

bool has_alias(std::string_view aliases, std::string_view name) {
  while (!aliases.empty()) {
    const auto end = aliases.find('\n');
    if (aliases.substr(0, end) == name) return true;
    if (end == std::string_view::npos) break;
    aliases.remove_prefix(end + 1);
  }
  return false;
}

School renamed(School imported, const School& known) {
  imported.aliases = known.aliases;
  if (known.name != imported.name && !has_alias(imported.aliases, known.name)) {
    if (!imported.aliases.empty()) imported.aliases.push_back('\n');
    imported.aliases.append(known.name);
  }
  return imported;
}

}  // namespace

std::expected<SchoolRegister, std::string> parse_school_register(std::string_view bytes) {
  const std::string text = to_utf8(bytes);
  const auto csv = parse_csv(text);
  if (!csv) return std::unexpected(csv.error());
  const auto layout = layout_of(csv->header);
  if (!layout) return std::unexpected(layout.error());
  SchoolRegister result;
  for (const CsvRow& row : csv->rows) read_row(row, *layout, result);
  if (result.schools.empty() && result.errors.empty())
    return std::unexpected("The file has a first line and no schools.");
  return result;
}

SchoolChanges compare(const Schools& known, const Schools& imported) {
  SchoolChanges changes;
  for (const auto& [code, school] : imported) {
    const auto found = known.find(code);
    if (found == known.end()) {
      changes.added.push_back(school);
      continue;
    }
    School next = renamed(school, found->second);
    if (next == found->second) {
      ++changes.unchanged;
    } else {
      changes.changed.push_back(std::move(next));
    }
  }
  for (const auto& [code, school] : known) {
    if (!imported.contains(code) && !school.closed) changes.missing.push_back(school);
  }
  return changes;
}

}  // namespace kiezel::admin
