#include "server/net/static_files.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

namespace kiezel::net {
namespace {

namespace fs = std::filesystem;

// The client is some thirty files of half a megabyte; these bounds stop a folder that is not the client.
constexpr std::size_t files_max = 2000;
constexpr std::uintmax_t file_bytes_max = 16U << 20U;
constexpr std::uintmax_t folder_bytes_max = 64U << 20U;

constexpr std::size_t etag_hash_bytes = 12;

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> content_types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".pdf", "application/pdf"},
}};

std::string_view content_type_of(const fs::path& name) {
  const std::string extension = name.extension().string();
  const auto known =
      std::ranges::find(content_types, std::string_view(extension), [](const auto& e) { return e.first; });
  return known == content_types.end() ? "application/octet-stream" : known->second;
}

FileKind kind_of(std::string_view key, std::string_view content_type) {
  if (content_type.starts_with("text/html")) return FileKind::document;
  if (!key.starts_with("/assets/")) return FileKind::other;
  const bool is_script = content_type.starts_with("text/javascript");
  return is_script && key.find("worker") != std::string_view::npos ? FileKind::worker : FileKind::asset;
}

// The two pages have names that people may see in the address bar; their file names are not served.
std::string key_of(const fs::path& relative) {
  const std::string name = relative.generic_string();
  if (name == "index.html") return "/";
  if (name == "advisor.html") return "/advies";
  return "/" + name;
}

FileBody make_body(std::string bytes) {
  const crypto::Digest digest = crypto::sha256(crypto::as_bytes(bytes));
  const std::string tag = crypto::to_base64url(crypto::BytesView(digest.bytes).first(etag_hash_bytes));
  return {std::move(bytes), '"' + tag + '"'};
}

std::optional<std::string> read_whole(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) return std::nullopt;
  return bytes;
}

std::unexpected<std::string> refuse(const fs::path& path, std::string_view why) {
  return std::unexpected("web_root: " + path.string() + " " + std::string(why));
}

// Reads the compressed form beside a file. An empty body when the build made none or it saves nothing.
std::expected<FileBody, std::string> load_form(const fs::path& path, std::size_t plain_bytes) {
  std::error_code failure;
  if (!fs::is_regular_file(path, failure)) return FileBody{};
  std::optional<std::string> bytes = read_whole(path);
  if (!bytes) return refuse(path, "cannot be read.");
  if (bytes->size() >= plain_bytes) return FileBody{};
  return make_body(std::move(*bytes));
}

std::expected<StaticFile, std::string> load_file(const fs::path& path, std::string_view key) {
  std::optional<std::string> bytes = read_whole(path);
  if (!bytes) return refuse(path, "cannot be read.");
  StaticFile file;
  file.content_type = content_type_of(path);
  file.kind = kind_of(key, file.content_type);
  file.plain = make_body(std::move(*bytes));
  auto brotli = load_form(fs::path(path) += ".br", file.plain.bytes.size());
  if (!brotli) return std::unexpected(brotli.error());
  auto gzip = load_form(fs::path(path) += ".gz", file.plain.bytes.size());
  if (!gzip) return std::unexpected(gzip.error());
  file.brotli = std::move(*brotli);
  file.gzip = std::move(*gzip);
  return file;
}

bool is_served(const fs::path& path) {
  const std::string extension = path.extension().string();
  return !path.filename().string().starts_with('.') && extension != ".br" && extension != ".gz" &&
         extension != ".map";
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// A weight of zero means "not acceptable"; other weights do not matter here, since we prefer the smallest
// form.
bool is_refused(std::string_view parameters) {
  const std::size_t weight = parameters.find("q=");
  return weight != std::string_view::npos &&
         parameters.substr(weight + 2).find_first_of("123456789") == std::string_view::npos;
}

bool accepts(std::string_view accept_encoding, std::string_view coding) {
  while (!accept_encoding.empty()) {
    const std::size_t comma = std::min(accept_encoding.find(','), accept_encoding.size());
    const std::string_view item = trimmed(accept_encoding.substr(0, comma));
    accept_encoding.remove_prefix(std::min(comma + 1, accept_encoding.size()));
    const std::size_t semicolon = std::min(item.find(';'), item.size());
    if (trimmed(item.substr(0, semicolon)) == coding) return !is_refused(item.substr(semicolon));
  }
  return false;
}

}  // namespace

std::expected<StaticFiles, std::string> StaticFiles::load(const fs::path& folder) {
  std::error_code failure;
  fs::recursive_directory_iterator place(folder, failure);
  if (failure)
    return refuse(folder, "is not a folder that can be read. Build the web client, or set web_root.");
  StaticFiles result;
  std::uintmax_t total_bytes = 0;
  for (const fs::recursive_directory_iterator end; place != end; place.increment(failure)) {
    if (failure) break;
    const fs::directory_entry& entry = *place;
    if (entry.is_symlink(failure) || !entry.is_regular_file(failure) || !is_served(entry.path())) continue;
    const std::uintmax_t bytes = entry.file_size(failure);
    total_bytes += bytes;
    if (bytes > file_bytes_max || total_bytes > folder_bytes_max || result.files_.size() == files_max) {
      return refuse(entry.path(), "is too much: this folder does not look like the web client.");
    }
    std::string key = key_of(entry.path().lexically_relative(folder));
    std::expected<StaticFile, std::string> file = load_file(entry.path(), key);
    if (!file) return std::unexpected(file.error());
    result.files_.emplace(std::move(key), std::move(*file));
  }
  if (failure) return refuse(folder, "cannot be read to its end.");
  if (result.find("/") == nullptr)
    return refuse(folder, "has no index.html. Build the web client, or set web_root.");
  return result;
}

const StaticFile* StaticFiles::find(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

Encoding choose_encoding(const StaticFile& file, std::string_view accept_encoding) {
  if (!file.brotli.bytes.empty() && accepts(accept_encoding, "br")) return Encoding::brotli;
  if (!file.gzip.bytes.empty() && accepts(accept_encoding, "gzip")) return Encoding::gzip;
  return Encoding::plain;
}

const FileBody& body_of(const StaticFile& file, Encoding encoding) {
  switch (encoding) {
    case Encoding::brotli:
      return file.brotli;
    case Encoding::gzip:
      return file.gzip;
    case Encoding::plain:
      break;
  }
  return file.plain;
}

}  // namespace kiezel::net
