// Times as a person reads them, the same on every machine: UTC.
#pragma once

#include <cstdint>
#include <string>

namespace kiezel::admin {

/// "2026-11-27". Unix seconds; what lies beyond the year 9999 is said in words.
[[nodiscard]] std::string day_of(std::uint64_t at_s);
/// "2026-11-27 22:05 UTC".
[[nodiscard]] std::string moment_of(std::uint64_t at_s);

}  // namespace kiezel::admin
