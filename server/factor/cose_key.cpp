#include "server/factor/cose_key.hpp"

#include <algorithm>

namespace kiezel::factor {
namespace {

using crypto::BytesView;

// Labels and values of RFC 9052 7 and RFC 9053 2 and 7.
constexpr std::int64_t label_kind = 1;
constexpr std::int64_t label_algorithm = 3;
constexpr std::int64_t label_curve = -1;
constexpr std::int64_t label_x = -2;
constexpr std::int64_t label_y = -3;
constexpr std::int64_t label_modulus = -1;
constexpr std::int64_t label_exponent = -2;

constexpr std::int64_t octet_key_pair = 1;
constexpr std::int64_t two_coordinates = 2;
constexpr std::int64_t rsa = 3;

constexpr std::int64_t es256 = -7;
constexpr std::int64_t eddsa = -8;
constexpr std::int64_t rs256 = -257;

constexpr std::int64_t curve_p256 = 1;
constexpr std::int64_t curve_ed25519 = 6;

constexpr std::size_t modulus_bytes_min = 256;
constexpr std::size_t modulus_bytes_max = 512;
constexpr std::array<std::uint8_t, 3> exponent_65537 = {1, 0, 1};

bool has(CborReader& reader, std::int64_t label, std::int64_t value) {
  return reader.integer() == label && reader.integer() == value;
}

std::optional<BytesView> bytes_at(CborReader& reader, std::int64_t label) {
  if (reader.integer() != label) return std::nullopt;
  return reader.byte_string();
}

bool coordinate(CborReader& reader, std::int64_t label, std::array<std::uint8_t, 32>& to) {
  const auto bytes = bytes_at(reader, label);
  if (!bytes || bytes->size() != to.size()) return false;
  std::ranges::copy(*bytes, to.begin());
  return true;
}

std::optional<CoseKey> read_es256(CborReader& reader) {
  Es256Key key;
  if (!has(reader, label_algorithm, es256) || !has(reader, label_curve, curve_p256)) return std::nullopt;
  if (!coordinate(reader, label_x, key.x) || !coordinate(reader, label_y, key.y)) return std::nullopt;
  return key;
}

std::optional<CoseKey> read_eddsa(CborReader& reader) {
  EddsaKey key;
  if (!has(reader, label_algorithm, eddsa) || !has(reader, label_curve, curve_ed25519)) return std::nullopt;
  if (!coordinate(reader, label_x, key.key.bytes)) return std::nullopt;
  return key;
}

std::optional<CoseKey> read_rs256(CborReader& reader) {
  if (!has(reader, label_algorithm, rs256)) return std::nullopt;
  const auto modulus = bytes_at(reader, label_modulus);
  if (!modulus || modulus->size() < modulus_bytes_min || modulus->size() > modulus_bytes_max)
    return std::nullopt;
  // Full length and odd, or it is not the modulus of the size it says.
  if (modulus->front() < 0x80 || (modulus->back() & 1U) == 0) return std::nullopt;
  const auto exponent = bytes_at(reader, label_exponent);
  if (!exponent || !std::ranges::equal(*exponent, exponent_65537)) return std::nullopt;
  return Rs256Key{crypto::to_bytes(*modulus)};
}

}  // namespace

std::optional<CoseKey> parse_cose_key(CborReader& reader) {
  constexpr std::size_t pairs_with_y = 5;
  constexpr std::size_t pairs_without_y = 4;
  const auto pairs = reader.map();
  if (!pairs || reader.integer() != label_kind) return std::nullopt;
  const auto kind = reader.integer();
  if (kind == two_coordinates && pairs == pairs_with_y) return read_es256(reader);
  if (kind == octet_key_pair && pairs == pairs_without_y) return read_eddsa(reader);
  if (kind == rsa && pairs == pairs_without_y) return read_rs256(reader);
  return std::nullopt;
}

}  // namespace kiezel::factor
