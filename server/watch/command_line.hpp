// The words of a kiezel-watch call.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace kiezel::watch {

struct Options {
  /// Scheme, host and port; nothing behind it.
  std::string origin;
  std::filesystem::path state;
  /// Where the root keys are pinned from at the first look; empty: from the service itself.
  std::filesystem::path organisation;
  std::set<std::string> advisors;
  std::uint64_t warn_days = 14;
  bool quiet = false;
};

extern const std::string_view usage;

/// `words` are argv without the program. The error is a sentence.
[[nodiscard]] std::expected<Options, std::string> parse_options(std::span<const std::string_view> words);

}  // namespace kiezel::watch
