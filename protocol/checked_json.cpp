// The syntax check: one pass over the text, recursion bounded by json_depth_max.
#include <algorithm>
#include <array>
#include <charconv>

#include "crypto/utf8.hpp"
#include "protocol/json_reader.hpp"
#include "protocol/json_scan.hpp"
#include "protocol/limits.hpp"

namespace kiezel::protocol {
namespace {

class SyntaxCheck {
 public:
  explicit SyntaxCheck(std::string_view text) : text_(text), rest_(text) {}

  std::expected<void, Refusal> run() {
    if (!value(0)) return std::unexpected(refusal_);
    skip_space();
    if (!rest_.empty()) return std::unexpected(Refusal::syntax);
    if (foreign_bytes_ && !is_utf8()) return std::unexpected(Refusal::syntax);
    return {};
  }

 private:
  bool value(std::int64_t depth) {
    skip_space();
    if (rest_.empty()) return false;
    switch (rest_.front()) {
      case '{':
        return enter(depth) && object(depth + 1);
      case '[':
        return enter(depth) && array(depth + 1);
      case '"':
        return string();
      case 't':
        return literal("true");
      case 'f':
        return literal("false");
      case 'n':
        return literal("null");
      default:
        return number();
    }
  }

  bool enter(std::int64_t depth) {
    rest_.remove_prefix(1);
    return depth < limits::json_depth_max || refuse(Refusal::limit);
  }

  bool object(std::int64_t depth) {
    if (take('}')) return true;
    std::array<std::string_view, limits::json_members_max> keys;
    std::size_t count = 0;
    do {
      if (count == keys.size()) return refuse(Refusal::limit);
      skip_space();
      std::string_view& key = keys[count];
      if (!plain_key(key)) return false;
      if (std::find(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(count), key) !=
          keys.begin() + static_cast<std::ptrdiff_t>(count)) {
        return false;
      }
      ++count;
      if (!take(':') || !value(depth)) return false;
    } while (take(','));
    return take('}');
  }

  bool array(std::int64_t depth) {
    if (take(']')) return true;
    do {
      if (!value(depth)) return false;
    } while (take(','));
    return take(']');
  }

  // Keys need no escapes on this wire; without them two keys are equal exactly when their bytes are.
  bool plain_key(std::string_view& key) {
    if (rest_.empty() || rest_.front() != '"') return false;
    rest_.remove_prefix(1);
    const std::size_t length = plain_prefix(rest_);
    key = rest_.substr(0, length);
    rest_.remove_prefix(length);
    if (rest_.empty() || rest_.front() != '"') return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool string() {
    rest_.remove_prefix(1);
    while (true) {
      rest_.remove_prefix(plain_prefix(rest_));
      if (rest_.empty()) return false;
      const auto byte = static_cast<unsigned char>(rest_.front());
      if (byte < 0x20) return false;
      if (byte == '\\') {
        if (!escape()) return false;
        continue;
      }
      foreign_bytes_ = foreign_bytes_ || byte >= 0x80;
      rest_.remove_prefix(1);
      if (byte == '"') return true;
    }
  }

  bool escape() {
    rest_.remove_prefix(1);
    if (rest_.empty()) return false;
    const char kind = rest_.front();
    rest_.remove_prefix(1);
    if (kind != 'u') return std::string_view("\"\\/bfnrt").contains(kind);
    const std::uint32_t unit = hex4(rest_);
    if (unit > 0xffff || is_low_surrogate(unit)) return false;
    rest_.remove_prefix(4);
    if (!is_high_surrogate(unit)) return true;
    if (!rest_.starts_with("\\u") || !is_low_surrogate(hex4(rest_.substr(2)))) return false;
    rest_.remove_prefix(6);
    return true;
  }

  // Whole numbers only: a fraction or exponent has no place on this wire, and minus zero has two readings.
  bool number() {
    const bool negative = rest_.starts_with('-');
    if (negative) rest_.remove_prefix(1);
    const auto end = std::ranges::find_if_not(rest_, is_digit);
    const std::string_view digits(rest_.begin(), end);
    rest_.remove_prefix(digits.size());
    if (digits.empty() || (digits.size() > 1 && digits.front() == '0')) return false;
    if (negative && digits == "0") return false;
    if (!rest_.empty() && std::string_view(".eE").contains(rest_.front())) return false;
    std::int64_t magnitude = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude);
    return (error == std::errc() && magnitude <= limits::integer_max) || refuse(Refusal::limit);
  }

  bool literal(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  bool take(char wanted) {
    skip_space();
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void skip_space() {
    while (!rest_.empty() && is_json_space(rest_.front())) rest_.remove_prefix(1);
  }

  bool is_utf8() const {
    std::vector<std::uint8_t> bytes(text_.begin(), text_.end());
    return crypto::utf8_length(bytes).has_value();
  }

  bool refuse(Refusal refusal) {
    refusal_ = refusal;
    return false;
  }

  std::string_view text_;
  std::string_view rest_;
  Refusal refusal_ = Refusal::syntax;
  bool foreign_bytes_ = false;
};

}  // namespace

std::expected<CheckedJson, Refusal> CheckedJson::check(std::string_view text) {
  if (const auto checked = SyntaxCheck(text).run(); !checked) return std::unexpected(checked.error());
  return CheckedJson(text);
}

}  // namespace kiezel::protocol
