#include "crypto/bytes.hpp"

#include <cassert>

namespace kiezel::crypto {

BytesView as_bytes(std::string_view text) {
  // Reading objects as bytes is what unsigned char may do.
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string_view as_text(BytesView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Bytes join(std::initializer_list<BytesView> parts) {
  std::size_t total = 0;
  for (const BytesView part : parts) total += part.size();
  Bytes result;
  result.reserve(total);
  for (const BytesView part : parts) result.insert(result.end(), part.begin(), part.end());
  return result;
}

Bytes to_bytes(BytesView view) {
  return {view.begin(), view.end()};
}

ByteWriter& ByteWriter::u8(std::uint8_t value) {
  bytes_.push_back(value);
  return *this;
}

ByteWriter& ByteWriter::u16(std::uint16_t value) {
  return u8(static_cast<std::uint8_t>(value >> 8)).u8(static_cast<std::uint8_t>(value));
}

ByteWriter& ByteWriter::u32(std::uint32_t value) {
  return u16(static_cast<std::uint16_t>(value >> 16)).u16(static_cast<std::uint16_t>(value));
}

ByteWriter& ByteWriter::u64(std::uint64_t value) {
  return u32(static_cast<std::uint32_t>(value >> 32)).u32(static_cast<std::uint32_t>(value));
}

ByteWriter& ByteWriter::raw(BytesView bytes) {
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  return *this;
}

ByteWriter& ByteWriter::label(std::string_view label) {
  assert(label.size() <= 255);
  return u8(static_cast<std::uint8_t>(label.size())).raw(as_bytes(label));
}

BytesView ByteReader::raw(std::size_t count) {
  if (!ok_ || count > rest_.size()) {
    ok_ = false;
    return {};
  }
  const BytesView taken = rest_.first(count);
  rest_ = rest_.subspan(count);
  return taken;
}

std::uint64_t ByteReader::integer(std::size_t byte_count) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : raw(byte_count)) value = value << 8 | byte;
  return value;
}

}  // namespace kiezel::crypto
