#include "crypto/held_notice.hpp"

#include "crypto/statement.hpp"
#include "crypto/tlv_fields.hpp"

namespace kiezel::crypto {
namespace {

enum Tag : std::uint16_t {
  tag_id = 1,
  tag_whom = 2,
  tag_about = 3,
  tag_why = 4,
  tag_consulted = 5,
  tag_told_at = 6,
  tag_review_at = 7,
  tag_later = 8
};

constexpr std::uint32_t all_tags = 0b1'1111'1110;

}  // namespace

Bytes encode(const HeldNotice& held) {
  return TlvWriter()
      .add(tag_id, held.id)
      .add(tag_whom, as_bytes(held.whom))
      .add(tag_about, as_bytes(held.about))
      .add(tag_why, as_bytes(held.why))
      .add(tag_consulted, as_bytes(held.consulted))
      .add_u64(tag_told_at, held.told_at)
      .add_u64(tag_review_at, held.review_at)
      .add(tag_later, as_bytes(held.later))
      .take();
}

Checked<HeldNotice> parse_held_notice(BytesView tlv) {
  const auto items = parse_tlv(tlv);
  if (!items) return std::unexpected(items.error());
  TlvFields fields;
  HeldNotice held;
  std::uint32_t seen = 0;
  for (const TlvItem& item : *items) {
    if (item.tag <= tag_later) seen |= 1U << item.tag;
    if (item.tag <= tag_later && item.value.empty()) fields.refuse(Refusal::shape);
    if (item.tag == tag_id) held.id = fields.fixed<StatementId>(item);
    if (item.tag == tag_whom) held.whom = fields.text(item, whom_bytes_max);
    if (item.tag == tag_about) held.about = fields.text(item, about_bytes_max);
    if (item.tag == tag_why) held.why = fields.text(item, why_bytes_max);
    if (item.tag == tag_consulted) held.consulted = fields.text(item, consulted_bytes_max);
    if (item.tag == tag_told_at) held.told_at = fields.number(item);
    if (item.tag == tag_review_at) held.review_at = fields.number(item);
    if (item.tag == tag_later) held.later = fields.text(item, held_later_bytes_max);
  }
  if ((seen & all_tags) != all_tags) fields.refuse(Refusal::shape);
  return fields.finish(std::move(held));
}

}  // namespace kiezel::crypto
