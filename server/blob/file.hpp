// An open file that closes itself, and the few steps on it that must be whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <utility>

#include "crypto/bytes.hpp"

namespace kiezel::blob {

class File {
 public:
  /// `flags` as for open(2); never follows a link. A new file may be read and written by us alone (0600).
  /// Nothing when it does not open: errno says why.
  [[nodiscard]] static std::optional<File> open(const std::filesystem::path& path, int flags);

  ~File();
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&&) = delete;

  /// Nothing when it cannot be told.
  [[nodiscard]] std::optional<std::uint64_t> size() const;
  /// All of `bytes` at `offset`, or false with errno set and the file as long as before.
  [[nodiscard]] bool append(std::uint64_t offset, crypto::BytesView bytes) const;
  /// How many bytes were read: fewer than the room at the end of the file only. Nothing on a fault.
  [[nodiscard]] std::optional<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> room) const;
  /// On disk before it returns; false when that failed.
  [[nodiscard]] bool sync() const;
  /// The file tells the hour it was written in and no more.
  void round_times() const;

 private:
  explicit File(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

/// Makes a change of a folder's list of names lasting; false when that failed.
[[nodiscard]] bool sync_folder(const std::filesystem::path& path);

}  // namespace kiezel::blob
