#include "server/admin/ceremony.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"
#include "server/admin/publication.hpp"

namespace kiezel::admin {
namespace {

using Sentence = std::string;
constexpr std::uint64_t day_s = 86'400;

bool is_whole(const crypto::ParsedDirectory& directory) {
  return directory.computed_root == directory.header.merkle_root &&
         directory.records.size() == directory.header.record_count;
}

/// The numbers of the roots that signed.
std::expected<std::vector<std::size_t>, Sentence> signers_of(const crypto::ParsedDirectory& draft,
                                                             const crypto::RootKeys& root_keys) {
  std::vector<std::size_t> signers;
  for (const crypto::RootSignature& made : draft.signatures) {
    const auto* const root = std::ranges::find(
        root_keys, made.key, [](const crypto::VerifyKey& key) { return crypto::key_id(key); });
    if (root == root_keys.end())
      return std::unexpected("This draft bears the signature of a key that is not of this organisation.");
    if (!crypto::is_signature_of(*root, draft.header, made))
      return std::unexpected("This draft was changed after somebody signed it. Make a new one.");
    signers.push_back(static_cast<std::size_t>(root - root_keys.begin()) + 1);
  }
  return signers;
}

std::expected<void, Sentence> check_times(const crypto::DirectoryHeader& header, std::uint64_t now_s) {
  if (header.expires_s <= now_s)
    return std::unexpected("This draft has expired, or the clock of this machine is wrong.");
  if (header.issued_s > now_s + crypto::directory_clock_skew_s)
    return std::unexpected("This draft comes from the future, or the clock of this machine is wrong.");
  if (header.expires_s - header.issued_s > directory_lifetime_days_max * day_s)
    return std::unexpected("This draft would be valid for more than " +
                           std::to_string(directory_lifetime_days_max) + " days.");
  return {};
}

/// The records of the directory before; none for the first.
std::expected<std::vector<crypto::DirectoryRecord>, Sentence> records_before(
    const crypto::DirectoryHeader& draft, const SignersFacts& facts) {
  const std::string version = std::to_string(draft.version);
  if (!facts.previous) {
    if (draft.version == 1) return std::vector<crypto::DirectoryRecord>{};
    return std::unexpected("This draft is version " + version +
                           ". Give the directory that is published now, so that you see what changes: "
                           "--previous FILE");
  }
  auto previous = crypto::parse_directory(*facts.previous);
  if (!previous || !is_whole(*previous) ||
      !crypto::is_signed_by_roots({previous->header, previous->signatures}, facts.root_keys)) {
    return std::unexpected(
        "The previous directory is not one that two root keys of this organisation signed.");
  }
  if (draft.version <= previous->header.version) {
    return std::unexpected("This draft is version " + version + ", and version " +
                           std::to_string(previous->header.version) + " was signed already.");
  }
  if (draft.version != previous->header.version + 1 ||
      draft.previous_head != crypto::directory_head(previous->header).hash) {
    return std::unexpected(
        "This draft does not follow the previous directory that you gave. Either that is not "
        "the published one, or the draft leads to another history: do not sign it.");
  }
  return std::move(previous->records);
}

}  // namespace

std::expected<CheckedDraft, std::string> check_draft(crypto::BytesView draft, const SignersFacts& facts) {
  const auto parsed = crypto::parse_directory(draft);
  if (!parsed) return std::unexpected("This file is not a directory or a draft of one.");
  if (!is_whole(*parsed))
    return std::unexpected("This draft was damaged: its records are not those its header speaks of.");
  const auto signers = signers_of(*parsed, facts.root_keys);
  if (!signers) return std::unexpected(signers.error());
  if (auto right = check_times(parsed->header, facts.now_s); !right) return std::unexpected(right.error());
  const auto before = records_before(parsed->header, facts);
  if (!before) return std::unexpected(before.error());
  return CheckedDraft{.header = parsed->header,
                      .changes = directory_changes(*before, parsed->records),
                      .signed_by = *signers};
}

std::expected<crypto::Bytes, std::string> sign_checked_draft(crypto::BytesView draft,
                                                             const SignersFacts& facts,
                                                             const crypto::SigningKey& root_key) {
  if (std::ranges::find(facts.root_keys, root_key.verify_key()) == facts.root_keys.end())
    return std::unexpected("This key is not a root key of this organisation.");
  if (const auto checked = check_draft(draft, facts); !checked) return std::unexpected(checked.error());
  return sign_draft(draft, root_key);
}

}  // namespace kiezel::admin
