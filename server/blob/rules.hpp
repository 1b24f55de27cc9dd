// How much a conversation may keep, decided without looking at a disk.
#pragma once

#include <chrono>
#include <cstdint>

namespace kiezel::blob {

/// Per conversation, but for the disk. The defaults are those of the configuration.
struct Bounds {
  std::uint64_t bytes_max = 256U << 20U;
  /// Files, finished or not: a scan of a conversation's folder stays short.
  std::uint64_t blobs_max = 256;
  /// Not finished at once: a message with four, and one more that was left.
  std::uint64_t uploads_max = 8;
  /// What the disk must keep free, or Redis beside us could not write either.
  std::uint64_t disk_free_min = 512U << 20U;
  /// A begun upload that nothing was added to for this long is removed.
  std::chrono::seconds upload_expires{24 * 3600};
};

/// What a conversation holds. Unfinished blobs count with the size they will have.
struct Usage {
  std::uint64_t bytes = 0;
  std::uint64_t blobs = 0;
  std::uint64_t uploads = 0;
  std::uint64_t disk_free = 0;
};

enum class BeginVerdict : std::uint8_t { allowed, conversation_full, too_many_uploads, disk_full };

[[nodiscard]] BeginVerdict judge_begin(std::uint64_t bytes, const Usage& usage, const Bounds& bounds);

}  // namespace kiezel::blob
