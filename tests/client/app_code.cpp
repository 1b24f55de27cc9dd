#include "tests/client/app_code.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace kiezel::client {

std::int64_t app_code(crypto::BytesView secret, std::uint64_t step) {
  const crypto::Bytes message = crypto::ByteWriter().u64(step).take();
  std::array<std::uint8_t, 20> mac{};
  HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), message.data(), message.size(), mac.data(),
       nullptr);
  const std::size_t offset = mac.back() & 15U;
  crypto::ByteReader reader(crypto::BytesView(mac).subspan(offset));
  return (reader.u32() & 0x7fff'ffffU) % 1'000'000;
}

}  // namespace kiezel::client
