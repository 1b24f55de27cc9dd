// One verified directory, as this server uses it and serves it (crypto/KZ1.md 5.7). Immutable, so it may be
// given to many; a new version is a new snapshot.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <unordered_map>
#include <vector>

#include "crypto/directory.hpp"
#include "server/core/ids.hpp"

namespace kiezel::directory {

struct ListedAdvisor {
  crypto::VerifyKey identity_key;
  std::uint64_t not_before_s = 0;
  std::uint64_t not_after_s = 0;
};

class Snapshot {
 public:
  /// Checks structure, roots' signatures and Merkle root. An expired directory becomes a snapshot too,
  /// because it is still served and its revocations still hold; `is_current_at` says whether it may be acted
  /// on.
  [[nodiscard]] static crypto::Checked<Snapshot> verify(crypto::Bytes file, const crypto::RootKeys& roots,
                                                        std::uint64_t now_s);

  /// The bytes as signed: the body of GET /api/directory.
  [[nodiscard]] const crypto::Bytes& file() const { return file_; }
  /// A strong HTTP entity tag, quotes included.
  [[nodiscard]] const std::string& etag() const { return etag_; }
  [[nodiscard]] const crypto::DirectoryHeader& header() const { return header_.header; }
  [[nodiscard]] const crypto::SignedDirectoryHeader& signed_header() const { return header_; }
  [[nodiscard]] const crypto::DirectoryHead& head() const { return head_; }
  [[nodiscard]] const std::vector<crypto::DirectoryRecord>& records() const { return records_; }

  [[nodiscard]] bool is_current_at(std::uint64_t now_s) const { return now_s < header_.header.expires_s; }
  /// Advisors whose record is valid at `now_s`; none when the snapshot is not current.
  [[nodiscard]] std::vector<crypto::VerifyKey> listed_at(std::uint64_t now_s) const;
  /// When the device was revoked, unix seconds; nothing when it was not.
  [[nodiscard]] std::optional<std::uint64_t> revoked_at(const core::DeviceId& device) const;

 private:
  Snapshot() = default;
  void index();

  crypto::Bytes file_;
  std::string etag_;
  crypto::SignedDirectoryHeader header_;
  crypto::DirectoryHead head_;
  std::vector<crypto::DirectoryRecord> records_;
  std::vector<ListedAdvisor> advisors_;
  std::unordered_map<core::DeviceId, std::uint64_t> revoked_;
};

}  // namespace kiezel::directory
