// Writes the JSON of the wire into one string. It writes what it is told; the generated encoders call it in
// the right order.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kiezel::protocol {

class JsonWriter {
 public:
  // The hint is the expected length in bytes.
  explicit JsonWriter(std::size_t size_hint = 256) { text_.reserve(size_hint); }

  void begin_object();
  void end_object();
  void empty_object();
  // A key of the schema: snake_case, never in need of escapes.
  void key(std::string_view name);

  template <class Item, class Write>
  void list(const std::vector<Item>& items, Write write_item) {
    text_.push_back('[');
    bool following = false;
    for (const Item& item : items) {
      if (following) text_.push_back(',');
      write_item(item);
      following = true;
    }
    text_.push_back(']');
    comma_ = true;
  }

  // Valid UTF-8, escaped where JSON demands it.
  void string(std::string_view value);
  // A word of the schema, never in need of escapes.
  void token(std::string_view value);
  void integer(std::int64_t value);
  void boolean(bool value);
  void null();
  // base64url without padding.
  void bytes(std::span<const std::uint8_t> value);

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool comma_ = false;
};

}  // namespace kiezel::protocol
