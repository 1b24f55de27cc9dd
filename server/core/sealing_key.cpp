#include "server/core/sealing_key.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace kiezel::core {
namespace {

// Closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

std::unexpected<std::string> because(const std::filesystem::path& file, std::string_view what) {
  return std::unexpected("The file " + file.string() + " " + std::string(what));
}

std::expected<SealingKey, std::string> create(const std::filesystem::path& file, crypto::Random& random) {
  crypto::AeadKey key = random.secret<32>();
  const Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  const auto bytes = key.expose();
  const bool written =
      out.is_open() &&
      ::write(out.number(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
      ::fsync(out.number()) == 0;
  if (!written) return because(file, std::string("cannot be written: ") + std::strerror(errno) + ".");
  return SealingKey(std::move(key));
}

}  // namespace

std::expected<SealingKey, std::string> SealingKey::load_or_create(const std::filesystem::path& file,
                                                                  crypto::Random& random) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in.is_open() && errno == ENOENT) return create(file, random);
  struct stat facts{};
  if (!in.is_open() || ::fstat(in.number(), &facts) != 0)
    return because(file, std::string("cannot be read: ") + std::strerror(errno) + ".");
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return because(file, "can be read by others. Take their rights away first: chmod 600.");
  crypto::AeadKey key;
  const auto bytes = key.expose_mutable();
  const bool whole = facts.st_size == static_cast<off_t>(bytes.size()) &&
                     ::read(in.number(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
  if (!whole || key.is_zero()) {
    return because(
        file,
        "is not a key of 32 bytes. Put the right one back, or remove it and reset the second factors "
        "of the advisors who use an app.");
  }
  return SealingKey(std::move(key));
}

crypto::Bytes SealingKey::seal(std::string_view purpose, const AdvisorId& advisor, crypto::BytesView secret,
                               crypto::Random& random) const {
  const auto nonce = random.fixed<crypto::Nonce>();
  const crypto::Bytes associated = crypto::join({crypto::as_bytes(purpose), advisor});
  return crypto::join({nonce, crypto::aead_seal(key_, nonce, associated, secret)});
}

std::optional<crypto::SecretBytes> SealingKey::open(std::string_view purpose, const AdvisorId& advisor,
                                                    crypto::BytesView sealed) const {
  crypto::ByteReader reader(sealed);
  const auto nonce = reader.fixed<crypto::Nonce>();
  if (!reader.ok()) return std::nullopt;
  const crypto::Bytes associated = crypto::join({crypto::as_bytes(purpose), advisor});
  return crypto::aead_open(key_, nonce, associated, reader.rest());
}

}  // namespace kiezel::core
