// What happens on a signer's machine, on files alone: no network, no Redis, no data folder (server/README.md,
// "The signing ceremony").
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "crypto/directory.hpp"
#include "server/admin/directory_changes.hpp"

namespace kiezel::admin {

/// Longer and an emergency would be remembered by nobody: whoever steals two keys once could sign for years.
inline constexpr std::uint64_t directory_lifetime_days_max = 90;

/// What a signer brings along; nothing of it comes from whoever made the draft.
struct SignersFacts {
  crypto::RootKeys root_keys{};
  /// The directory that is published now, as the signer kept it from the last time. Needed but for version 1.
  std::optional<crypto::Bytes> previous{};
  /// Unix seconds, by this machine.
  std::uint64_t now_s = 0;
};

struct CheckedDraft {
  crypto::DirectoryHeader header{};
  std::vector<Change> changes{};
  /// 1 to 3: whose signatures it has.
  std::vector<std::size_t> signed_by{};
};

/// The draft as a signer must see it. The error is a sentence: damaged, changed after a signature, a
/// signature of a stranger, expired, from the future, valid for too long, or not the next after `previous`.
[[nodiscard]] std::expected<CheckedDraft, std::string> check_draft(crypto::BytesView draft,
                                                                   const SignersFacts& facts);

/// Checks and adds one signature. The error is a sentence: as above, or the key is no root key of this
/// organisation, or has signed already.
[[nodiscard]] std::expected<crypto::Bytes, std::string> sign_checked_draft(
    crypto::BytesView draft, const SignersFacts& facts, const crypto::SigningKey& root_key);

}  // namespace kiezel::admin
