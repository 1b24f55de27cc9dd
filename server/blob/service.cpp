#include "server/blob/service.hpp"

#include <chrono>
#include <utility>

namespace kiezel::blob {
namespace {

using core::Result;
using core::Task;

template <class Request>
BlobName name_of(const Request& request) {
  return {.conversation = {request.conversation}, .blob = {request.blob}};
}

std::int64_t seconds(std::chrono::sys_seconds time) {
  return time.time_since_epoch().count();
}

}  // namespace

Service::Service(const Dependencies& dependencies)
    : folder_(dependencies.folder),
      disk_(dependencies.disk),
      clock_(dependencies.clock),
      bounds_(dependencies.bounds),
      store_(dependencies.folder.path),
      received_bytes_(dependencies.metrics.counter(
          {"kiezel_blob_received_bytes_total", "Bytes of attachments received."})),
      sent_bytes_(
          dependencies.metrics.counter({"kiezel_blob_sent_bytes_total", "Bytes of attachments sent."})),
      finished_(dependencies.metrics.counter({"kiezel_blobs_finished_total", "Attachments kept."})),
      swept_(dependencies.metrics.counter(
          {"kiezel_blob_uploads_swept_total", "Uploads removed that nobody went on with."})) {}

Task<Result<protocol::BlobBeginResult>> Service::begin(protocol::BlobBeginRequest request) {
  const BlobName name = name_of(request);
  const auto bytes = static_cast<std::uint64_t>(request.bytes);
  const auto received =
      co_await disk_.run([this, name, bytes] { return store_.begin(name, bytes, bounds_); });
  if (!received) co_return std::unexpected(received.error());
  const Claim claim = claim_for(Permission::write, name, bytes);
  co_return protocol::BlobBeginResult{.ticket = seal_ticket(claim, folder_.ticket_key),
                                      .received = static_cast<std::int64_t>(*received),
                                      .expires_at = seconds(claim.expires_at)};
}

Task<Result<protocol::BlobFinishResult>> Service::finish(protocol::BlobFinishRequest request) {
  const BlobName name = name_of(request);
  const auto bytes = static_cast<std::uint64_t>(request.bytes);
  const crypto::Digest hash{request.hash};
  const auto kept =
      co_await disk_.run([this, name, bytes, hash] { return store_.finish(name, bytes, hash); });
  if (!kept) co_return std::unexpected(kept.error());
  finished_.add();
  co_return protocol::BlobFinishResult{};
}

Task<Result<protocol::BlobCancelResult>> Service::cancel(protocol::BlobCancelRequest request) {
  const BlobName name = name_of(request);
  const auto gone = co_await disk_.run([this, name] { return store_.cancel(name); });
  if (!gone) co_return std::unexpected(gone.error());
  co_return protocol::BlobCancelResult{};
}

Task<Result<protocol::BlobOpenResult>> Service::open(protocol::BlobOpenRequest request) {
  const BlobName name = name_of(request);
  const auto bytes = co_await disk_.run([this, name] { return store_.size(name); });
  if (!bytes) co_return std::unexpected(bytes.error());
  const Claim claim = claim_for(Permission::read, name, *bytes);
  co_return protocol::BlobOpenResult{.ticket = seal_ticket(claim, folder_.ticket_key),
                                     .bytes = static_cast<std::int64_t>(*bytes),
                                     .expires_at = seconds(claim.expires_at)};
}

std::optional<Claim> Service::admit(std::string_view ticket, Permission permission,
                                    const crypto::BlobId& blob) const {
  const auto claim = open_ticket(ticket, folder_.ticket_key, permission, clock_.now());
  return claim && claim->name.blob == blob ? claim : std::nullopt;
}

Task<Result<AppendOutcome>> Service::append(Claim claim, std::uint64_t offset, crypto::Bytes piece) {
  const std::size_t size = piece.size();
  auto outcome = co_await disk_.run([this, claim, offset, piece = std::move(piece)] {
    return store_.append(claim.name, claim.bytes, offset, piece);
  });
  if (outcome && outcome->kind == AppendOutcome::Kind::appended) received_bytes_.add(size);
  co_return outcome;
}

Task<Result<std::shared_ptr<const std::string>>> Service::read(Claim claim, std::uint64_t offset,
                                                               std::uint64_t count) {
  auto bytes =
      co_await disk_.run([this, claim, offset, count] { return store_.read(claim.name, offset, count); });
  if (bytes) sent_bytes_.add(count);
  co_return bytes;
}

Task<Result<void>> Service::erase(crypto::ConversationId conversation) {
  co_return co_await disk_.run([this, conversation] { return store_.erase(conversation); });
}

Task<Result<std::vector<crypto::ConversationId>>> Service::conversations(
    std::optional<crypto::ConversationId> after, std::size_t count_max) {
  co_return co_await disk_.run([this, after, count_max] { return store_.conversations(after, count_max); });
}

Task<Result<Swept>> Service::sweep() {
  const auto before = clock_.now() - bounds_.upload_expires;
  auto swept = co_await disk_.run([this, before] { return store_.sweep(before); });
  if (swept) swept_.add(swept->uploads);
  co_return swept;
}

Claim Service::claim_for(Permission permission, const BlobName& name, std::uint64_t bytes) const {
  return {.permission = permission,
          .name = name,
          .bytes = bytes,
          .expires_at = clock_.now() + std::chrono::seconds(protocol::limits::blob_ticket_s)};
}

}  // namespace kiezel::blob
