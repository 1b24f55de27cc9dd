#include "crypto/safety_number.hpp"

#include "crypto/argon2id.hpp"
#include "crypto/hash.hpp"
#include "crypto/labels.hpp"

namespace kiezel::crypto {
namespace {

constexpr std::size_t group_bytes = 5;
constexpr std::size_t group_count = 4;

/// Five bytes as a number, modulo 10^digits, with leading zeros. Five bytes make the bias of the modulus
/// invisible.
std::string digits_of(BytesView five_bytes, std::size_t digits) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : five_bytes) value = value << 8 | byte;
  std::string text(digits, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit) {
    *digit = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  return text;
}

std::optional<std::string> number_of(const VerifyKey& key, std::string_view label) {
  const auto salt = Argon2Salt::from(hash(label, {}).view().first(Argon2Salt::byte_count)).value();
  const auto output = argon2id<group_bytes * group_count>(key, salt, client_argon2_cost);
  if (!output) return std::nullopt;
  const BytesView bytes = output->expose();
  std::string number;
  for (std::size_t group = 0; group < group_count; ++group) {
    if (group > 0) number += ' ';
    number += digits_of(bytes.subspan(group * group_bytes, group_bytes), 4);
  }
  return number;
}

}  // namespace

std::optional<std::string> safety_number(const VerifyKey& identity_key) {
  return number_of(identity_key, labels::safety_salt);
}

std::optional<std::string> device_digits(const VerifyKey& device_key) {
  return number_of(device_key, labels::device_digits);
}

std::string chain_check(const EntryHash& head) {
  const std::string digits = digits_of(head.view().first(group_bytes), 6);
  return digits.substr(0, 3) + ' ' + digits.substr(3);
}

}  // namespace kiezel::crypto
