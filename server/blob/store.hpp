// Blobs as files: a folder for each conversation, in it a file for each blob. One that is not finished is
// called `<blob>.<its size>.part`, and how long it is says how far it has come. Everything here waits for the
// disk: call it on blob::Disk.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/blob/rules.hpp"
#include "server/blob/ticket.hpp"
#include "server/core/result.hpp"

namespace kiezel::blob {

struct AppendOutcome {
  enum class Kind : std::uint8_t {
    appended,
    elsewhere,  ///< the file is not as long as the offset: see received
    beyond,     ///< more than was announced
    absent,     ///< finished, cancelled or expired
  };
  Kind kind = Kind::absent;
  std::uint64_t received = 0;
};

/// What a sweep found to remove.
struct Swept {
  std::uint64_t uploads = 0;
  std::uint64_t conversations = 0;
};

/// Holds no state but the path; any thread may use it, and a fault of the disk is `unavailable` or
/// `storage_full` with the files as they were.
class Store {
 public:
  explicit Store(std::filesystem::path root) : root_(std::move(root)) {}

  /// How many bytes are there. `blob_refused` when the blob exists with another size.
  [[nodiscard]] core::Result<std::uint64_t> begin(const BlobName& name, std::uint64_t bytes,
                                                  const Bounds& bounds) const;
  /// `bytes` is the announced size.
  [[nodiscard]] core::Result<AppendOutcome> append(const BlobName& name, std::uint64_t bytes,
                                                   std::uint64_t offset, crypto::BytesView piece) const;
  /// After this the blob is there, whole and on disk, under its name. `blob_refused`, with the upload
  /// removed, when the hash is another.
  [[nodiscard]] core::Result<void> finish(const BlobName& name, std::uint64_t bytes,
                                          const crypto::Digest& hash) const;
  [[nodiscard]] core::Result<void> cancel(const BlobName& name) const;

  /// Of a finished blob.
  [[nodiscard]] core::Result<std::uint64_t> size(const BlobName& name) const;
  /// `count` bytes from `offset`, both within the blob.
  [[nodiscard]] core::Result<std::shared_ptr<const std::string>> read(const BlobName& name,
                                                                      std::uint64_t offset,
                                                                      std::uint64_t count) const;

  /// Everything of a conversation. Twice is no error; what a crash leaves is removed by the next sweep, and
  /// is out of reach at once.
  [[nodiscard]] core::Result<void> erase(const crypto::ConversationId& conversation) const;
  /// Conversations with a folder, in the order of their ids, after `after`, at most `count_max`.
  [[nodiscard]] core::Result<std::vector<crypto::ConversationId>> conversations(
      const std::optional<crypto::ConversationId>& after, std::size_t count_max) const;
  /// Removes what an interrupted erasing left, and uploads to which nothing was added since `before`.
  [[nodiscard]] core::Result<Swept> sweep(std::chrono::sys_seconds before) const;

 private:
  [[nodiscard]] std::filesystem::path folder_of(const crypto::ConversationId& conversation) const;
  [[nodiscard]] std::filesystem::path path_of(const BlobName& name) const;
  [[nodiscard]] std::filesystem::path part_of(const BlobName& name, std::uint64_t bytes) const;
  [[nodiscard]] core::Result<Usage> usage(const crypto::ConversationId& conversation) const;
  /// The upload of this blob whatever its size; empty when there is none.
  [[nodiscard]] std::filesystem::path any_part_of(const BlobName& name) const;

  std::filesystem::path root_;
};

}  // namespace kiezel::blob
