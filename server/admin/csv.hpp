// Comma- or semicolon-separated text (RFC 4180, and what spreadsheets make of it).
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace kiezel::admin {

/// A full national register has some 10,000 rows; more is not such a file.
inline constexpr std::size_t csv_rows_max = 50'000;
inline constexpr std::size_t csv_bytes_max = 64U << 20U;
inline constexpr std::size_t csv_columns_max = 200;

struct CsvRow {
  /// Where the row begins in the file, from 1, as an editor counts.
  std::size_t line = 0;
  /// Without quotes and surrounding white space; a field of blanks is empty.
  std::vector<std::string> fields;
};

struct Csv {
  CsvRow header;
  std::vector<CsvRow> rows;
};

/// Takes the separator (`;`, `,` or a tab) from the first line; accepts LF and CRLF, quoted and bare fields.
/// The error is a sentence for the person who chose the file.
[[nodiscard]] std::expected<Csv, std::string> parse_csv(std::string_view utf8);

}  // namespace kiezel::admin
