// Bytes: owned, borrowed, and of a fixed size with a meaning; big-endian writing and bounded reading.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace kiezel::crypto {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

/// The largest integer that JSON and JavaScript carry exactly. Times, versions and sequence numbers above it
/// are refused wherever they are parsed, so that both languages read the same number.
inline constexpr std::uint64_t number_max = (std::uint64_t{1} << 53) - 1;

/// N public bytes with a meaning of their own: a conversation id is not a mailbox id. `Tag` is never defined.
template <class Tag, std::size_t N>
struct FixedBytes {
  static constexpr std::size_t byte_count = N;

  std::array<std::uint8_t, N> bytes{};

  /// Nothing unless `source` is exactly N bytes long.
  [[nodiscard]] static constexpr std::optional<FixedBytes> from(BytesView source) {
    if (source.size() != N) return std::nullopt;
    FixedBytes result;
    for (std::size_t i = 0; i < N; ++i) result.bytes[i] = source[i];
    return result;
  }

  [[nodiscard]] constexpr BytesView view() const { return bytes; }
  [[nodiscard]] constexpr bool is_zero() const {
    std::uint8_t any = 0;
    for (const std::uint8_t byte : bytes) any |= byte;
    return any == 0;
  }

  // Public bytes are borrowed wherever a view is asked for; nothing is lost and nothing secret is exposed.
  constexpr operator BytesView() const { return bytes; }  // NOLINT(google-explicit-constructor)

  friend constexpr auto operator<=>(const FixedBytes&, const FixedBytes&) = default;
};

/// The bytes of `text` as they stand.
[[nodiscard]] BytesView as_bytes(std::string_view text);
[[nodiscard]] std::string_view as_text(BytesView bytes);
[[nodiscard]] Bytes join(std::initializer_list<BytesView> parts);
[[nodiscard]] Bytes to_bytes(BytesView view);

/// Appends big-endian integers and bytes (crypto/KZ1.md 2.3).
class ByteWriter {
 public:
  ByteWriter() = default;
  explicit ByteWriter(std::size_t expected_bytes) { bytes_.reserve(expected_bytes); }

  ByteWriter& u8(std::uint8_t value);
  ByteWriter& u16(std::uint16_t value);
  ByteWriter& u32(std::uint32_t value);
  ByteWriter& u64(std::uint64_t value);
  ByteWriter& raw(BytesView bytes);
  /// L(label): one length byte, then the ASCII characters.
  ByteWriter& label(std::string_view label);

  [[nodiscard]] BytesView view() const { return bytes_; }
  [[nodiscard]] Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

/// Reads from the front of borrowed bytes and never beyond them. The first read that does not fit makes the
/// reader fail for good: later reads give zeros and empty views, so a parser may read everything and ask once
/// at the end.
class ByteReader {
 public:
  explicit ByteReader(BytesView bytes) : rest_(bytes) {}

  [[nodiscard]] std::uint8_t u8() { return static_cast<std::uint8_t>(integer(1)); }
  [[nodiscard]] std::uint16_t u16() { return static_cast<std::uint16_t>(integer(2)); }
  [[nodiscard]] std::uint32_t u32() { return static_cast<std::uint32_t>(integer(4)); }
  [[nodiscard]] std::uint64_t u64() { return integer(8); }
  [[nodiscard]] BytesView raw(std::size_t count);
  template <class Fixed>
  [[nodiscard]] Fixed fixed() {
    return Fixed::from(raw(Fixed::byte_count)).value_or(Fixed{});
  }

  [[nodiscard]] BytesView rest() const { return rest_; }
  /// No read has failed.
  [[nodiscard]] bool ok() const { return ok_; }
  /// No read has failed and nothing is left.
  [[nodiscard]] bool finished() const { return ok_ && rest_.empty(); }

 private:
  [[nodiscard]] std::uint64_t integer(std::size_t byte_count);

  BytesView rest_;
  bool ok_ = true;
};

}  // namespace kiezel::crypto

template <class Tag, std::size_t N>
struct std::hash<kiezel::crypto::FixedBytes<Tag, N>> {
  std::size_t operator()(const kiezel::crypto::FixedBytes<Tag, N>& value) const noexcept {
    return std::hash<std::string_view>{}(kiezel::crypto::as_text(value.bytes));
  }
};
