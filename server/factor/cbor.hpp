// A strict, bounded reader of the CBOR that authenticators write: the canonical form of CTAP2, which is
// integers, byte and text strings, arrays, maps, true, false and null, all of definite length and in their
// shortest spelling, map keys in ascending order. A library would read the whole of RFC 8949 into a tree; we
// need three kinds of value out of two small maps, and refuse everything else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "crypto/bytes.hpp"

namespace kiezel::factor {

/// Reads from the front of borrowed bytes, never beyond them. After a function gave nothing or false, nothing
/// more may be read.
class CborReader {
 public:
  /// Maps and arrays within each other; extension outputs have two.
  static constexpr int depth_max = 4;

  explicit CborReader(crypto::BytesView bytes) : rest_(bytes) {}

  [[nodiscard]] std::optional<std::int64_t> integer();
  [[nodiscard]] std::optional<crypto::BytesView> byte_string();
  /// The number of pairs; the caller reads each key and value.
  [[nodiscard]] std::optional<std::size_t> map();
  /// Reads over a whole map of whatever is allowed.
  [[nodiscard]] bool skip_map();

  [[nodiscard]] crypto::BytesView rest() const { return rest_; }
  [[nodiscard]] bool finished() const { return rest_.empty(); }

 private:
  struct Head {
    std::uint8_t type = 0;
    std::uint64_t value = 0;
  };

  [[nodiscard]] std::optional<Head> head();
  [[nodiscard]] bool skip(int depth);
  [[nodiscard]] bool skip_pairs(std::uint64_t count, int depth);
  [[nodiscard]] std::optional<crypto::BytesView> take(std::uint64_t count);

  crypto::BytesView rest_;
};

}  // namespace kiezel::factor
