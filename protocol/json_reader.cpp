#include "protocol/json_reader.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "protocol/base64url.hpp"
#include "protocol/json_scan.hpp"

namespace kiezel::protocol {
namespace {

void append_utf8(std::string& out, std::uint32_t code_point) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xc0 | code_point >> 6);
    put(0x80 | (code_point & 0x3f));
  } else if (code_point < 0x10000) {
    put(0xe0 | code_point >> 12);
    put(0x80 | (code_point >> 6 & 0x3f));
    put(0x80 | (code_point & 0x3f));
  } else {
    put(0xf0 | code_point >> 18);
    put(0x80 | (code_point >> 12 & 0x3f));
    put(0x80 | (code_point >> 6 & 0x3f));
    put(0x80 | (code_point & 0x3f));
  }
}

// The escape at the front of checked text, appended to out; returns how many bytes it took.
std::size_t unescape(std::string_view text, std::string& out) {
  constexpr std::string_view letters = "bfnrt";
  constexpr std::string_view controls = "\b\f\n\r\t";
  const char kind = text[1];
  if (kind != 'u') {
    const std::size_t control = letters.find(kind);
    out.push_back(control == std::string_view::npos ? kind : controls[control]);
    return 2;
  }
  const std::uint32_t unit = hex4(text.substr(2));
  if (!is_high_surrogate(unit)) {
    append_utf8(out, unit);
    return 6;
  }
  append_utf8(out, 0x10000 + ((unit - 0xd800) << 10) + (hex4(text.substr(8)) - 0xdc00));
  return 12;
}

// Length of the string at the front of checked text, quotes included.
std::size_t string_length(std::string_view text) {
  std::size_t at = 1;
  while (text[at] != '"') {
    if (text[at] == '\\') {
      at += 2;
    } else {
      at += std::max<std::size_t>(1, plain_prefix(text.substr(at)));
    }
  }
  return at + 1;
}

std::size_t value_length(std::string_view text) {
  std::size_t at = 0;
  std::size_t depth = 0;
  do {
    const char c = text[at];
    if (c == '"') {
      at += string_length(text.substr(at));
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') {
      if (depth == 0) break;
      --depth;
    }
    if (depth == 0 && c == ',') break;
    ++at;
  } while (at < text.size() && (depth > 0 || !std::string_view(",}] \t\r\n").contains(text[at])));
  return at;
}

}  // namespace

bool JsonReader::empty_object() {
  return object([this](std::string_view) { return refuse(Refusal::shape); });
}

bool JsonReader::token(std::string_view& out) {
  if (peek() != '"') return refuse(Refusal::shape);
  const std::size_t plain = plain_prefix(rest_.substr(1));
  if (rest_[plain + 1] == '"') {
    out = rest_.substr(1, plain);
    rest_.remove_prefix(plain + 2);
    skip_space();
    return true;
  }
  const std::size_t length = string_length(rest_);
  std::string_view inner = rest_.substr(1, length - 2);
  unescaped_.clear();
  while (!inner.empty()) {
    if (inner.front() == '\\') {
      inner.remove_prefix(unescape(inner, unescaped_));
    } else {
      const std::size_t run = std::max<std::size_t>(1, plain_prefix(inner));
      unescaped_.append(inner.substr(0, run));
      inner.remove_prefix(run);
    }
  }
  rest_.remove_prefix(length);
  skip_space();
  out = unescaped_;
  return true;
}

bool JsonReader::string(std::string& out, Bounds bytes) {
  std::string_view text;
  if (!token(text)) return false;
  if (std::cmp_greater(text.size(), bytes.max)) return refuse_too_large();
  if (std::cmp_less(text.size(), bytes.min)) return refuse(Refusal::limit);
  out.assign(text);
  return true;
}

bool JsonReader::date(std::string& out) {
  constexpr std::string_view form = "0000-00-00";
  std::string_view text;
  if (!token(text)) return false;
  const bool fits = std::ranges::equal(
      text, form, [](char c, char place) { return place == '0' ? is_digit(c) : c == place; });
  if (!fits) return refuse(Refusal::shape);
  out.assign(text);
  return true;
}

bool JsonReader::integer(std::int64_t& out, Bounds range) {
  const char* const end = rest_.data() + rest_.size();
  const auto [stop, error] = std::from_chars(rest_.data(), end, out);
  if (error != std::errc()) return refuse(Refusal::shape);
  rest_.remove_prefix(static_cast<std::size_t>(stop - rest_.data()));
  skip_space();
  return (out >= range.min && out <= range.max) || refuse(Refusal::limit);
}

bool JsonReader::boolean(bool& out) {
  out = peek() == 't';
  return literal(out ? "true" : "false");
}

bool JsonReader::null() {
  return literal("null");
}

bool JsonReader::raw(CheckedJson& out) {
  const std::size_t length = value_length(rest_);
  out = CheckedJson(rest_.substr(0, length));
  rest_.remove_prefix(length);
  skip_space();
  return true;
}

bool JsonReader::bytes(std::vector<std::uint8_t>& out, Bounds length) {
  std::string_view text;
  if (!token(text)) return false;
  const std::optional<std::size_t> size = decoded_size(text.size());
  if (!size) return refuse(Refusal::shape);
  if (std::cmp_greater(*size, length.max)) return refuse_too_large();
  out.resize(*size);
  if (!decode_base64url(text, out)) return refuse(Refusal::shape);
  return std::cmp_greater_equal(*size, length.min) || refuse(Refusal::limit);
}

bool JsonReader::exact_bytes(std::span<std::uint8_t> out) {
  std::string_view text;
  if (!token(text)) return false;
  const std::optional<std::size_t> size = decoded_size(text.size());
  if (!size) return refuse(Refusal::shape);
  if (*size > out.size()) return refuse_too_large();
  if (*size < out.size()) return refuse(Refusal::limit);
  return decode_base64url(text, out) || refuse(Refusal::shape);
}

bool JsonReader::refuse(Refusal layer) {
  refused_ = {.layer = layer, .code = ErrorCode::invalid_params};
  return false;
}

bool JsonReader::refuse_too_large() {
  refused_ = {.layer = Refusal::limit, .code = ErrorCode::too_large};
  return false;
}

void JsonReader::skip_space() {
  while (!rest_.empty() && is_json_space(rest_.front())) rest_.remove_prefix(1);
}

bool JsonReader::enter(char bracket) {
  skip_space();
  if (peek() != bracket) return refuse(Refusal::shape);
  rest_.remove_prefix(1);
  skip_space();
  return true;
}

bool JsonReader::leave(char bracket) {
  if (peek() != bracket) return false;
  rest_.remove_prefix(1);
  skip_space();
  return true;
}

bool JsonReader::next() {
  if (peek() != ',') return false;
  rest_.remove_prefix(1);
  skip_space();
  return true;
}

bool JsonReader::literal(std::string_view word) {
  if (!rest_.starts_with(word)) return refuse(Refusal::shape);
  rest_.remove_prefix(word.size());
  skip_space();
  return true;
}

std::string_view JsonReader::key() {
  const std::string_view key = rest_.substr(1, plain_prefix(rest_.substr(1)));
  rest_.remove_prefix(key.size() + 2);
  skip_space();
  rest_.remove_prefix(1);
  skip_space();
  return key;
}

}  // namespace kiezel::protocol
