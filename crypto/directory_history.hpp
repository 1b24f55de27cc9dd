// The published history of directory heads: every header that the roots ever signed, each naming the one
// before (crypto/KZ1.md 5.7). Whoever follows it sees a rewritten past, a fork and a gap.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "crypto/directory.hpp"

namespace kiezel::crypto {

/// Headers in one answer of the service, and in one call of parse_directory_history.
inline constexpr std::size_t directory_history_page_max = 256;

/// One signed header after another, nothing between and nothing after. Well formed; not to be believed.
[[nodiscard]] Checked<std::vector<SignedDirectoryHeader>> parse_directory_history(BytesView page);

/// The head after following `next` from `last`, or from the beginning when there is none. signature: a header
/// without two roots. rule: a version is left out or comes twice, a header names another one before it, or
/// nothing was ever published.
[[nodiscard]] Checked<DirectoryHead> follow_directory_history(const std::optional<DirectoryHead>& last,
                                                              std::span<const SignedDirectoryHeader> next,
                                                              const RootKeys& root_keys);

}  // namespace kiezel::crypto
