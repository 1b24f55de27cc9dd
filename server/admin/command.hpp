// One command of kiezel-admin: its words, its help, what it does. The table of all of them is in
// commands.cpp.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/admin/command_line.hpp"

namespace kiezel::admin {

/// 0: done. 1: could not be done, and nothing was changed, or a statement does not hold. 2: the call itself
/// is wrong. 3: a dry run or a check found faults.
enum class ExitCode { done = 0, failed = 1, usage = 2, faults = 3 };

using Outcome = std::expected<ExitCode, std::string>;

struct Command {
  /// "school import", or one word alone: "statement".
  std::string_view words;
  /// Placeholders of what follows without a dash: "FILE".
  std::vector<std::string_view> operands;
  std::string_view sentence;
  std::vector<Option> options;
  /// Prints what it found on standard output. The error is a sentence for standard error.
  Outcome (*run)(const Arguments& arguments);
};

/// The options of every command that works on a data folder.
[[nodiscard]] std::vector<Option> with_data(std::vector<Option> options);
inline constexpr std::string_view data_default = "data";

[[nodiscard]] std::vector<Command> organisation_commands();
[[nodiscard]] std::vector<Command> school_commands();
[[nodiscard]] std::vector<Command> holiday_commands();
[[nodiscard]] std::vector<Command> advisor_commands();
[[nodiscard]] std::vector<Command> directory_commands();
/// The part of the directory's commands that works on files alone, away from any server.
[[nodiscard]] std::vector<Command> signing_commands();
[[nodiscard]] std::vector<Command> demo_commands();
/// What people said, as a file that anybody can check.
[[nodiscard]] std::vector<Command> statement_commands();

/// Finds the command, checks its words and runs it. `words` are argv without the program.
[[nodiscard]] ExitCode run_command_line(std::span<const std::string_view> words);

}  // namespace kiezel::admin
