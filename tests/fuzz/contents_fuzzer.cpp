// What is sealed inside entries (crypto/KZ1.md 5.4, 5.5, 5.13), as a hostile member may write it. The first
// byte says which structure. Unknown tags are ignored, so what was read and written once is what must stay
// the same.
#include <algorithm>
#include <span>

#include "crypto/attachment_manifest.hpp"
#include "crypto/message.hpp"
#include "crypto/note.hpp"
#include "crypto/padding.hpp"
#include "crypto/private_entry.hpp"
#include "crypto/roster.hpp"
#include "crypto/tlv.hpp"
#include "tests/fuzz/property.hpp"

using namespace kiezel;
using fuzz::must_hold;

namespace {

template <class Parse>
void stays_the_same(fuzz::Bytes bytes, Parse parse) {
  const auto once = parse(bytes);
  if (!once) return;
  const crypto::Bytes written = crypto::encode(*once);
  must_hold(written.size() <= bytes.size());
  const auto again = parse(written);
  must_hold(again.has_value() && *again == *once);
  must_hold(crypto::encode(*again) == written);
}

void try_note(fuzz::Bytes bytes) {
  const auto once = crypto::parse_note(bytes);
  if (!once) return;
  const auto again = crypto::parse_note(crypto::encode(*once));
  must_hold(again.has_value() && again->text == once->text && again->alias == once->alias &&
            again->held == once->held);
  must_hold(again->labels.size() <= once->labels.size());
  must_hold(std::ranges::equal(again->labels, std::span(once->labels).first(again->labels.size())));
}

void try_tlv(fuzz::Bytes bytes) {
  const auto items = crypto::parse_tlv(bytes);
  if (!items) return;
  must_hold(items->size() <= crypto::tlv_items_max);
  crypto::TlvWriter writer;
  for (const crypto::TlvItem& item : *items) {
    if (item.tag == 0) return;
    writer.add(item.tag, item.value);
  }
  must_hold(std::ranges::equal(writer.take(), bytes));
}

void try_padding(fuzz::Bytes bytes) {
  const auto size = crypto::unpadded_size(bytes);
  if (size) {
    const auto padded = crypto::pad(bytes.first(*size));
    must_hold(padded && std::ranges::equal(padded->expose(), bytes));
  }
  if (const auto padded = crypto::pad(bytes)) {
    must_hold(crypto::is_size_class(padded->expose().size()));
    must_hold(crypto::unpadded_size(padded->expose()) == bytes.size());
  }
}

void try_manifest(fuzz::Bytes bytes) {
  const auto manifest = crypto::parse_attachment_manifest(bytes);
  if (manifest) must_hold(std::ranges::equal(crypto::encode(*manifest), bytes));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input({data, size});
  const std::uint8_t which = input.byte();
  const fuzz::Bytes bytes = input.rest();
  switch (which % 7) {
    case 0:
      stays_the_same(bytes, crypto::parse_message);
      break;
    case 1:
      stays_the_same(bytes, crypto::parse_roster);
      break;
    case 2:
      stays_the_same(bytes, crypto::parse_call_details);
      break;
    case 3:
      try_note(bytes);
      break;
    case 4:
      try_tlv(bytes);
      break;
    case 5:
      try_manifest(bytes);
      break;
    default:
      try_padding(bytes);
  }
  return 0;
}
