// What a monitor remembers between two looks: a small text file, readable by a person and comparable between
// monitors on different networks.
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/directory.hpp"

namespace kiezel::watch {

struct WatchState {
  /// Pinned at the first look: where they came from is the person's business (server/README.md).
  crypto::RootKeys root_keys{};
  /// Nothing before the first directory was seen.
  std::optional<crypto::DirectoryHead> head{};
  /// Watched advisors, by id in hexadecimal, with the name under which they were last listed.
  std::map<std::string, std::string> advisors{};

  friend bool operator==(const WatchState&, const WatchState&) = default;
};

[[nodiscard]] std::string to_text(const WatchState& state);
/// Nothing for anything that to_text did not write.
[[nodiscard]] std::optional<WatchState> parse_state(std::string_view text);

/// An absent file is no state; any other fault is a sentence.
[[nodiscard]] std::expected<std::optional<WatchState>, std::string> read_state(
    const std::filesystem::path& file);
/// Replaces the file as a whole or not at all. The error is a sentence.
[[nodiscard]] std::expected<void, std::string> write_state(const std::filesystem::path& file,
                                                           const WatchState& state);

}  // namespace kiezel::watch
