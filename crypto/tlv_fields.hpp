// Reads the values of TLV items as the types that a structure wants. Like ByteReader it remembers its first
// refusal, so a parser fills its structure and asks once at the end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "crypto/ids.hpp"
#include "crypto/tlv.hpp"

namespace kiezel::crypto {

class TlvFields {
 public:
  [[nodiscard]] std::uint8_t u8(const TlvItem& item);
  /// At most number_max.
  [[nodiscard]] std::uint64_t number(const TlvItem& item);
  /// UTF-8 of at most `bytes_max` bytes.
  [[nodiscard]] std::string text(const TlvItem& item, std::size_t bytes_max);
  /// One byte with one of the values first..last.
  template <class Enum>
  [[nodiscard]] Enum choice(const TlvItem& item, Enum first, Enum last) {
    return checked_choice(u8(item), first, last);
  }
  template <class Fixed>
  [[nodiscard]] Fixed fixed(const TlvItem& item) {
    const auto value = Fixed::from(item.value);
    if (!value) refuse(Refusal::shape);
    return value.value_or(Fixed{});
  }
  /// Several fixed-size values one after the other, at most `count_max`.
  template <class Fixed>
  [[nodiscard]] std::vector<Fixed> list(const TlvItem& item, std::size_t count_max) {
    if (item.value.size() % Fixed::byte_count != 0) refuse(Refusal::shape);
    if (item.value.size() / Fixed::byte_count > count_max) refuse(Refusal::limit);
    std::vector<Fixed> values;
    if (refusal_) return values;
    ByteReader reader(item.value);
    while (!reader.rest().empty()) values.push_back(reader.fixed<Fixed>());
    return values;
  }

  /// hash 32 || u64 version.
  [[nodiscard]] DirectoryHead directory_head(const TlvItem& item);

  /// For values inside a larger field.
  template <class Enum>
  [[nodiscard]] Enum checked_choice(std::uint8_t value, Enum first, Enum last) {
    const bool known = value >= static_cast<std::uint8_t>(first) && value <= static_cast<std::uint8_t>(last);
    if (!known) refuse(Refusal::shape);
    return known ? Enum{value} : first;
  }
  [[nodiscard]] std::uint64_t checked_number(std::uint64_t value);

  void refuse(Refusal refusal) {
    if (!refusal_) refusal_ = refusal;
  }
  /// `value` unless something was refused.
  template <class T>
  [[nodiscard]] Checked<T> finish(T value) const {
    if (refusal_) return std::unexpected(*refusal_);
    return value;
  }

 private:
  std::optional<Refusal> refusal_;
};

[[nodiscard]] Bytes encode(const DirectoryHead& head);

}  // namespace kiezel::crypto
