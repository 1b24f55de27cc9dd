// `kiezel-server` as people and scripts meet it: options, help, exit codes.
#pragma once

#include <span>

namespace kiezel::app {

// 0: stopped as asked, or help was given. 1: could not start or go on; standard error has a sentence. 2: the
// command line or the configuration is wrong.
[[nodiscard]] int run(std::span<const char* const> arguments, const char* const* environment);

}  // namespace kiezel::app
