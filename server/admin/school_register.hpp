// The national register of schools (DUO, "adressen vestigingen") as it is published, and what importing it
// would change.
#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kiezel::admin {

/// One branch of a school.
struct School {
  /// BRIN and branch: four and two characters, such as "18BR01".
  std::string code;
  std::string name;
  std::string street;
  std::string place;
  /// What the register calls the structure: "VBO/MAVO/HAVO/VWO".
  std::string kind;
  std::string website;
  /// Five digits.
  std::string board_number;
  /// Former names, newline separated; kept when the register renames a school.
  std::string aliases{};
  /// No longer in the register; it stays known and is not published.
  bool closed = false;

  friend bool operator==(const School&, const School&) = default;
};

using Schools = std::map<std::string, School>;

struct RowError {
  std::size_t line = 0;
  /// Says which column is wrong and how, never the whole row.
  std::string sentence;
};

struct SchoolRegister {
  Schools schools;
  /// Rows that cannot be a school; an import with any of them changes nothing unless the person says to leave
  /// them out.
  std::vector<RowError> errors;
  /// Fields that are junk and were left empty, such as a telephone number where the website belongs.
  std::vector<RowError> warnings;
};

/// `bytes` as read from the file. The error is a sentence: not a register at all, or a needed column is
/// missing.
[[nodiscard]] std::expected<SchoolRegister, std::string> parse_school_register(std::string_view bytes);

struct SchoolChanges {
  std::vector<School> added;
  /// As they will be; a new name keeps the old one as an alias.
  std::vector<School> changed;
  /// Known, and not in this file. Only a file of the whole register says that they closed.
  std::vector<School> missing;
  std::size_t unchanged = 0;
};

[[nodiscard]] SchoolChanges compare(const Schools& known, const Schools& imported);

}  // namespace kiezel::admin
