#include "protocol/json_writer.hpp"

#include <array>
#include <charconv>

#include "protocol/base64url.hpp"
#include "protocol/json_scan.hpp"

namespace kiezel::protocol {

void JsonWriter::begin_object() {
  text_.push_back('{');
  comma_ = false;
}

void JsonWriter::end_object() {
  text_.push_back('}');
  comma_ = true;
}

void JsonWriter::empty_object() {
  text_.append("{}");
  comma_ = true;
}

void JsonWriter::key(std::string_view name) {
  if (comma_) text_.push_back(',');
  text_.push_back('"');
  text_.append(name);
  text_.append("\":");
}

void JsonWriter::string(std::string_view value) {
  constexpr std::string_view hex = "0123456789abcdef";
  text_.push_back('"');
  while (!value.empty()) {
    const std::size_t plain = plain_prefix(value);
    text_.append(value.substr(0, plain));
    value.remove_prefix(plain);
    if (value.empty()) break;
    const auto byte = static_cast<unsigned char>(value.front());
    value.remove_prefix(1);
    if (byte < 0x20) {
      text_.append("\\u00");
      text_.push_back(hex[byte >> 4]);
      text_.push_back(hex[byte & 15]);
      continue;
    }
    if (byte == '"' || byte == '\\') text_.push_back('\\');
    text_.push_back(static_cast<char>(byte));
  }
  text_.push_back('"');
  comma_ = true;
}

void JsonWriter::token(std::string_view value) {
  text_.push_back('"');
  text_.append(value);
  text_.push_back('"');
  comma_ = true;
}

void JsonWriter::integer(std::int64_t value) {
  std::array<char, 20> digits;
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  text_.append(digits.data(), end);
  comma_ = true;
}

void JsonWriter::boolean(bool value) {
  text_.append(value ? "true" : "false");
  comma_ = true;
}

void JsonWriter::null() {
  text_.append("null");
  comma_ = true;
}

void JsonWriter::bytes(std::span<const std::uint8_t> value) {
  text_.push_back('"');
  append_base64url(text_, value);
  text_.push_back('"');
  comma_ = true;
}

}  // namespace kiezel::protocol
