// Reads the JSON of the wire without building a tree: CheckedJson is text whose syntax was checked once,
// JsonReader walks over it and checks shapes. protocol/README.md, "Framing", names what is refused.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/refusal.hpp"
#include "protocol/error_codes.hpp"

namespace kiezel::protocol {

using crypto::Refusal;

// Why a message was refused: the layer for tests and metrics, the code for the reply.
struct Refused {
  Refusal layer = Refusal::syntax;
  ErrorCode code = ErrorCode::parse_error;

  friend bool operator==(const Refused&, const Refused&) = default;
};

// Both ends are allowed.
struct Bounds {
  std::int64_t min;
  std::int64_t max;
};

// One JSON value: valid UTF-8, whole numbers within integer_max, no key twice in an object, no escapes in
// keys, no lone surrogates, nested and populated within the limits. Borrows the text it was made from.
class CheckedJson {
 public:
  // The empty object.
  CheckedJson() = default;

  [[nodiscard]] static std::expected<CheckedJson, Refusal> check(std::string_view text);

  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  friend class JsonReader;
  explicit CheckedJson(std::string_view text) : text_(text) {}

  std::string_view text_ = "{}";
};

// Remembers which members of an object were met.
class Members {
 public:
  // True the first time; the syntax check already refused repeated keys, this guards the reader alone.
  [[nodiscard]] bool first(unsigned index) {
    const std::uint32_t bit = 1U << index;
    const bool fresh = (seen_ & bit) == 0;
    seen_ |= bit;
    return fresh;
  }
  [[nodiscard]] bool all(std::uint32_t required) const { return (seen_ & required) == required; }

 private:
  std::uint32_t seen_ = 0;
};

// Every function returns false and keeps the first reason when the next value is not what is asked for.
// After a false nothing more may be read.
class JsonReader {
 public:
  explicit JsonReader(CheckedJson json) : rest_(json.text()) {}

  [[nodiscard]] Refused refused() const { return refused_; }

  // Calls member(key) for each key; it must read the value and return whether that went well.
  template <class Member>
  [[nodiscard]] bool object(Member member) {
    if (!enter('{')) return false;
    if (leave('}')) return true;
    do {
      if (!member(key())) return false;
    } while (next());
    return leave('}');
  }
  [[nodiscard]] bool empty_object();

  template <class Item, class Read>
  [[nodiscard]] bool list(std::vector<Item>& out, Bounds count, Read read_item) {
    if (!enter('[')) return false;
    if (!leave(']')) {
      do {
        if (std::cmp_greater_equal(out.size(), count.max)) return refuse_too_large();
        if (!read_item(out.emplace_back())) return false;
      } while (next());
      if (!leave(']')) return false;
    }
    return std::cmp_greater_equal(out.size(), count.min) || refuse(Refusal::limit);
  }

  [[nodiscard]] bool string(std::string& out, Bounds bytes);
  // A string to compare at once: the view dies with the next call.
  [[nodiscard]] bool token(std::string_view& out);
  // YYYY-MM-DD in digits; whether the day exists is not looked at.
  [[nodiscard]] bool date(std::string& out);
  [[nodiscard]] bool integer(std::int64_t& out, Bounds range);
  [[nodiscard]] bool boolean(bool& out);
  [[nodiscard]] bool null();
  // The next value as it stands, for a later reader.
  [[nodiscard]] bool raw(CheckedJson& out);
  [[nodiscard]] bool at_string() const { return peek() == '"'; }
  [[nodiscard]] bool at_null() const { return peek() == 'n'; }

  // base64url without padding, one spelling for each run of bytes (RFC 4648 sections 3.5 and 5).
  [[nodiscard]] bool bytes(std::vector<std::uint8_t>& out, Bounds length);
  template <std::size_t N>
  [[nodiscard]] bool bytes(std::array<std::uint8_t, N>& out) {
    return exact_bytes(out);
  }

  // Both return false, so that a reader can end with them.
  [[nodiscard]] bool refuse(Refusal layer);
  [[nodiscard]] bool refuse_too_large();

 private:
  [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  void skip_space();
  [[nodiscard]] bool enter(char bracket);
  [[nodiscard]] bool leave(char bracket);
  [[nodiscard]] bool next();
  [[nodiscard]] bool literal(std::string_view word);
  [[nodiscard]] std::string_view key();
  [[nodiscard]] bool exact_bytes(std::span<std::uint8_t> out);

  std::string_view rest_;
  std::string unescaped_;
  Refused refused_{.layer = Refusal::shape, .code = ErrorCode::invalid_params};
};

}  // namespace kiezel::protocol
