#include "server/blob/store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <system_error>
#include <utility>

#include "crypto/encoding.hpp"
#include "crypto/hashing.hpp"
#include "server/blob/file.hpp"

namespace kiezel::blob {
namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::fail;
using core::Result;

constexpr std::string_view part_extension = ".part";
constexpr std::string_view erased_extension = ".erased";
// Read at once for hashing: large enough that system calls cost nothing beside SHA-256.
constexpr std::size_t hashing_piece_bytes = 256U << 10U;

// By errno: full is something the sender can be told, all else is ours to mend.
std::unexpected<core::Error> disk_failure(std::string_view doing) {
  const int reason = errno;
  const bool is_full = reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
  return fail(is_full ? ErrorCode::storage_full : ErrorCode::unavailable,
              std::string(doing) + ", errno " + std::to_string(reason));
}

std::unexpected<core::Error> not_there() {
  return fail(ErrorCode::not_found, "no such blob");
}

/// What the name of an upload says; nothing for anything else.
std::optional<std::uint64_t> announced_bytes(const fs::path& path) {
  if (path.extension() != part_extension) return std::nullopt;
  const std::string digits = path.stem().extension().string();
  std::uint64_t bytes = 0;
  if (digits.empty()) return std::nullopt;
  std::from_chars(digits.data() + 1, digits.data() + digits.size(), bytes);
  return bytes;
}

std::optional<std::uint64_t> size_of(const fs::path& path) {
  const auto file = File::open(path, O_RDONLY);
  return file ? file->size() : std::nullopt;
}

Result<crypto::Digest> hash_of(const File& file) {
  crypto::Hashing hashing;
  std::vector<std::uint8_t> piece(hashing_piece_bytes);
  for (std::uint64_t offset = 0;;) {
    const auto count = file.read(offset, piece);
    if (!count) return disk_failure("hash a blob");
    if (*count == 0) return hashing.finish();
    hashing.update(crypto::BytesView(piece).first(*count));
    offset += *count;
  }
}

std::optional<crypto::ConversationId> conversation_of(const fs::path& folder) {
  const auto bytes = crypto::from_hex(folder.filename().string());
  return bytes ? crypto::ConversationId::from(*bytes) : std::nullopt;
}

bool is_older(const fs::path& path, std::chrono::sys_seconds before) {
  struct stat facts{};
  if (::lstat(path.c_str(), &facts) != 0) return false;
  return facts.st_mtim.tv_sec < before.time_since_epoch().count();
}

std::uint64_t remove_expired(const fs::path& folder, std::chrono::sys_seconds before) {
  std::uint64_t removed = 0;
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failure)) {
    if (!announced_bytes(entry.path()) || !is_older(entry.path(), before)) continue;
    std::error_code ignored;
    if (fs::remove(entry.path(), ignored)) ++removed;
  }
  return removed;
}

Result<void> judge(std::uint64_t bytes, const Usage& usage, const Bounds& bounds) {
  switch (judge_begin(bytes, usage, bounds)) {
    case BeginVerdict::allowed:
      return {};
    case BeginVerdict::conversation_full:
      return fail(ErrorCode::blobs_full, "attachments of a conversation");
    case BeginVerdict::too_many_uploads:
      return fail(ErrorCode::busy, "uploads of a conversation");
    case BeginVerdict::disk_full:
      return fail(ErrorCode::storage_full, "reserve of the disk");
  }
  return {};
}

}  // namespace

Result<std::uint64_t> Store::begin(const BlobName& name, std::uint64_t bytes, const Bounds& bounds) const {
  if (const auto finished = size_of(path_of(name))) {
    if (*finished == bytes) return bytes;
    return fail(ErrorCode::blob_refused, "a finished blob of another size");
  }
  if (const fs::path part = any_part_of(name); !part.empty()) {
    if (part != part_of(name, bytes)) return fail(ErrorCode::blob_refused, "an upload of another size");
    const auto received = size_of(part);
    if (!received) return disk_failure("look at an upload");
    return *received;
  }
  const auto used = usage(name.conversation);
  if (!used) return std::unexpected(used.error());
  if (const auto allowed = judge(bytes, *used, bounds); !allowed) return std::unexpected(allowed.error());
  const fs::path folder = folder_of(name.conversation);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return disk_failure("make a folder");
  if (!File::open(part_of(name, bytes), O_WRONLY | O_CREAT | O_EXCL)) return disk_failure("begin an upload");
  return 0;
}

Result<AppendOutcome> Store::append(const BlobName& name, std::uint64_t bytes, std::uint64_t offset,
                                    crypto::BytesView piece) const {
  using Kind = AppendOutcome::Kind;
  const auto file = File::open(part_of(name, bytes), O_WRONLY);
  if (!file && errno == ENOENT) return AppendOutcome{Kind::absent, 0};
  const auto received = file ? file->size() : std::nullopt;
  if (!received) return disk_failure("open an upload");
  if (*received != offset) return AppendOutcome{Kind::elsewhere, *received};
  if (piece.size() > bytes - offset) return AppendOutcome{Kind::beyond, *received};
  if (!file->append(offset, piece)) return disk_failure("write an upload");
  return AppendOutcome{Kind::appended, offset + piece.size()};
}

