#include "server/factor/cbor.hpp"

#include <algorithm>
#include <limits>

#include "crypto/utf8.hpp"

namespace kiezel::factor {
namespace {

// Major types (RFC 8949, 3.1).
constexpr std::uint8_t unsigned_integer = 0;
constexpr std::uint8_t negative_integer = 1;
constexpr std::uint8_t bytes_type = 2;
constexpr std::uint8_t text_type = 3;
constexpr std::uint8_t array_type = 4;
constexpr std::uint8_t map_type = 5;
constexpr std::uint8_t simple_type = 7;

// Values below are in the first byte itself; 24 to 27 say that 1, 2, 4 or 8 bytes follow.
constexpr std::uint8_t in_place = 24;
constexpr std::uint8_t longest = 27;

constexpr std::uint64_t simple_false = 20;
constexpr std::uint64_t simple_null = 22;

constexpr std::uint64_t signed_max = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

}  // namespace

std::optional<CborReader::Head> CborReader::head() {
  crypto::ByteReader reader(rest_);
  const std::uint8_t first = reader.u8();
  const auto type = static_cast<std::uint8_t>(first >> 5U);
  const auto size = static_cast<std::uint8_t>(first & 31U);
  if (size > longest) return std::nullopt;
  std::uint64_t value = size;
  if (size >= in_place) {
    const auto byte_count = std::size_t{1} << static_cast<unsigned>(size - in_place);
    value = 0;
    for (std::size_t i = 0; i < byte_count; ++i) value = value << 8U | reader.u8();
    // The shortest spelling is the only one: what fits into half as many bytes must be there.
    const std::uint64_t least = byte_count == 1 ? in_place : std::uint64_t{1} << (4 * byte_count);
    if (value < least) return std::nullopt;
  }
  if (!reader.ok()) return std::nullopt;
  rest_ = reader.rest();
  return Head{type, value};
}

std::optional<std::int64_t> CborReader::integer() {
  const auto item = head();
  if (!item || item->type > negative_integer || item->value > signed_max) return std::nullopt;
  const auto value = static_cast<std::int64_t>(item->value);
  return item->type == unsigned_integer ? value : -1 - value;
}

std::optional<crypto::BytesView> CborReader::byte_string() {
  const auto item = head();
  if (!item || item->type != bytes_type) return std::nullopt;
  return take(item->value);
}

std::optional<std::size_t> CborReader::map() {
  const auto item = head();
  // Each pair takes at least two bytes.
  if (!item || item->type != map_type || item->value > rest_.size() / 2) return std::nullopt;
  return static_cast<std::size_t>(item->value);
}

bool CborReader::skip_map() {
  const auto pairs = map();
  return pairs && skip_pairs(*pairs, 1);
}

bool CborReader::skip(int depth) {
  const auto item = head();
  if (!item) return false;
  switch (item->type) {
    case unsigned_integer:
    case negative_integer:
      return true;
    case bytes_type:
      return take(item->value).has_value();
    case text_type: {
      const auto text = take(item->value);
      return text && crypto::utf8_length(*text).has_value();
    }
    case array_type: {
      if (depth >= depth_max || item->value > rest_.size()) return false;
      bool good = true;
      for (std::uint64_t i = 0; good && i < item->value; ++i) good = skip(depth + 1);
      return good;
    }
    case map_type:
      return depth < depth_max && item->value <= rest_.size() / 2 && skip_pairs(item->value, depth + 1);
    case simple_type:
      return item->value >= simple_false && item->value <= simple_null;
    default:
      return false;
  }
}

bool CborReader::skip_pairs(std::uint64_t count, int depth) {
  crypto::BytesView previous;
  for (std::uint64_t i = 0; i < count; ++i) {
    const crypto::BytesView from = rest_;
    if (rest_.empty() || rest_.front() >> 5U > text_type || !skip(depth)) return false;
    // In the shortest spelling the canonical order is that of the encoded bytes; it also shows repeated keys.
    const crypto::BytesView key = from.first(from.size() - rest_.size());
    if (i > 0 && !std::ranges::lexicographical_compare(previous, key)) return false;
    previous = key;
    if (!skip(depth)) return false;
  }
  return true;
}

std::optional<crypto::BytesView> CborReader::take(std::uint64_t count) {
  if (count > rest_.size()) return std::nullopt;
  const crypto::BytesView taken = rest_.first(static_cast<std::size_t>(count));
  rest_ = rest_.subspan(static_cast<std::size_t>(count));
  return taken;
}

}  // namespace kiezel::factor
