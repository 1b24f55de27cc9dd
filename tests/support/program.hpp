// Runs one of our programs to its end and keeps what it said.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kiezel::support {

struct Finished {
  int exit_code = -1;
  /// Standard output and standard error, as they came.
  std::string said;
};

/// Blocks. `command[0]` is a path. A program that a signal ended has exit code 128 plus its number.
[[nodiscard]] Finished run_program(const std::vector<std::string>& command);

}  // namespace kiezel::support
