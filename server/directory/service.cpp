#include "server/directory/service.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

#include "crypto/device_certificate.hpp"
#include "crypto/prekey.hpp"
#include "protocol/limits.hpp"

namespace kiezel::directory {

using core::ErrorCode;
using core::fail;
using core::Result;
using core::Task;

namespace {

std::optional<crypto::DeviceCertificate> certificate_of(const DeviceKeys& keys,
                                                        const crypto::VerifyKey& advisor_key) {
  const auto parsed = crypto::parse_device_certificate(keys.certificate);
  if (!parsed) return std::nullopt;
  return crypto::verify(*parsed, advisor_key);
}

template <std::size_t N>
std::array<std::uint8_t, N> fixed(crypto::BytesView bytes) {
  std::array<std::uint8_t, N> result{};
  std::ranges::copy(bytes.first(N), result.begin());
  return result;
}

}  // namespace

Service::Service(const Dependencies& dependencies)
    : store_(dependencies.log_link, dependencies.keys),
      clock_(dependencies.clock),
      pinned_(dependencies.pinned_roots) {}

Task<Result<void>> Service::refresh() {
  const auto versions = co_await store_.versions();
  if (!versions) co_return std::unexpected(versions.error());
  if (versions->accounts != seen_accounts_) {
    auto revocations = co_await store_.revocations();
    if (!revocations) co_return std::unexpected(revocations.error());
    revocations_ = std::move(*revocations);
    devices_.clear();
  }
  seen_accounts_ = versions->accounts;
  if (versions->directory == 0 || (snapshot_ && snapshot_->header().version == versions->directory))
    co_return Result<void>{};

  const auto known_roots = co_await roots();
  if (!known_roots) co_return std::unexpected(known_roots.error());
  auto file = co_await store_.file();
  if (!file) co_return std::unexpected(file.error());
  invalid_ = !*known_roots;
  if (invalid_) co_return fail(ErrorCode::internal_error, "a directory without root keys to check it with");
  auto snapshot = Snapshot::verify(std::move(*file), **known_roots, now_s());
  invalid_ = !snapshot;
  if (invalid_) co_return fail(ErrorCode::internal_error, "the directory in the store does not verify");
  const auto history = co_await read_history(snapshot->header().version);
  if (!history) co_return std::unexpected(history.error());
  history_ = *history;
  snapshot_ = std::make_shared<const Snapshot>(std::move(*snapshot));
  // Revocations are looked up in the snapshot, but a device that was unknown may be known now.
  devices_.clear();
  co_return Result<void>{};
}

// What was read before is the beginning of what is there now, unless the store went back.
Task<Result<std::shared_ptr<const HeadHistory>>> Service::read_history(std::uint64_t versions) {
  auto history = history_->count() <= versions ? history_ : std::make_shared<const HeadHistory>();
  while (history->count() < versions) {
    auto headers = co_await store_.headers(history->count());
    if (!headers) co_return std::unexpected(headers.error());
    if (headers->empty()) break;
    const std::size_t missing = versions - history->count();
    if (headers->size() > missing) headers->resize(missing);
    history = std::make_shared<const HeadHistory>(*history, *headers);
  }
  co_return history;
}

std::optional<std::int64_t> Service::expires_in_s() const {
  if (!snapshot_) return std::nullopt;
  return static_cast<std::int64_t>(snapshot_->header().expires_s) - static_cast<std::int64_t>(now_s());
}

Health Service::health() const {
  if (invalid_) return Health::invalid;
  if (!snapshot_) return Health::absent;
  return snapshot_->is_current_at(now_s()) ? Health::current : Health::expired;
}

Task<Result<std::optional<core::AdvisorDevice>>> Service::active_device(core::DeviceId id,
                                                                        std::uint64_t now_s) {
  std::optional<core::AdvisorDevice> found;
  if (const auto kept = devices_.find(id); kept != devices_.end()) {
    found = kept->second.device;
  } else {
    const std::int64_t accounts = seen_accounts_;
    const auto looked_up = co_await look_up(id);
    if (!looked_up) co_return std::unexpected(looked_up.error());
    found = *looked_up;
    // What was read before an account changed must not be kept after it.
    if (accounts == seen_accounts_) keep(id, found);
  }
  if (!found) co_return std::nullopt;
  found->device.revoked_at_s = revoked_at(id);
  if (!found->device.is_valid_at(now_s)) co_return std::nullopt;
  co_return found;
}

void Service::keep(core::DeviceId id, const std::optional<core::AdvisorDevice>& device) {
  if (devices_.size() >= devices_kept_max) devices_.clear();
  devices_.insert_or_assign(id, KeptDevice{device});
}

Task<Result<std::optional<core::AdvisorDevice>>> Service::look_up(core::DeviceId id) {
  const auto owner = co_await store_.owner(id);
  if (!owner) co_return std::unexpected(owner.error());
  if (!*owner) co_return std::nullopt;
  const auto standing = co_await store_.standing(**owner);
  if (!standing) co_return std::unexpected(standing.error());
  if (!*standing || !(*standing)->approved) co_return std::nullopt;
  const auto keys = co_await store_.device(**owner, id);
  if (!keys) co_return std::unexpected(keys.error());
  if (!*keys) co_return std::nullopt;
  const auto certificate = certificate_of(**keys, (*standing)->identity_key);
  if (!certificate) co_return fail(ErrorCode::internal_error, "a stored device certificate does not verify");
  co_return core::AdvisorDevice{**owner, certificate->device()};
}

bool Service::is_revoked(core::DeviceId id, std::uint64_t now_s) const {
  const auto revoked_at_s = revoked_at(id);
  return revoked_at_s && *revoked_at_s <= now_s;
}

std::optional<std::uint64_t> Service::revoked_at(core::DeviceId id) const {
  auto earliest = snapshot_ ? snapshot_->revoked_at(id) : std::nullopt;
  const auto kept = revocations_.find(id);
  if (kept != revocations_.end()) earliest = std::min(earliest.value_or(kept->second), kept->second);
  return earliest;
}

std::vector<crypto::VerifyKey> Service::listed_advisors(std::uint64_t now_s) const {
  return snapshot_ ? snapshot_->listed_at(now_s) : std::vector<crypto::VerifyKey>{};
}

Task<Result<protocol::AdvisorKeysResult>> Service::keys(core::Caller /*caller*/,
                                                        protocol::AdvisorKeysRequest request) {
  const core::AdvisorId advisor{request.advisor};
  const auto standing = co_await store_.standing(advisor);
  if (!standing) co_return std::unexpected(standing.error());
  if (!*standing) co_return fail(ErrorCode::not_found, "no such advisor");
  const auto devices = co_await store_.devices(advisor);
  if (!devices) co_return std::unexpected(devices.error());

