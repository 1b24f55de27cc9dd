// The signed directory and the advisors' device keys: serves them, and answers who may sign what
// (protocol/README.md, "Directory").
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "crypto/directory.hpp"
#include "protocol/messages/advisor.hpp"
#include "server/core/advisors.hpp"
#include "server/core/caller.hpp"
#include "server/core/clock.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/directory/head_history.hpp"
#include "server/directory/snapshot.hpp"
#include "server/directory/store.hpp"

namespace kiezel::directory {

enum class Health : std::uint8_t {
  absent,  ///< nothing published yet
  current,
  expired,  ///< must be signed again: no new conversations start
  invalid,  ///< what the store holds is not signed by our roots
};

enum class PublishOutcome : std::uint8_t {
  published,
  already_published,  ///< this very directory is the current one
  refused,            ///< malformed, or not signed by two of our roots
  expired,
  not_next,  ///< its version is not the current one plus one, or it does not name the current head
  full,      ///< directory_versions_max were published
};

/// The references must outlive the service.
struct Dependencies {
  redis::Client& log_link;
  const redis::KeySpace& keys;
  const core::Clock& clock;
  /// The roots from organisation.json; without them those in the store are used.
  std::optional<crypto::RootKeys> pinned_roots{};
};

/// One per shard; kiezel-admin makes its own.
class Service final : public core::Advisors {
 public:
  explicit Service(const Dependencies& dependencies);

  /// Reads what changed in the store: the directory when its version is another, and forgets kept devices
  /// when an account changed. Call before serving, on each directory hint, and every refresh_s in case a hint
  /// was lost. On an error everything stays as it was.
  [[nodiscard]] core::Task<core::Result<void>> refresh();

  /// Null before the first successful refresh, or when nothing is published. For HTTP and the browser's
  /// download.
  [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const { return snapshot_; }
  [[nodiscard]] Health health() const;
  /// Seconds until the directory expires, negative when it has; nothing when there is none.
  [[nodiscard]] std::optional<std::int64_t> expires_in_s() const;
  /// Every header that was published up to the snapshot's; never null.
  [[nodiscard]] std::shared_ptr<const HeadHistory> history() const { return history_; }

  [[nodiscard]] core::Task<core::Result<std::optional<core::AdvisorDevice>>> active_device(
      core::DeviceId id, std::uint64_t now_s) override;
  [[nodiscard]] bool is_revoked(core::DeviceId id, std::uint64_t now_s) const override;
  [[nodiscard]] std::vector<crypto::VerifyKey> listed_advisors(std::uint64_t now_s) const override;

  /// advisor.keys: devices that may be wrapped to, newest prekey each, and certificates that only verify the
  /// past. Who is not approved has only the latter, so that families can still read what a suspended advisor
  /// wrote. `not_found` for an advisor that is unknown.
  [[nodiscard]] core::Task<core::Result<protocol::AdvisorKeysResult>> keys(
      core::Caller caller, protocol::AdvisorKeysRequest request);

  /// For kiezel-admin. Atomic: of two directories that both follow the current one, the first wins.
  [[nodiscard]] core::Task<core::Result<PublishOutcome>> publish(crypto::Bytes file);
  /// For kiezel-admin, once per organisation. False when the store has roots already.
  [[nodiscard]] core::Task<core::Result<bool>> set_roots(crypto::RootKeys roots);

 private:
  /// What is kept of one device until an account or the directory changes. An empty value is kept too, so
  /// that made-up device ids cost one look-up each.
  struct KeptDevice {
    std::optional<core::AdvisorDevice> device;
  };

  [[nodiscard]] core::Task<core::Result<std::optional<crypto::RootKeys>>> roots();
  [[nodiscard]] core::Task<core::Result<std::shared_ptr<const HeadHistory>>> read_history(
      std::uint64_t versions);
  [[nodiscard]] core::Task<core::Result<std::optional<core::AdvisorDevice>>> look_up(core::DeviceId id);
  /// The earlier of what the directory and the store say.
  [[nodiscard]] std::optional<std::uint64_t> revoked_at(core::DeviceId id) const;
  void keep(core::DeviceId id, const std::optional<core::AdvisorDevice>& device);
  [[nodiscard]] std::uint64_t now_s() const;

  Store store_;
  const core::Clock& clock_;
  std::optional<crypto::RootKeys> pinned_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::shared_ptr<const HeadHistory> history_ = std::make_shared<const HeadHistory>();
  bool invalid_ = false;
  std::int64_t seen_accounts_ = -1;
  std::unordered_map<core::DeviceId, KeptDevice> devices_;
  /// Revoked since the directory was signed, and before.
  Store::Revocations revocations_;
};

/// A directory with less than this left should have been signed again: two weekly ceremonies were missed.
inline constexpr std::uint64_t sign_again_before_s = std::uint64_t{14} * 86'400;
/// How long a lost hint may keep a suspension or a new directory from a shard.
inline constexpr std::uint64_t refresh_s = 10;
/// Versions of the directory that can be published: one a day for 179 years. The history is kept whole in
/// memory.
inline constexpr std::uint64_t directory_versions_max = 65'536;
/// Devices kept a shard; when full all are forgotten, which costs a look-up each.
inline constexpr std::size_t devices_kept_max = 4'096;

}  // namespace kiezel::directory
