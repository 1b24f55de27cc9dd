#include <algorithm>
#include <fstream>
#include <iostream>
#include <ranges>
#include <sstream>

#include "server/admin/command.hpp"
#include "server/admin/ids.hpp"
#include "server/admin/workbench.hpp"

namespace kiezel::admin {
namespace {

constexpr std::size_t lines_shown_max = 20;

std::expected<std::string, std::string> read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::unexpected("There is no file " + file.string() + ", or it cannot be read.");
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

void print_rows(std::string_view title, const std::vector<RowError>& rows) {
  if (rows.empty()) return;
  std::cout << title << '\n';
  for (const RowError& row : rows | std::views::take(lines_shown_max)) {
    std::cout << "  line " << row.line << ": " << row.sentence << '\n';
  }
  if (rows.size() > lines_shown_max) std::cout << "  and " << rows.size() - lines_shown_max << " more\n";
}

void print_schools(std::string_view title, const std::vector<School>& schools) {
  if (schools.empty()) return;
  std::cout << title << '\n';
  for (const School& school : schools | std::views::take(lines_shown_max)) {
    std::cout << "  " << school.code << "  " << school.name << ", " << school.place << '\n';
  }
  if (schools.size() > lines_shown_max)
    std::cout << "  and " << schools.size() - lines_shown_max << " more\n";
}

void print_changes(const SchoolRegister& imported, const SchoolChanges& changes, bool closes_missing) {
  print_rows("Rows that are not right:", imported.errors);
  print_rows("Fields that were left empty:", imported.warnings);
  print_schools("New:", changes.added);
  print_schools("Changed:", changes.changed);
  print_schools(closes_missing ? "Closed:" : "Not in this file (kept; --close-missing closes them):",
                changes.missing);
  std::cout << changes.added.size() << " new, " << changes.changed.size() << " changed, "
            << (closes_missing ? changes.missing.size() : 0) << " closed, " << changes.unchanged
            << " unchanged, " << imported.errors.size() << " rows not right.\n";
}

std::vector<School> to_write(SchoolChanges changes, bool closes_missing) {
  std::vector<School> schools = std::move(changes.added);
  std::ranges::move(changes.changed, std::back_inserter(schools));
  if (closes_missing) {
    for (School& school : changes.missing) {
      school.closed = true;
      schools.push_back(std::move(school));
    }
  }
  return schools;
}

Outcome import_schools(const Arguments& arguments) {
  const auto bytes = read_file(arguments.operands()[0]);
  if (!bytes) return std::unexpected(bytes.error());
  const auto imported = parse_school_register(*bytes);
  if (!imported) return std::unexpected(imported.error());
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto known = (*bench)->run((*bench)->registry().schools());
  if (!known) return std::unexpected("The schools could not be read from Redis.");
  const bool closes_missing = arguments.has("close-missing");
  SchoolChanges changes = compare(*known, imported->schools);
  print_changes(*imported, changes, closes_missing);
  if (arguments.has("dry-run")) {
    std::cout << "Nothing was saved: this was a dry run.\n";
    return imported->errors.empty() ? ExitCode::done : ExitCode::faults;
  }
  if (!imported->errors.empty() && !arguments.has("skip-wrong-rows")) {
    return std::unexpected(
        "Nothing was saved. Mend the rows above, or leave them out with --skip-wrong-rows.");
  }
  if (!(*bench)->run((*bench)->registry().put_schools(to_write(std::move(changes), closes_missing)))) {
    return std::unexpected("Redis did not take the schools; nothing was saved.");
  }
  std::cout << "Saved.\n";
  return ExitCode::done;
}

Outcome list_schools(const Arguments& arguments) {
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto schools = (*bench)->run((*bench)->registry().schools());
  const auto attachments = (*bench)->run((*bench)->registry().attachments());
  if (!schools || !attachments) return std::unexpected("The schools could not be read from Redis.");
  for (const auto& [code, school] : *schools) {
    const auto attached = attachments->find(code);
    const std::size_t advisors = attached == attachments->end() ? 0 : attached->second.size();
    if (arguments.has("board") && school.board_number != arguments.text("board")) continue;
    std::cout << code << "  " << (school.closed ? "closed" : std::to_string(advisors) + " advisors")
              << "  board " << school.board_number << "  " << school.name << ", " << school.place << '\n';
  }
  return ExitCode::done;
}

bool is_chosen(const School& school, const Arguments& arguments) {
  if (school.closed) return false;
  if (arguments.has("all")) return true;
  if (arguments.has("board")) return school.board_number == arguments.text("board");
  return arguments.has("school") && school.code == arguments.text("school");
}

Outcome change_attachments(const Arguments& arguments, bool attach) {
  const auto advisor = advisor_id_from(arguments.operands()[0]);
  if (!advisor) return std::unexpected(advisor.error());
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto schools = (*bench)->run((*bench)->registry().schools());
  auto known = (*bench)->run((*bench)->registry().attachments());
  if (!schools || !known) return std::unexpected("The schools could not be read from Redis.");
  Attachments changed;
  for (const auto& [code, school] : *schools) {
    if (!is_chosen(school, arguments)) continue;
    std::vector<core::AdvisorId> advisors = (*known)[code];
    std::erase(advisors, *advisor);
    if (attach) advisors.push_back(*advisor);
    changed.emplace(code, std::move(advisors));
  }
  if (changed.empty())
    return std::unexpected("No open school was chosen: give --school CODE, --board NUMBER or --all.");
  const std::size_t count = changed.size();
  if (!(*bench)->run((*bench)->registry().put_attachments(std::move(changed)))) {
    return std::unexpected("Redis did not take the change; nothing was saved.");
  }
  std::cout << count << (attach ? " schools attached" : " schools detached")
            << ". Families see it when the directory is published.\n";
  return ExitCode::done;
}

Outcome attach(const Arguments& arguments) {
  return change_attachments(arguments, true);
}
Outcome detach(const Arguments& arguments) {
  return change_attachments(arguments, false);
}

Outcome add_board(const Arguments& arguments) {
  const std::string& number = arguments.operands()[0];
  const std::string& name = arguments.operands()[1];
  if (number.size() != 5 || !std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; })) {
    return std::unexpected("A board's number has five digits.");
  }
  if (name.empty() || name.size() > 200) return std::unexpected("A board's name has 1 to 200 bytes.");
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  if (!(*bench)->run((*bench)->registry().put_boards({{number, name}}))) {
    return std::unexpected("Redis did not take the board; nothing was saved.");
  }
  std::cout << "Saved board " << number << ".\n";
  return ExitCode::done;
}

