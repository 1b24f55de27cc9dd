#include "server/factor/totp.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <array>

#include "crypto/secret.hpp"

namespace kiezel::factor {
namespace {

constexpr std::uint32_t six_digits = 1'000'000;

bool equal_codes(std::uint32_t a, std::uint32_t b) {
  const crypto::Bytes ours = crypto::ByteWriter().u32(a).take();
  const crypto::Bytes theirs = crypto::ByteWriter().u32(b).take();
  return crypto::equal_in_constant_time(ours, theirs);
}

}  // namespace

std::uint32_t hotp(crypto::BytesView secret, std::uint64_t counter) {
  const crypto::Bytes message = crypto::ByteWriter().u64(counter).take();
  std::array<std::uint8_t, SHA_DIGEST_LENGTH> mac{};
  unsigned int mac_bytes = 0;
  const auto* const done = HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), message.data(),
                                message.size(), mac.data(), &mac_bytes);
  // A machine without SHA-1 has no codes; six digits never reach this.
  if (done == nullptr || mac_bytes != mac.size()) return six_digits;
  const std::size_t offset = mac.back() & 15U;
  const std::uint32_t truncated = (std::uint32_t{mac.at(offset)} & 0x7FU) << 24U |
                                  std::uint32_t{mac.at(offset + 1)} << 16U |
                                  std::uint32_t{mac.at(offset + 2)} << 8U | std::uint32_t{mac.at(offset + 3)};
  crypto::wipe(mac);
  return truncated % six_digits;
}

std::optional<std::uint64_t> matching_step(crypto::BytesView secret, std::uint32_t code,
                                           std::uint64_t now_s) {
  const std::uint64_t present = now_s / totp_step_s;
  std::optional<std::uint64_t> found;
  for (std::uint64_t step = present - totp_steps_around; step <= present + totp_steps_around; ++step) {
    if (equal_codes(hotp(secret, step), code) && code < six_digits) found = step;
  }
  return found;
}

}  // namespace kiezel::factor
