#include "server/blob/folder.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "server/blob/file.hpp"

namespace kiezel::blob {
namespace {

namespace fs = std::filesystem;

std::unexpected<std::string> key_failure(const fs::path& path) {
  return std::unexpected("The file " + path.string() + " cannot be used: " + std::strerror(errno) + ".");
}

// Two machines that start at once on one folder: the one whose name comes first makes the key.
std::expected<void, std::string> make_key(const fs::path& path, crypto::Random& random) {
  const fs::path draft = path.string() + ".new";
  {
    const auto file = File::open(draft, O_WRONLY | O_CREAT | O_TRUNC);
    const auto key = random.secret<TicketKey::byte_count>();
    if (!file || !file->append(0, key.expose()) || !file->sync()) return key_failure(draft);
  }
  std::error_code failure;
  fs::create_hard_link(draft, path, failure);
  std::error_code ignored;
  fs::remove(draft, ignored);
  if (failure && failure != std::errc::file_exists) {
    return std::unexpected("The file " + path.string() + " cannot be made: " + failure.message() + ".");
  }
  return {};
}

std::expected<TicketKey, std::string> read_key(const fs::path& path) {
  const auto file = File::open(path, O_RDONLY);
  TicketKey key;
  if (!file) return key_failure(path);
  const auto count = file->read(0, key.expose_mutable());
  if (count != TicketKey::byte_count || key.is_zero()) {
    return std::unexpected("The file " + path.string() +
                           " is damaged. Remove it; uploads that are under way ask for new tickets.");
  }
  return key;
}

}  // namespace

std::expected<Folder, std::string> open_folder(const fs::path& path, crypto::Random& random) {
  std::error_code failure;
  const bool made = fs::create_directories(path, failure);
  if (failure) {
    return std::unexpected("The folder " + path.string() + " cannot be made: " + failure.message() + ".");
  }
  if (made) fs::permissions(path, fs::perms::owner_all, failure);
  const fs::path key_path = path / "ticket-key";
  if (!fs::exists(key_path, failure)) {
    if (const auto made_key = make_key(key_path, random); !made_key) return std::unexpected(made_key.error());
  }
  auto key = read_key(key_path);
  if (!key) return std::unexpected(key.error());
  return Folder{.path = fs::absolute(path), .ticket_key = std::move(*key)};
}

}  // namespace kiezel::blob
