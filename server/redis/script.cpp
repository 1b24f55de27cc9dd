#include "server/redis/script.hpp"

#include <openssl/sha.h>

#include <array>

#include "crypto/encoding.hpp"

namespace kiezel::redis {

Script::Script(std::string_view name, std::string_view source) : name_(name), source_(source) {
  std::array<std::uint8_t, SHA_DIGEST_LENGTH> digest{};
  SHA1(reinterpret_cast<const unsigned char*>(source.data()), source.size(), digest.data());
  sha1_ = crypto::to_hex(digest);
}

}  // namespace kiezel::redis