  protocol::AdvisorKeysResult result;
  for (const DeviceKeys& keys : *devices) {
    const auto certificate = certificate_of(keys, (*standing)->identity_key);
    if (!certificate)
      co_return fail(ErrorCode::internal_error, "a stored device certificate does not verify");
    const auto bytes = fixed<crypto::device_certificate_bytes>(keys.certificate);
    const bool in_use = (*standing)->approved && certificate->is_valid_at(now_s()) &&
                        !is_revoked(core::device_id(certificate->fields().device_key), now_s());
    if (in_use && result.devices.size() < protocol::limits::devices_max) {
      result.devices.push_back({bytes, fixed<crypto::prekey_bytes>(keys.prekey)});
    } else if (!in_use && result.retired.size() < protocol::limits::retired_devices_max) {
      result.retired.push_back(bytes);
    }
  }
  const auto retired = co_await store_.retired(advisor);
  if (!retired) co_return std::unexpected(retired.error());
  for (const crypto::Bytes& certificate : *retired | std::views::reverse) {
    if (result.retired.size() == protocol::limits::retired_devices_max) break;
    result.retired.push_back(fixed<crypto::device_certificate_bytes>(certificate));
  }
  co_return result;
}

Task<Result<PublishOutcome>> Service::publish(crypto::Bytes file) {
  const auto known_roots = co_await roots();
  if (!known_roots) co_return std::unexpected(known_roots.error());
  if (!*known_roots) co_return PublishOutcome::refused;
  const auto snapshot = Snapshot::verify(std::move(file), **known_roots, now_s());
  if (!snapshot) co_return PublishOutcome::refused;
  if (!snapshot->is_current_at(now_s())) co_return PublishOutcome::expired;
  if (snapshot->header().version > directory_versions_max) co_return PublishOutcome::full;

  const auto published = co_await store_.publish(
      {.file = snapshot->file(), .header = snapshot->signed_header(), .head = snapshot->head().hash});
  if (!published) co_return std::unexpected(published.error());
  if (*published) co_return PublishOutcome::published;
  const auto current = co_await store_.file();
  if (!current) co_return std::unexpected(current.error());
  co_return *current == snapshot->file() ? PublishOutcome::already_published : PublishOutcome::not_next;
}

Task<Result<bool>> Service::set_roots(crypto::RootKeys roots) {
  co_return co_await store_.set_roots(roots);
}

Task<Result<std::optional<crypto::RootKeys>>> Service::roots() {
  if (pinned_) co_return pinned_;
  co_return co_await store_.roots();
}

std::uint64_t Service::now_s() const {
  return static_cast<std::uint64_t>(clock_.now().time_since_epoch().count());
}

}  // namespace kiezel::directory
