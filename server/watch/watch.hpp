// One look at a service: fetches, judges, remembers, says.
#pragma once

#include <cstdint>

#include "server/watch/command_line.hpp"

namespace kiezel::watch {

/// 0: all is well. 1: could not look; nothing was changed. 2: the call itself is wrong. 3: alarm.
enum class ExitCode { well = 0, failed = 1, usage = 2, alarm = 3 };

/// `now_s`: unix seconds. Prints its sentences on standard output, and why it could not look on standard
/// error.
[[nodiscard]] ExitCode look(const Options& options, std::uint64_t now_s);

}  // namespace kiezel::watch
