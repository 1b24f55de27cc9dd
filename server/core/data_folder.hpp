// The folder where one server keeps everything, and the lock that keeps a second server out of it.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

namespace kiezel::core {

class DataFolder {
 public:
  // Makes the folder (mode 0700) when it does not exist and takes the lock. The error is a sentence for the
  // person who starts the server. The lock goes with the process, however it ends.
  [[nodiscard]] static std::expected<DataFolder, std::string> open(const std::filesystem::path& path);

  ~DataFolder();
  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  DataFolder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::filesystem::path path_;
  int lock_;
};

}  // namespace kiezel::core
