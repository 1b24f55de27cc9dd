// Messages of the wire as JSON of their own, for what is stored: as strict as a frame, without its envelope.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/json_reader.hpp"
#include "protocol/json_writer.hpp"

namespace kiezel::protocol {

template <class Message>
[[nodiscard]] std::string encode_json(const Message& message) {
  JsonWriter out;
  write(out, message);
  return out.take();
}

// Nothing unless the text is exactly one such message.
template <class Message>
[[nodiscard]] std::optional<Message> decode_json(std::string_view text) {
  const auto json = CheckedJson::check(text);
  if (!json) return std::nullopt;
  JsonReader in(*json);
  Message message;
  if (!read(in, message)) return std::nullopt;
  return message;
}

}  // namespace kiezel::protocol
