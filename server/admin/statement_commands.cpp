#include <algorithm>
#include <iostream>

#include "server/admin/command.hpp"
#include "server/admin/files.hpp"
#include "server/admin/moment.hpp"
#include "server/admin/printable.hpp"
#include "server/admin/statement_words.hpp"
#include "server/directory/organisation.hpp"

namespace kiezel::admin {
namespace {

constexpr std::string_view not_proven =
    "\nSigned is what each statement says. Who the clients are, the order, the times in the log, and that "
    "nothing\nwas left out are the word of whoever saved the file.\n";

void print_head(const StatementFile& file, const directory::Organisation& organisation,
                const crypto::DirectoryHeader& header) {
  std::cout << file.statements.size() << (file.statements.size() == 1 ? " statement" : " statements")
            << ", saved " << moment_of(file.exported_at_s) << ".\nHeld against version " << header.version
            << " of the directory of " << printable(organisation.name) << ", of " << day_of(header.issued_s)
            << ", signed by two of its root keys.\n";
}

Outcome print_checked(const std::vector<CheckedStatement>& all) {
  const auto readable = std::ranges::find_if(all, [](const auto& one) { return one.statement.has_value(); });
  if (readable != all.end())
    std::cout << "Conversation " << short_hash((*readable->statement)->conversation) << ".\n";
  std::size_t number = 0;
  for (const CheckedStatement& checked : all) std::cout << '\n' << words_of(checked, ++number);
  const auto wrong = std::ranges::count_if(all, [](const auto& one) { return !one.faults.empty(); });
  std::cout << not_proven;
  if (wrong == 0) {
    std::cout << "Everything holds.\n";
    return ExitCode::done;
  }
  std::cout << wrong << " of " << all.size() << " DO NOT HOLD.\n";
  return ExitCode::failed;
}

Outcome check(const Arguments& arguments) {
  const auto bytes = read_bytes(arguments.operands()[0]);
  if (!bytes) return std::unexpected(bytes.error());
  const auto file = parse_statement_file(*bytes);
  if (!file) return std::unexpected(file.error());
  const auto organisation = directory::read_organisation(arguments.text("organisation"));
  if (!organisation) return std::unexpected(organisation.error());
  const auto directory_bytes = read_bytes(arguments.text("directory"));
  if (!directory_bytes) return std::unexpected(directory_bytes.error());
  const auto directory = read_directory_of_any_age(*directory_bytes, organisation->root_keys);
  if (!directory) return std::unexpected(directory.error());
  print_head(*file, *organisation, directory->header());
  return print_checked(check_statements(*file, *directory));
}

}  // namespace

std::vector<Command> statement_commands() {
  return {
      {.words = "statement",
       .operands = {"FILE"},
       .sentence = "Check saved statements (verklaringen.json). Needs no network and no server.",
       .options = {{"organisation", Takes::value, "FILE", "your own copy of organisation.json", true},
                   {"directory", Takes::value, "FILE",
                    "a directory of the days of the statements, as directory copy wrote it", true}},
       .run = check},
  };
}

}  // namespace kiezel::admin
