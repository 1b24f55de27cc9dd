#include "crypto/tlv_fields.hpp"

#include "crypto/utf8.hpp"

namespace kiezel::crypto {

std::uint8_t TlvFields::u8(const TlvItem& item) {
  if (item.value.size() == 1) return item.value.front();
  refuse(Refusal::shape);
  return 0;
}

std::uint64_t TlvFields::number(const TlvItem& item) {
  ByteReader reader(item.value);
  const std::uint64_t value = reader.u64();
  if (!reader.finished()) refuse(Refusal::shape);
  return checked_number(value);
}

std::uint64_t TlvFields::checked_number(std::uint64_t value) {
  if (value > number_max) refuse(Refusal::limit);
  return value;
}

std::string TlvFields::text(const TlvItem& item, std::size_t bytes_max) {
  if (item.value.size() > bytes_max) {
    refuse(Refusal::limit);
    return {};
  }
  if (!utf8_length(item.value)) {
    refuse(Refusal::shape);
    return {};
  }
  return std::string(as_text(item.value));
}

DirectoryHead TlvFields::directory_head(const TlvItem& item) {
  ByteReader reader(item.value);
  const DirectoryHead head{.hash = reader.fixed<Digest>(), .version = checked_number(reader.u64())};
  if (!reader.finished()) refuse(Refusal::shape);
  return head;
}

Bytes encode(const DirectoryHead& head) {
  return ByteWriter(40).raw(head.hash).u64(head.version).take();
}

}  // namespace kiezel::crypto
