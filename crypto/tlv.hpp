// Tagged values: u16 tag, u32 length, value; tags ascend strictly; unknown tags are ignored
// (crypto/KZ1.md 5.4).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "crypto/bytes.hpp"
#include "crypto/refusal.hpp"

namespace kiezel::crypto {

/// More than any structure needs; a bound on what a hostile plaintext can make a reader allocate.
inline constexpr std::size_t tlv_items_max = 256;

struct TlvItem {
  std::uint16_t tag = 0;
  BytesView value;
};

/// Views borrow from `bytes`. Refuses tags that do not ascend (shape), a length beyond the end (syntax), too
/// many (limit). Only `repeatable_tag` may stand several times, next to each other.
[[nodiscard]] Checked<std::vector<TlvItem>> parse_tlv(
    BytesView bytes, std::optional<std::uint16_t> repeatable_tag = std::nullopt);

class TlvWriter {
 public:
  /// Tags must ascend (asserted).
  TlvWriter& add(std::uint16_t tag, BytesView value);
  /// The one tag of a structure that may repeat: it may equal the tag before.
  TlvWriter& add_again(std::uint16_t tag, BytesView value);
  TlvWriter& add_u8(std::uint16_t tag, std::uint8_t value);
  TlvWriter& add_u64(std::uint16_t tag, std::uint64_t value);

  [[nodiscard]] Bytes take() { return writer_.take(); }

 private:
  ByteWriter writer_;
  std::uint16_t last_tag_ = 0;
};

}  // namespace kiezel::crypto
