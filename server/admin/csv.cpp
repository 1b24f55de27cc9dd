#include "server/admin/csv.hpp"

#include <algorithm>
#include <optional>

namespace kiezel::admin {
namespace {

constexpr std::string_view blanks = " \t\xC2\xA0";

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

char separator_of(std::string_view text) {
  const std::string_view first_line = text.substr(0, text.find('\n'));
  char best = ';';
  std::ptrdiff_t most = 0;
  for (const char candidate : {';', ',', '\t'}) {
    const auto count = std::ranges::count(first_line, candidate);
    if (count > most) {
      most = count;
      best = candidate;
    }
  }
  return best;
}

// One pass over the text; a row is given out whole.
class Reader {
 public:
  Reader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

  // Nothing when a quote is never closed; the row's line says where it began.
  std::optional<CsvRow> next_row() {
    CsvRow row{.line = line_, .fields = {}};
    for (;;) {
      auto field = next_field();
      if (!field) return std::nullopt;
      row.fields.push_back(*std::move(field));
      if (at_end()) return row;
      const char end = text_[at_++];
      if (end == '\n') {
        ++line_;
        return row;
      }
    }
  }

  [[nodiscard]] std::size_t line() const { return line_; }

 private:
  // Stops at the separator, the line's end or the text's end, which stay unread.
  std::optional<std::string> next_field() {
    const std::size_t begin = text_.find_first_not_of(' ', at_);
    if (begin != std::string_view::npos && text_[begin] == '"') {
      at_ = begin + 1;
      return quoted_field();
    }
    std::string_view bare = text_.substr(at_, text_.find_first_of(ends(), at_) - at_);
    at_ += bare.size();
    if (bare.ends_with('\r')) bare.remove_suffix(1);
    return trimmed(bare);
  }

  std::optional<std::string> quoted_field() {
    std::string value;
    for (; !at_end(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') ++line_;
      if (c != '"') {
        value.push_back(c);
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        value.push_back('"');
        ++at_;
      } else {
        // Junk between the closing quote and the separator is dropped.
        at_ = std::min(text_.find_first_of(ends(), at_ + 1), text_.size());
        return trimmed(value);
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string ends() const { return {separator_, '\n'}; }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

bool is_blank(const CsvRow& row) {
  return std::ranges::all_of(row.fields, [](const std::string& field) { return field.empty(); });
}

}  // namespace

std::expected<Csv, std::string> parse_csv(std::string_view utf8) {
  if (utf8.size() > csv_bytes_max)
    return std::unexpected("The file is larger than 64 MiB; that is not a school register.");
  if (utf8.contains('\0'))
    return std::unexpected("This is not a text file: it holds bytes that no register has.");
  Csv csv;
  Reader reader(utf8, separator_of(utf8));
  bool header_read = false;
  while (!reader.at_end()) {
    const std::size_t begins = reader.line();
    auto row = reader.next_row();
    if (!row) {
      return std::unexpected("Line " + std::to_string(begins) +
                             ": a quotation mark is opened and never closed.");
    }
    if (is_blank(*row)) continue;
    if (row->fields.size() > csv_columns_max) {
      return std::unexpected("Line " + std::to_string(begins) + " has more than 200 columns.");
    }
    if (!header_read) {
      csv.header = *std::move(row);
      header_read = true;
    } else if (csv.rows.size() == csv_rows_max) {
      return std::unexpected("The file has more than 50,000 rows; that is not a school register.");
    } else {
      csv.rows.push_back(*std::move(row));
    }
  }
  if (!header_read) return std::unexpected("The file is empty.");
  return csv;
}

}  // namespace kiezel::admin