Outcome list_boards(const Arguments& arguments) {
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto boards = (*bench)->run((*bench)->registry().boards());
  if (!boards) return std::unexpected("The boards could not be read from Redis.");
  for (const auto& [number, name] : *boards) std::cout << number << "  " << name << '\n';
  return ExitCode::done;
}

std::vector<Option> choice_of_schools() {
  return with_data({{"school", Takes::value, "CODE", "one school: BRIN and branch, such as 18BR00"},
                    {"board", Takes::value, "NUMBER", "all open schools of a board"},
                    {"all", Takes::nothing, "", "all open schools"}});
}

}  // namespace

std::vector<Command> school_commands() {
  return {
      {.words = "school import",
       .operands = {"FILE"},
       .sentence = "Take over the national register (DUO, addresses of branches) as published.",
       .options = with_data(
           {{"dry-run", Takes::nothing, "", "show what would change and save nothing"},
            {"skip-wrong-rows", Takes::nothing, "", "save the others when rows are not right"},
            {"close-missing", Takes::nothing, "", "the file is the whole register: close what it lacks"}}),
       .run = import_schools},
      {.words = "school list",
       .operands = {},
       .sentence = "List the schools and how many advisors serve each.",
       .options = with_data({{"board", Takes::value, "NUMBER", "only schools of this board"}}),
       .run = list_schools},
      {.words = "school attach",
       .operands = {"ADVISOR"},
       .sentence = "Let an advisor serve schools.",
       .options = choice_of_schools(),
       .run = attach},
      {.words = "school detach",
       .operands = {"ADVISOR"},
       .sentence = "End an advisor's service of schools; conversations go on.",
       .options = choice_of_schools(),
       .run = detach},
      {.words = "board add",
       .operands = {"NUMBER", "NAME"},
       .sentence = "Add a board or rename one.",
       .options = with_data({}),
       .run = add_board},
      {.words = "board list",
       .operands = {},
       .sentence = "List the boards.",
       .options = with_data({}),
       .run = list_boards},
  };
}

}  // namespace kiezel::admin
