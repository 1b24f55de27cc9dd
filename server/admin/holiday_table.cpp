#include "server/admin/holiday_table.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <optional>
#include <tuple>
#include <utility>

#include "protocol/limits.hpp"
#include "server/admin/csv.hpp"

namespace kiezel::admin {
namespace {

using protocol::Holiday;
using protocol::Region;

constexpr std::size_t days_max = 70;

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return std::tolower(c); });
  return result;
}

std::vector<Region> regions_named(std::string_view text) {
  const std::string name = lower(text);
  if (name == "noord" || name == "north") return {Region::north};
  if (name == "midden" || name == "middle") return {Region::middle};
  if (name == "zuid" || name == "south") return {Region::south};
  if (name == "alle" || name == "all") return {Region::north, Region::middle, Region::south};
  return {};
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::chrono::sys_days> date(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  const bool year_first = text[4] == '-' && text[7] == '-';
  const bool day_first = text[2] == '-' && text[5] == '-';
  if (!year_first && !day_first) return std::nullopt;
  const auto year = number(year_first ? text.substr(0, 4) : text.substr(6, 4));
  const auto month = number(year_first ? text.substr(5, 2) : text.substr(3, 2));
  const auto day = number(year_first ? text.substr(8, 2) : text.substr(0, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day found{std::chrono::year(*year),
                                          std::chrono::month(static_cast<unsigned>(*month)),
                                          std::chrono::day(static_cast<unsigned>(*day))};
  if (!found.ok()) return std::nullopt;
  return std::chrono::sys_days(found);
}

std::string text_of(std::chrono::sys_days day) {
  const std::chrono::year_month_day parts(day);
  char text[16];
  std::snprintf(text, sizeof(text), "%04d-%02u-%02u", static_cast<int>(parts.year()),
                static_cast<unsigned>(parts.month()), static_cast<unsigned>(parts.day()));
  return text;
}

struct Columns {
  std::size_t region;
  std::size_t name;
  std::size_t from;
  std::size_t until;
};

std::optional<Columns> columns_of(const CsvRow& header) {
  const auto at = [&header](std::string_view name) -> std::optional<std::size_t> {
    const auto found = std::ranges::find_if(
        header.fields, [name](const std::string& field) { return lower(field) == name; });
    if (found == header.fields.end()) return std::nullopt;
    return static_cast<std::size_t>(found - header.fields.begin());
  };
  const auto region = at("regio");
  const auto name = at("naam");
  const auto from = at("van");
  const auto until = at("tot");
  if (!region || !name || !from || !until) return std::nullopt;
  return Columns{*region, *name, *from, *until};
}

// What is wrong with a row, or nothing: then its holidays were added.
std::optional<std::string> take_row(const CsvRow& row, const Columns& columns,
                                    std::vector<Holiday>& holidays) {
  const auto field = [&row](std::size_t at) {
    return at < row.fields.size() ? std::string_view(row.fields[at]) : std::string_view();
  };
  const std::vector<Region> regions = regions_named(field(columns.region));
  if (regions.empty()) return "The region must be noord, midden, zuid or alle.";
  const std::string name(field(columns.name));
  if (name.empty() || std::cmp_greater(name.size(), protocol::limits::name_bytes_max))
    return "The name is missing or too long.";
  const auto from = date(field(columns.from));
  const auto until = date(field(columns.until));
  if (!from || !until) return "A date must exist and look like 2026-12-19 or 19-12-2026.";
  if (*until < *from) return "The last day is before the first.";
  if (std::cmp_greater((*until - *from).count(), days_max)) return "No holiday is longer than ten weeks.";
  for (const Region region : regions)
    holidays.push_back({.region = region, .name = name, .from = text_of(*from), .until = text_of(*until)});
  return std::nullopt;
}

}  // namespace

std::expected<HolidayFile, std::string> parse_holidays(std::string_view utf8) {
  const auto csv = parse_csv(utf8);
  if (!csv) return std::unexpected(csv.error());
  const auto columns = columns_of(csv->header);
  if (!columns) return std::unexpected("The file needs the columns REGIO, NAAM, VAN and TOT.");
  HolidayFile file;
  for (const CsvRow& row : csv->rows) {
    if (const auto fault = take_row(row, *columns, file.holidays)) file.errors.push_back({row.line, *fault});
  }
  std::ranges::sort(file.holidays, {}, [](const Holiday& one) { return std::tie(one.from, one.region); });
  if (std::cmp_greater(file.holidays.size(), protocol::limits::holidays_max))
    return std::unexpected("These are more holidays than fit (" +
                           std::to_string(protocol::limits::holidays_max) + "). Leave out what is past.");
  return file;
}

}  // namespace kiezel::admin
