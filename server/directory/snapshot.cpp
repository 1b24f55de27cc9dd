#include "server/directory/snapshot.hpp"

#include <algorithm>
#include <utility>

#include "crypto/encoding.hpp"

namespace kiezel::directory {

crypto::Checked<Snapshot> Snapshot::verify(crypto::Bytes file, const crypto::RootKeys& roots,
                                           std::uint64_t now_s) {
  auto parsed = crypto::parse_directory(file);
  if (!parsed) return std::unexpected(parsed.error());
  // Judged as of its last valid second when that is over: only the expiry itself is left to is_current_at.
  const std::uint64_t last_valid_s =
      parsed->header.expires_s - std::min<std::uint64_t>(parsed->header.expires_s, 1);
  crypto::SignedDirectoryHeader front{parsed->header, parsed->signatures};
  auto verified = crypto::verify(std::move(*parsed), roots, std::min(now_s, last_valid_s));
  if (!verified) return std::unexpected(verified.error());

  Snapshot snapshot;
  snapshot.file_ = std::move(file);
  snapshot.header_ = std::move(front);
  snapshot.head_ = verified->head();
  snapshot.etag_ = '"' + crypto::to_hex(snapshot.head_.hash) + '"';
  snapshot.records_ = verified->records();
  snapshot.index();
  return snapshot;
}

void Snapshot::index() {
  for (const crypto::DirectoryRecord& record : records_) {
    if (const auto* advisor = std::get_if<crypto::AdvisorRecord>(&record)) {
      advisors_.push_back({advisor->identity_key, advisor->not_before_s, advisor->not_after_s});
    } else if (const auto* revoked = std::get_if<crypto::RevokedDeviceRecord>(&record)) {
      const auto [entry, is_new] =
          revoked_.emplace(core::DeviceId{revoked->device.bytes}, revoked->revoked_at_s);
      if (!is_new) entry->second = std::min(entry->second, revoked->revoked_at_s);
    }
  }
}

std::vector<crypto::VerifyKey> Snapshot::listed_at(std::uint64_t now_s) const {
  std::vector<crypto::VerifyKey> listed;
  if (!is_current_at(now_s)) return listed;
  for (const ListedAdvisor& advisor : advisors_) {
    if (advisor.not_before_s <= now_s && now_s < advisor.not_after_s) listed.push_back(advisor.identity_key);
  }
  return listed;
}

std::optional<std::uint64_t> Snapshot::revoked_at(const core::DeviceId& device) const {
  const auto found = revoked_.find(device);
  if (found == revoked_.end()) return std::nullopt;
  return found->second;
}

}  // namespace kiezel::directory
