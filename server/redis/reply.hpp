// What Redis answered, as a value. Replies of 15 bytes or less cost no allocation.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/bytes.hpp"
#include "server/core/result.hpp"

namespace kiezel::redis {

// `nil` also stands for an absent array. `error` occurs only inside an array: Client turns a reply that is an
// error into a core::Error.
enum class Kind : std::uint8_t { nil, status, error, integer, bulk, array };

struct Reply {
  Kind kind = Kind::nil;
  std::int64_t integer = 0;       // For `integer`.
  std::string text{};             // For `status`, `error` and `bulk`; any bytes.
  std::vector<Reply> elements{};  // For `array`.

  [[nodiscard]] bool is_nil() const { return kind == Kind::nil; }
  [[nodiscard]] bool is_array() const { return kind == Kind::array; }
  [[nodiscard]] bool is_bulk() const { return kind == Kind::bulk; }
  [[nodiscard]] bool is_status(std::string_view word) const { return kind == Kind::status && text == word; }

  // The number of an integer reply, or of a bulk that spells one in decimal (hash fields,
  // stream ids). Else absent.
  [[nodiscard]] std::optional<std::int64_t> as_integer() const;

  // The bytes of a bulk, else empty. Borrowed from this reply.
  [[nodiscard]] std::span<const std::uint8_t> bytes() const;

  // The value of `field` in an array of alternating names and values, as HGETALL and CONFIG
  // GET answer; null if absent.
  [[nodiscard]] const Reply* field(std::string_view field) const;
};

// For a reply that does not look like what the command promises: a bug of ours or another program's data.
[[nodiscard]] inline std::unexpected<core::Error> unexpected_reply(std::string_view command) {
  return core::fail(core::ErrorCode::internal_error,
                    "unexpected shape of the reply to " + std::string(command));
}

}  // namespace kiezel::redis
