// The directory and the advisors' device certificates in Redis: each call is one command or one script.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "crypto/directory.hpp"
#include "server/core/ids.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"
#include "server/redis/keys.hpp"
#include "server/redis/script.hpp"

namespace kiezel::directory {

/// Changes when there is something new to read.
struct Versions {
  /// 0 = nothing published.
  std::uint64_t directory = 0;
  /// Counts enrolments, approvals, suspensions, renewals and revocations.
  std::int64_t accounts = 0;
};

/// As enrolment stored them, byte for byte.
struct DeviceKeys {
  crypto::Bytes certificate;
  crypto::Bytes prekey;
};

struct AdvisorStanding {
  crypto::VerifyKey identity_key;
  bool approved = false;
};

/// A directory that was verified and may replace the current one.
struct Publication {
  crypto::BytesView file;
  crypto::SignedDirectoryHeader header;
  crypto::Digest head;
};

/// Headers in one reply of Redis: some 250 kB.
inline constexpr std::size_t headers_read_max = 1'024;

class Store {
 public:
  /// The references must outlive the store.
  Store(redis::Client& log_link, const redis::KeySpace& keys);

  [[nodiscard]] core::Task<core::Result<Versions>> versions();
  /// Empty when nothing is published.
  [[nodiscard]] core::Task<core::Result<crypto::Bytes>> file();
  /// The signed headers after the first `after` of them, oldest first, at most headers_read_max.
  [[nodiscard]] core::Task<core::Result<std::vector<crypto::Bytes>>> headers(std::size_t after);
  /// False when the version is not the current one plus one or the previous head is not the current one.
  [[nodiscard]] core::Task<core::Result<bool>> publish(Publication publication);

  [[nodiscard]] core::Task<core::Result<std::optional<crypto::RootKeys>>> roots();
  /// False when roots are there already: they are set once.
  [[nodiscard]] core::Task<core::Result<bool>> set_roots(crypto::RootKeys roots);

  [[nodiscard]] core::Task<core::Result<std::optional<core::AdvisorId>>> owner(core::DeviceId device);
  [[nodiscard]] core::Task<core::Result<std::optional<AdvisorStanding>>> standing(core::AdvisorId advisor);
  [[nodiscard]] core::Task<core::Result<std::optional<DeviceKeys>>> device(core::AdvisorId advisor,
                                                                           core::DeviceId device);
  [[nodiscard]] core::Task<core::Result<std::vector<DeviceKeys>>> devices(core::AdvisorId advisor);
  /// Certificates that were replaced by longer ones, the latest last.
  [[nodiscard]] core::Task<core::Result<std::vector<crypto::Bytes>>> retired(core::AdvisorId advisor);
  /// Those that no directory may know yet: device to the moment of its revocation, unix seconds.
  using Revocations = std::unordered_map<core::DeviceId, std::uint64_t>;
  [[nodiscard]] core::Task<core::Result<Revocations>> revocations();

 private:
  redis::Client& log_;
  const redis::KeySpace& keys_;
  redis::Script publish_;
};

}  // namespace kiezel::directory
