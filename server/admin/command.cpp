#include "server/admin/command.hpp"

#include <algorithm>
#include <iostream>

namespace kiezel::admin {
namespace {

std::vector<Command> all_commands() {
  std::vector<Command> commands;
  for (auto part : {organisation_commands, school_commands, holiday_commands, advisor_commands,
                    directory_commands, signing_commands, statement_commands, demo_commands}) {
    std::ranges::move(part(), std::back_inserter(commands));
  }
  return commands;
}

std::string call_of(const Command& command) {
  std::string call = "kiezel-admin " + std::string(command.words);
  for (const std::string_view operand : command.operands) call.append(" ").append(operand);
  return call;
}

void print_overview(std::ostream& out, std::span<const Command> commands) {
  out << "kiezel-admin: the organisation behind a Kiezel server.\n\n";
  for (const Command& command : commands) {
    const std::string call = call_of(command).substr(13);
    out << "  " << call << std::string(call.size() < 28 ? 28 - call.size() : 1, ' ') << command.sentence
        << '\n';
  }
  out << "\nkiezel-admin COMMAND --help explains one.\n";
}

void print_help(std::ostream& out, const Command& command) {
  out << call_of(command) << " [options]\n" << command.sentence << "\n\n";
  for (const Option& option : command.options) {
    std::string left = "  --" + std::string(option.name) + " " + std::string(option.placeholder);
    left.resize(std::max<std::size_t>(left.size() + 2, 28), ' ');
    out << left << option.sentence << (option.required ? " (needed)" : "") << '\n';
  }
}

bool asks_for_help(std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [](std::string_view word) { return word == "--help" || word == "-h"; });
}

ExitCode run(const Command& command, std::span<const std::string_view> words) {
  if (asks_for_help(words)) {
    print_help(std::cout, command);
    return ExitCode::done;
  }
  const auto arguments = parse_arguments(words, command.options, command.operands.size());
  if (!arguments) {
    std::cerr << "kiezel-admin: " << arguments.error() << "\n\n";
    print_help(std::cerr, command);
    return ExitCode::usage;
  }
  const Outcome outcome = command.run(*arguments);
  if (outcome) return *outcome;
  std::cerr << "kiezel-admin: " << outcome.error() << '\n';
  return ExitCode::failed;
}

}  // namespace

std::vector<Option> with_data(std::vector<Option> options) {
  options.push_back({"data", Takes::value, "DIR", "the server's data folder (default: data)"});
  options.push_back(
      {"redis", Takes::value, "URL", "a Redis of your own instead of the one in the data folder"});
  return options;
}

ExitCode run_command_line(std::span<const std::string_view> words) {
  const std::vector<Command> commands = all_commands();
  if (words.empty()) {
    print_overview(std::cerr, commands);
    return ExitCode::usage;
  }
  if (words[0] == "help" || words[0] == "--help" || words[0] == "-h") {
    print_overview(std::cout, commands);
    return ExitCode::done;
  }
  std::string wanted;
  for (std::size_t count = 1; count <= std::min<std::size_t>(words.size(), 2); ++count) {
    wanted.append(count == 1 ? "" : " ").append(words[count - 1]);
    const auto found = std::ranges::find(commands, wanted, &Command::words);
    if (found != commands.end()) return run(*found, words.subspan(count));
  }
  std::cerr << "kiezel-admin: there is no such command. kiezel-admin help lists them.\n";
  return ExitCode::usage;
}

}  // namespace kiezel::admin
