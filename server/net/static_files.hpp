// The web client's files, read once at the start and served from memory. A path is looked up as an exact key
// of a map, so there is no path that leads out of the folder. Files are compressed when the client is built,
// never here.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>

namespace kiezel::net {

enum class FileKind : std::uint8_t {
  document,  // HTML: gets the document's content security policy, never cached
  worker,    // script of a worker: gets its own policy, because only there WebAssembly may be compiled
  asset,     // has its hash in its name: may be cached for ever
  other,     // whatever else lies in the folder, such as the icon
};

// One form of a file. The tag differs per form (RFC 9110 section 8.8.3).
struct FileBody {
  std::string bytes;
  std::string etag;
};

struct StaticFile {
  FileKind kind = FileKind::other;
  std::string_view content_type;
  FileBody plain;
  // Empty when the build made none.
  FileBody brotli;
  FileBody gzip;
};

class StaticFiles {
 public:
  // Reads the whole folder. The error is a sentence for the person who starts the server.
  [[nodiscard]] static std::expected<StaticFiles, std::string> load(const std::filesystem::path& folder);

  // `path` as in the request, without query: "/", "/advies", "/assets/app-1a2b.js". Nothing for any other
  // spelling.
  [[nodiscard]] const StaticFile* find(std::string_view path) const;

  [[nodiscard]] std::size_t count() const { return files_.size(); }

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  std::unordered_map<std::string, StaticFile, TextHash, std::equal_to<>> files_;
};

enum class Encoding : std::uint8_t { plain, brotli, gzip };

// The smallest form that the Accept-Encoding header allows (RFC 9110 section 12.5.3) and that exists.
[[nodiscard]] Encoding choose_encoding(const StaticFile& file, std::string_view accept_encoding);
[[nodiscard]] const FileBody& body_of(const StaticFile& file, Encoding encoding);

}  // namespace kiezel::net
