#include "server/blob/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace kiezel::blob {
namespace {

constexpr std::int64_t hour_s = 3600;

}  // namespace

std::optional<File> File::open(const std::filesystem::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return std::nullopt;
  return File(descriptor);
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<std::uint64_t> File::size() const {
  struct stat facts{};
  if (::fstat(descriptor_, &facts) != 0) return std::nullopt;
  return static_cast<std::uint64_t>(facts.st_size);
}

bool File::append(std::uint64_t offset, crypto::BytesView bytes) const {
  const auto start = static_cast<off_t>(offset);
  off_t at = start;
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), at);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      const int reason = errno;
      // Half a piece would be taken for progress.
      [[maybe_unused]] const int cut = ::ftruncate(descriptor_, start);
      errno = reason;
      return false;
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    at += written;
  }
  return true;
}

std::optional<std::size_t> File::read(std::uint64_t offset, std::span<std::uint8_t> room) const {
  std::size_t count = 0;
  while (count < room.size()) {
    const ssize_t taken =
        ::pread(descriptor_, &room[count], room.size() - count, static_cast<off_t>(offset + count));
    if (taken < 0 && errno == EINTR) continue;
    if (taken < 0) return std::nullopt;
    if (taken == 0) break;
    count += static_cast<std::size_t>(taken);
  }
  return count;
}

bool File::sync() const {
  return ::fsync(descriptor_) == 0;
}

void File::round_times() const {
  struct stat facts{};
  if (::fstat(descriptor_, &facts) != 0) return;
  const timespec hour{.tv_sec = facts.st_mtim.tv_sec / hour_s * hour_s, .tv_nsec = 0};
  const timespec times[2]{hour, hour};
  [[maybe_unused]] const int set = ::futimens(descriptor_, times);
}

bool sync_folder(const std::filesystem::path& path) {
  const std::optional<File> folder = File::open(path, O_RDONLY | O_DIRECTORY);
  return folder && folder->sync();
}

}  // namespace kiezel::blob
