#include "crypto/tlv.hpp"

#include <cassert>

namespace kiezel::crypto {
namespace {

bool follows(std::uint16_t before, std::uint16_t tag, std::optional<std::uint16_t> repeatable_tag) {
  return tag > before || (tag == before && tag == repeatable_tag);
}

}  // namespace

Checked<std::vector<TlvItem>> parse_tlv(BytesView bytes, std::optional<std::uint16_t> repeatable_tag) {
  std::vector<TlvItem> items;
  ByteReader reader(bytes);
  while (!reader.rest().empty()) {
    TlvItem item;
    item.tag = reader.u16();
    item.value = reader.raw(reader.u32());
    if (!reader.ok()) return std::unexpected(Refusal::syntax);
    if (!items.empty() && !follows(items.back().tag, item.tag, repeatable_tag)) {
      return std::unexpected(Refusal::shape);
    }
    if (items.size() == tlv_items_max) return std::unexpected(Refusal::limit);
    items.push_back(item);
  }
  return items;
}

TlvWriter& TlvWriter::add(std::uint16_t tag, BytesView value) {
  assert(tag > last_tag_);
  return add_again(tag, value);
}

TlvWriter& TlvWriter::add_again(std::uint16_t tag, BytesView value) {
  assert(tag >= last_tag_);
  last_tag_ = tag;
  writer_.u16(tag).u32(static_cast<std::uint32_t>(value.size())).raw(value);
  return *this;
}

TlvWriter& TlvWriter::add_u8(std::uint16_t tag, std::uint8_t value) {
  return add(tag, {&value, 1});
}

TlvWriter& TlvWriter::add_u64(std::uint16_t tag, std::uint64_t value) {
  return add(tag, ByteWriter(8).u64(value).view());
}

}  // namespace kiezel::crypto
