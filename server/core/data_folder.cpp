#include "server/core/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

namespace kiezel::core {
namespace {

// Who holds the lock, as they wrote it there; empty when they have not yet.
std::string holder(int lock) {
  char text[24];
  const ssize_t size = ::pread(lock, text, sizeof(text), 0);
  std::string pid;
  for (ssize_t i = 0; i < size && text[i] >= '0' && text[i] <= '9'; ++i) pid += text[i];
  return pid;
}

void write_holder(int lock) {
  const std::string pid = std::to_string(::getpid()) + '\n';
  // Only for the sentence that a second server prints; the lock itself is what counts.
  if (::ftruncate(lock, 0) == 0) [[maybe_unused]]
    const ssize_t written = ::pwrite(lock, pid.data(), pid.size(), 0);
}

}  // namespace

std::expected<DataFolder, std::string> DataFolder::open(const std::filesystem::path& path) {
  std::error_code failure;
  const bool made = std::filesystem::create_directories(path, failure);
  if (failure) {
    return std::unexpected("The data folder " + path.string() + " cannot be made: " + failure.message() +
                           ".");
  }
  if (made) std::filesystem::permissions(path, std::filesystem::perms::owner_all, failure);

  const std::string lock_path = path / "lock";
  const int lock = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) {
    return std::unexpected("The file " + lock_path + " cannot be opened: " + std::strerror(errno) + ".");
  }
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    const std::string pid = holder(lock);
    ::close(lock);
    return std::unexpected("The data folder " + path.string() + " is in use by another Kiezel process" +
                           (pid.empty() ? "" : " (" + pid + ")") +
                           ". Stop that one first, or choose another folder with --data.");
  }
  write_holder(lock);
  return DataFolder(std::filesystem::absolute(path), lock);
}

DataFolder::~DataFolder() {
  if (lock_ >= 0) ::close(lock_);
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

}  // namespace kiezel::core
