#include "server/admin/files.hpp"

#include <fstream>
#include <sstream>

namespace kiezel::admin {

std::expected<crypto::Bytes, std::string> read_bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::unexpected("There is no file " + file.string() + ", or it cannot be read.");
  std::ostringstream text;
  text << in.rdbuf();
  return crypto::to_bytes(crypto::as_bytes(text.view()));
}

std::expected<void, std::string> write_bytes(const std::filesystem::path& file, crypto::BytesView bytes) {
  const std::filesystem::path draft = file.string() + ".new";
  {
    std::ofstream out(draft, std::ios::binary | std::ios::trunc);
    out << crypto::as_text(bytes);
    out.flush();
    if (!out) return std::unexpected("Could not write " + draft.string() + ".");
  }
  std::error_code failure;
  std::filesystem::rename(draft, file, failure);
  if (failure) return std::unexpected("Could not write " + file.string() + ": " + failure.message() + ".");
  return {};
}

}  // namespace kiezel::admin