Result<void> Store::finish(const BlobName& name, std::uint64_t bytes, const crypto::Digest& hash) const {
  const fs::path whole = path_of(name);
  const fs::path part = part_of(name, bytes);
  const auto finished = File::open(whole, O_RDONLY);
  const auto file = finished ? std::nullopt : File::open(part, O_RDWR);
  if (!finished && !file) return not_there();
  const File& read_from = finished ? *finished : *file;
  if (!finished && read_from.size() != bytes) return fail(ErrorCode::blob_incomplete, "an upload");
  const auto actual = hash_of(read_from);
  if (!actual) return std::unexpected(actual.error());
  if (*actual != hash) {
    std::error_code ignored;
    if (!finished) fs::remove(part, ignored);
    return fail(ErrorCode::blob_refused, "hash of a blob");
  }
  if (finished) return {};
  file->round_times();
  if (!file->sync()) return disk_failure("sync an upload");
  if (::rename(part.c_str(), whole.c_str()) != 0) return disk_failure("name a blob");
  // Its name, and the name of its folder, which may be new.
  if (!sync_folder(folder_of(name.conversation)) || !sync_folder(root_)) return disk_failure("sync a folder");
  return {};
}

Result<void> Store::cancel(const BlobName& name) const {
  const fs::path part = any_part_of(name);
  std::error_code failure;
  if (!part.empty()) fs::remove(part, failure);
  if (failure) return fail(ErrorCode::unavailable, "remove an upload");
  return {};
}

Result<std::uint64_t> Store::size(const BlobName& name) const {
  const auto bytes = size_of(path_of(name));
  if (!bytes) return not_there();
  return *bytes;
}

Result<std::shared_ptr<const std::string>> Store::read(const BlobName& name, std::uint64_t offset,
                                                       std::uint64_t count) const {
  const auto file = File::open(path_of(name), O_RDONLY);
  if (!file) return not_there();
  std::vector<std::uint8_t> bytes(count);
  if (file->read(offset, bytes) != count) return disk_failure("read a blob");
  return std::make_shared<const std::string>(crypto::as_text(bytes));
}

Result<void> Store::erase(const crypto::ConversationId& conversation) const {
  const fs::path folder = folder_of(conversation);
  const fs::path erased = folder.string() + std::string(erased_extension);
  std::error_code failure;
  // From an erasing that was interrupted.
  fs::remove_all(erased, failure);
  // Out of reach in one step, whatever happens while the files go.
  if (::rename(folder.c_str(), erased.c_str()) != 0) {
    if (errno == ENOENT) return {};
    return disk_failure("set a folder aside");
  }
  fs::remove_all(erased, failure);
  if (failure || !sync_folder(root_)) return fail(ErrorCode::unavailable, "remove a folder");
  return {};
}

Result<std::vector<crypto::ConversationId>> Store::conversations(
    const std::optional<crypto::ConversationId>& after, std::size_t count_max) const {
  std::vector<crypto::ConversationId> found;
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(root_, failure)) {
    const auto id = conversation_of(entry.path());
    if (!id || (after && *id <= *after)) continue;
    // A heap with the largest on top: the smallest `count_max` stay.
    found.push_back(*id);
    std::ranges::push_heap(found);
    if (found.size() <= count_max) continue;
    std::ranges::pop_heap(found);
    found.pop_back();
  }
  if (failure) return fail(ErrorCode::unavailable, "list the folders");
  std::ranges::sort_heap(found);
  return found;
}

Result<Swept> Store::sweep(std::chrono::sys_seconds before) const {
  Swept swept;
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(root_, failure)) {
    std::error_code ignored;
    if (entry.path().extension() == erased_extension) {
      fs::remove_all(entry.path(), ignored);
      ++swept.conversations;
    } else if (conversation_of(entry.path())) {
      swept.uploads += remove_expired(entry.path(), before);
      // Succeeds for an empty folder only.
      ::rmdir(entry.path().c_str());
    }
  }
  if (failure) return fail(ErrorCode::unavailable, "sweep the folders");
  return swept;
}

fs::path Store::folder_of(const crypto::ConversationId& conversation) const {
  return root_ / crypto::to_hex(conversation);
}

fs::path Store::path_of(const BlobName& name) const {
  return folder_of(name.conversation) / crypto::to_hex(name.blob);
}

fs::path Store::part_of(const BlobName& name, std::uint64_t bytes) const {
  return path_of(name).string() + "." + std::to_string(bytes) + std::string(part_extension);
}

Result<Usage> Store::usage(const crypto::ConversationId& conversation) const {
  Usage usage;
  struct statvfs disk{};
  if (::statvfs(root_.c_str(), &disk) != 0) return disk_failure("look at the disk");
  usage.disk_free = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_of(conversation), failure)) {
    const auto announced = announced_bytes(entry.path());
    usage.bytes += announced ? *announced : size_of(entry.path()).value_or(0);
    usage.blobs += 1;
    usage.uploads += announced ? 1 : 0;
  }
  if (failure && failure != std::errc::no_such_file_or_directory) {
    return fail(ErrorCode::unavailable, "list a folder");
  }
  return usage;
}

fs::path Store::any_part_of(const BlobName& name) const {
  const std::string start = crypto::to_hex(name.blob) + ".";
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_of(name.conversation), failure)) {
    const bool is_its = entry.path().filename().string().starts_with(start);
    if (is_its && announced_bytes(entry.path())) return entry.path();
  }
  return {};
}

}  // namespace kiezel::blob
