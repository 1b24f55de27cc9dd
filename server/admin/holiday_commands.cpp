#include <iostream>

#include "server/admin/command.hpp"
#include "server/admin/files.hpp"
#include "server/admin/holiday_table.hpp"
#include "server/admin/ids.hpp"
#include "server/admin/workbench.hpp"

namespace kiezel::admin {
namespace {

std::string_view region_name(protocol::Region region) {
  switch (region) {
    case protocol::Region::north:
      return "noord ";
    case protocol::Region::middle:
      return "midden";
    case protocol::Region::south:
      return "zuid  ";
    case protocol::Region::none:
      return "geen  ";
  }
  return {};
}

void print(const std::vector<protocol::Holiday>& holidays) {
  for (const protocol::Holiday& one : holidays) {
    std::cout << "  " << region_name(one.region) << "  " << one.from << " to " << one.until << "  "
              << one.name << '\n';
  }
}

Outcome import_holidays(const Arguments& arguments) {
  const auto bytes = read_bytes(arguments.operands()[0]);
  if (!bytes) return std::unexpected(bytes.error());
  const auto file = parse_holidays(crypto::as_text(*bytes));
  if (!file) return std::unexpected(file.error());
  for (const RowError& row : file->errors) std::cout << "  line " << row.line << ": " << row.sentence << '\n';
  print(file->holidays);
  if (arguments.has("dry-run")) {
    std::cout << "Nothing was saved: this was a dry run.\n";
    return file->errors.empty() ? ExitCode::done : ExitCode::faults;
  }
  if (!file->errors.empty()) return std::unexpected("Nothing was saved. Mend the rows above.");
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  if (!(*bench)->run((*bench)->registry().put_holidays({.holidays = file->holidays})))
    return std::unexpected("Redis did not take the holidays; nothing was saved.");
  std::cout << "Saved: " << file->holidays.size() << " holidays, in the place of those before.\n";
  return ExitCode::done;
}

Outcome show_holidays(const Arguments& arguments) {
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto table = (*bench)->run((*bench)->registry().holidays());
  if (!table) return std::unexpected("The holidays could not be read from Redis.");
  if (table->holidays.empty())
    std::cout << "No school holidays are known. See: kiezel-admin holidays import\n";
  print(table->holidays);
  return ExitCode::done;
}

}  // namespace

std::vector<Command> holiday_commands() {
  return {
      {.words = "holidays import",
       .operands = {"FILE"},
       .sentence = "Replace the school holidays by those of a table (REGIO, NAAM, VAN, TOT).",
       .options = with_data({{"dry-run", Takes::nothing, "", "show what the table says and save nothing"}}),
       .run = import_holidays},
      {.words = "holidays show",
       .operands = {},
       .sentence = "Show the school holidays that are known.",
       .options = with_data({}),
       .run = show_holidays},
  };
}

}  // namespace kiezel::admin
