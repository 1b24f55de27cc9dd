#include "crypto/held_notice.hpp"

#include <catch2/catch.hpp>

#include "crypto/note.hpp"
#include "crypto/padding.hpp"
#include "crypto/statement.hpp"
#include "crypto/tlv.hpp"

namespace kiezel::crypto {
namespace {

HeldNotice longest() {
  StatementId id;
  id.bytes.fill(1);
  return {.id = id,
          .whom = std::string(whom_bytes_max, 'w'),
          .about = std::string(about_bytes_max, 'a'),
          .why = std::string(why_bytes_max, 'y'),
          .consulted = std::string(consulted_bytes_max, 'c'),
          .told_at = 1,
          .review_at = 2,
          .later = std::string(held_later_bytes_max, 'l')};
}

Note note_with(std::size_t held) {
  return {.text = std::string(note_text_bytes_max, 't'),
          .alias = std::string(note_alias_bytes_max, 'n'),
          .labels = {std::string(note_labels_bytes_max, 'x')},
          .held = std::vector<HeldNotice>(held, longest())};
}

}  // namespace

TEST_CASE("held notices: a note fits when all of it is as long as it may be, and holds no more", "[note]") {
  const Bytes full = encode(note_with(note_held_max));
  CHECK(parse_note(full) == note_with(note_held_max));
  CHECK(pad(full));
  CHECK(parse_note(encode(note_with(note_held_max + 1))) == std::unexpected(Refusal::limit));
}

TEST_CASE("held notices: every text is needed and has a bound", "[note]") {
  for (const auto field : {&HeldNotice::whom, &HeldNotice::about, &HeldNotice::why, &HeldNotice::consulted,
                           &HeldNotice::later}) {
    HeldNotice held = longest();
    held.*field += 'x';
    CHECK(parse_held_notice(encode(held)) == std::unexpected(Refusal::limit));
    (held.*field).clear();
    CHECK(parse_held_notice(encode(held)) == std::unexpected(Refusal::shape));
  }
}

TEST_CASE("held notices: no field can be left out", "[note]") {
  const Bytes whole = encode(longest());
  const auto items = parse_tlv(whole).value();
  REQUIRE(items.size() == 8);
  for (const TlvItem& missing : items) {
    TlvWriter writer;
    for (const TlvItem& item : items) {
      if (item.tag != missing.tag) writer.add(item.tag, item.value);
    }
    CHECK(parse_held_notice(writer.take()) == std::unexpected(Refusal::shape));
  }
}

}  // namespace kiezel::crypto
