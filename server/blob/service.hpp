// Attachments: begin, send, finish, read, erase (protocol/README.md, "Attachments"). Who takes part in a
// conversation is not known here: the dispatcher asks before it comes to begin, finish, cancel or open, and
// the tickets carry that answer to where the bytes arrive.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/messages/blob.hpp"
#include "server/blob/disk.hpp"
#include "server/blob/folder.hpp"
#include "server/blob/store.hpp"
#include "server/core/clock.hpp"
#include "server/core/erasable.hpp"
#include "server/core/metrics.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"

namespace kiezel::blob {

/// Borrowed: all must outlive the service.
struct Dependencies {
  const Folder& folder;
  Disk& disk;
  const core::Clock& clock;
  core::Metrics& metrics;
  Bounds bounds{};
};

/// One per shard.
class Service final : public core::Erasable {
 public:
  explicit Service(const Dependencies& dependencies);

  [[nodiscard]] core::Task<core::Result<protocol::BlobBeginResult>> begin(protocol::BlobBeginRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::BlobFinishResult>> finish(
      protocol::BlobFinishRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::BlobCancelResult>> cancel(
      protocol::BlobCancelRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::BlobOpenResult>> open(protocol::BlobOpenRequest request);

  /// What `ticket`, as a header carries it, allows with this blob; nothing for any other.
  [[nodiscard]] std::optional<Claim> admit(std::string_view ticket, Permission permission,
                                           const crypto::BlobId& blob) const;
  /// `claim` is an admitted one for writing.
  [[nodiscard]] core::Task<core::Result<AppendOutcome>> append(Claim claim, std::uint64_t offset,
                                                               crypto::Bytes piece);
  /// `claim` is an admitted one for reading; offset and count lie within its bytes.
  [[nodiscard]] core::Task<core::Result<std::shared_ptr<const std::string>>> read(Claim claim,
                                                                                  std::uint64_t offset,
                                                                                  std::uint64_t count);

  /// Everything that a conversation holds, finished or not. Idempotent; when it fails or the machine stops,
  /// what is left is removed by a later sweep, since the conversation's share is gone.
  [[nodiscard]] core::Task<core::Result<void>> erase(core::ConversationId conversation) override;
  /// Conversations that hold something, by id, after `after`, at most `count_max`.
  [[nodiscard]] core::Task<core::Result<std::vector<crypto::ConversationId>>> conversations(
      std::optional<crypto::ConversationId> after, std::size_t count_max);
  /// Removes uploads that nobody goes on with, and what an interrupted erasing left.
  [[nodiscard]] core::Task<core::Result<Swept>> sweep();

 private:
  [[nodiscard]] Claim claim_for(Permission permission, const BlobName& name, std::uint64_t bytes) const;

  const Folder& folder_;
  Disk& disk_;
  const core::Clock& clock_;
  Bounds bounds_;
  Store store_;
  core::Counter& received_bytes_;
  core::Counter& sent_bytes_;
  core::Counter& finished_;
  core::Counter& swept_;
};

}  // namespace kiezel::blob
