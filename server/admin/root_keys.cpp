#include "server/admin/root_keys.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "crypto/encoding.hpp"

namespace kiezel::admin {
namespace {

constexpr std::string_view first_word = "kiezel-root-key-1 ";

// Made with its mode from the start: there is no moment at which others may read it.
std::expected<void, std::string> write_private(const std::filesystem::path& file, crypto::BytesView bytes) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0)
    return std::unexpected("Could not make " + file.string() +
                           ": it is there already, or the folder is not yours.");
  const bool written =
      ::write(descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
      ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (written) return {};
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
  return std::unexpected("Could not write " + file.string() + ". Is the disk full?");
}

std::expected<void, std::string> write_key(const std::filesystem::path& file, const crypto::SigningKey& key) {
  const crypto::Secret<32> seed = key.seed();
  std::string spelled = crypto::to_base64url(seed.expose());
  crypto::SecretBytes text(first_word.size() + spelled.size() + 1);
  auto out = text.expose_mutable();
  std::ranges::copy(first_word, out.begin());
  std::ranges::copy(spelled, out.begin() + static_cast<std::ptrdiff_t>(first_word.size()));
  out.back() = '\n';
  crypto::wipe({reinterpret_cast<std::uint8_t*>(spelled.data()), spelled.size()});
  return write_private(file, text.expose());
}

}  // namespace

std::filesystem::path root_key_file(const std::filesystem::path& folder, std::size_t number) {
  return folder / ("root-" + std::to_string(number) + ".key");
}

std::expected<crypto::RootKeys, std::string> make_root_keys(const std::filesystem::path& folder,
                                                            crypto::Random& random) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure)
    return std::unexpected("Could not make the folder " + folder.string() + ": " + failure.message() + ".");
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failure);
  crypto::RootKeys keys;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto key = crypto::SigningKey::from_seed(random.secret<32>());
    if (!key) return std::unexpected("The random generator of this machine gives zeros.");
    if (auto written = write_key(root_key_file(folder, i + 1), *key); !written)
      return std::unexpected(written.error());
    keys[i] = key->verify_key();
  }
  return keys;
}

std::expected<crypto::SigningKey, std::string> read_root_key(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::unexpected("There is no root key at " + file.string() + ".");
  std::string text(128, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  std::string_view spelled = text;
  std::optional<crypto::Secret<32>> seed;
  if (spelled.starts_with(first_word)) {
    spelled.remove_prefix(first_word.size());
    spelled = spelled.substr(0, spelled.find_last_not_of(" \r\n") + 1);
    if (auto bytes = crypto::from_base64url(spelled)) {
      const crypto::SecretBytes owned(*std::move(bytes));
      seed = crypto::Secret<32>::from(owned.expose());
    }
  }
  crypto::wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  if (!seed) return std::unexpected(file.string() + " is not a root key.");
  auto key = crypto::SigningKey::from_seed(*seed);
  if (!key) return std::unexpected(file.string() + " is not a root key.");
  return *std::move(key);
}

}  // namespace kiezel::admin
