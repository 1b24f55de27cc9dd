// From the registry to a directory that browsers accept: draft, sign with two root keys, publish. Drafts and
// signatures are files, so that signing can happen on a machine without a network.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "crypto/directory.hpp"
#include "server/admin/workbench.hpp"

namespace kiezel::admin {

/// Browsers refuse a directory after this; it is signed again well before.
inline constexpr std::uint64_t directory_lifetime_days_default = 30;

enum class FewestAdvisors {
  two,  ///< every school needs a second advisor, for absence and for the other side of an incident
  one,  ///< demonstrations only
};

struct DraftOptions {
  std::uint64_t lifetime_days = directory_lifetime_days_default;
  FewestAdvisors fewest = FewestAdvisors::two;
  /// The pages that are served from now on. The release before it stays in the directory beside it, for who
  /// has those pages open; without a new one the directory goes on naming what it named.
  std::optional<crypto::Digest> release{};
};

/// All approved advisors, every open school that has enough of them, and the revoked devices, as the next
/// version. The error is a sentence; it names up to five schools that have too few advisors.
[[nodiscard]] core::Task<std::expected<crypto::Bytes, std::string>> draft_directory(Workbench& bench,
                                                                                    DraftOptions options);

/// Adds one signature to a draft. The error is a sentence: not a draft, or signed with this key already.
[[nodiscard]] std::expected<crypto::Bytes, std::string> sign_draft(crypto::BytesView draft,
                                                                   const crypto::SigningKey& root_key);

/// The error is a sentence.
[[nodiscard]] core::Task<std::expected<crypto::DirectoryHeader, std::string>> publish_directory(
    Workbench& bench, crypto::Bytes file);

}  // namespace kiezel::admin
