#include <algorithm>
#include <array>
#include <string_view>

#include "crypto/tlv.hpp"
#include "tests/vectors/talk_cases.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

struct TextField {
  std::string_view name;
  std::uint16_t tag;
  std::optional<std::string> Talk::* text;
  std::size_t bytes_max;
};

constexpr std::array<TextField, 5> text_fields{{
    {"place", 7, &Talk::place, place_bytes_max},
    {"language", 10, &Talk::language, talk_language_bytes_max},
    {"agenda", 11, &Talk::agenda, agenda_bytes_max},
    {"attendees", 12, &Talk::attendees, attendees_bytes_max},
    {"ground rules", 16, &Talk::ground_rules, ground_rules_bytes_max},
}};
constexpr std::uint16_t tag_mode = 6;
constexpr std::uint16_t tag_companion = 8;
constexpr std::uint16_t tag_help = 9;
constexpr std::uint16_t tag_earlier_end = 14;
constexpr std::uint16_t tag_unknown = 100;

class Cases {
 public:
  void add(std::string_view name, std::string_view expect, const Bytes& value) {
    cases_.push_back({.name = "talk: " + std::string(name), .expect = std::string(expect), .value = value});
  }
  void add(std::string_view name, std::string_view expect, const Talk& talk) {
    add(name, expect, encode(talk));
  }
  [[nodiscard]] std::vector<TalkCase> take() { return std::move(cases_); }

 private:
  std::vector<TalkCase> cases_;
};

/// A talk of a kind and an action that need nothing else.
Talk bare_talk() {
  Talk talk{.action = TalkAction::booked,
            .time = {.start_s = 1'795'003'200, .end_s = 1'795'005'000},
            .kind = TalkKind::in_person};
  talk.id.bytes.fill(7);
  return talk;
}

Talk bare_call() {
  Talk talk = bare_talk();
  talk.kind = TalkKind::call;
  talk.mode = CallMode::client_calls;
  return talk;
}

Talk moved_talk(const TalkTime& earlier) {
  Talk talk = bare_talk();
  talk.action = TalkAction::moved;
  talk.earlier = earlier;
  return talk;
}

Talk lasting(std::uint64_t seconds) {
  Talk talk = bare_talk();
  talk.time.end_s = talk.time.start_s + seconds;
  return talk;
}

/// The same tags without this one, or with this value for it.
Bytes with_tag(const Talk& talk, std::uint16_t tag, const std::optional<Bytes>& value) {
  const Bytes whole = encode(talk);
  TlvWriter writer;
  bool missing = value.has_value();
  const auto put = [&] {
    if (missing) writer.add(tag, *value);
    missing = false;
  };
  for (const TlvItem& item : parse_tlv(whole).value()) {
    if (item.tag >= tag) put();
    if (item.tag != tag) writer.add(item.tag, item.value);
  }
  put();
  return writer.take();
}

Bytes without_tag(const Talk& talk, std::uint16_t tag) {
  return with_tag(talk, tag, std::nullopt);
}

/// So many bytes, in characters of three bytes as far as these go.
std::string wide_text(std::size_t bytes) {
  std::string text(bytes % 3, 'a');
  while (text.size() < bytes) text += "\xe1\x88\xb0";
  return text;
}

void add_left_out(Cases& cases) {
  constexpr std::array<std::string_view, 5> needed{"action", "id", "start", "end", "kind"};
  for (std::size_t at = 0; at < needed.size(); ++at)
    cases.add("no " + std::string(needed[at]), "shape",
              without_tag(bare_talk(), static_cast<std::uint16_t>(at + 1)));
  cases.add("nothing that can be left out", "accept", bare_talk());
  cases.add("a call with a mode and nothing else", "accept", bare_call());
  for (const TextField& field : text_fields)
    cases.add("everything but " + std::string(field.name), "accept", without_tag(whole_talk(), field.tag));
  cases.add("everything but the companion", "accept", without_tag(whole_talk(), tag_companion));
  Talk no_help = whole_talk();
  no_help.help = 0;
  no_help.language.reset();
  cases.add("everything but help", "accept", no_help);
}

void add_texts(Cases& cases) {
  Talk longest = whole_talk();
  for (const TextField& field : text_fields) {
    const std::string name(field.name);
    const auto add = [&](const std::string& what, std::string_view expect, std::string text) {
      Talk talk = whole_talk();
      talk.*field.text = std::move(text);
      cases.add(what, expect, talk);
    };
    add("empty: " + name, "shape", "");
    add("one byte: " + name, "accept", "x");
    add("as long as can be: " + name, "accept", std::string(field.bytes_max, 'x'));
    add("as long as can be, in wide characters: " + name, "accept", wide_text(field.bytes_max));
    add("a byte too long: " + name, "limit", std::string(field.bytes_max + 1, 'x'));
    add("a byte too long, in wide characters: " + name, "limit", wide_text(field.bytes_max + 1));
    longest.*field.text = std::string(field.bytes_max, 'x');
  }
  cases.add("all texts as long as can be", "accept", longest);
}

void add_codes(Cases& cases) {
  const auto add = [&cases](std::string_view name, const Talk& talk, std::uint16_t tag, Bytes value) {
    cases.add(name, "shape", with_tag(talk, tag, std::move(value)));
  };
  add("action 0", bare_talk(), 1, {0});
  add("an action of two bytes", bare_talk(), 1, {0, 2});
  add("an id of 15 bytes", bare_talk(), 2, Bytes(15));
  add("an id of 17 bytes", bare_talk(), 2, Bytes(17));
  add("a start of seven bytes", bare_talk(), 3, Bytes(7));
  add("kind 0", bare_talk(), 5, {0});
  add("mode 0", bare_call(), tag_mode, {0});
  add("mode 3", bare_call(), tag_mode, {3});
  add("companion 0", bare_talk(), tag_companion, {0});
  add("help without a bit", bare_talk(), tag_help, {0});
  add("help with a fourth bit", bare_talk(), tag_help, {15});
  Talk talk = bare_call();
  talk.mode = CallMode::advisor_calls;
  talk.companion = Companion::not_known;
  talk.help = help_interpreter | help_sign_language | help_text_instead;
  cases.add("the last mode, the last companion and every help", "accept", talk);
}

void add_numbers(Cases& cases) {
  const TalkTime last{.start_s = number_max - 1, .end_s = number_max};
  const Bytes above = TlvWriter().add_u64(1, number_max + 1).take();
  const Bytes too_much(above.end() - 8, above.end());
  Talk talk = moved_talk(last);
  talk.time = last;
  talk.revision = number_max;
  cases.add("the highest numbers", "accept", talk);
  for (const auto& [name, tag] :
       {std::pair{"an end", 4}, {"an earlier start", 13}, {"an earlier end", 14}, {"a revision", 15}})
    cases.add(std::string(name) + " above 2^53", "limit",
              with_tag(talk, static_cast<std::uint16_t>(tag), too_much));
  cases.add("one second", "accept", lasting(1));
  cases.add("twelve hours", "accept", lasting(talk_s_max));
  cases.add("twelve hours and a second", "shape", lasting(talk_s_max + 1));
  cases.add("twelve hours earlier", "accept", moved_talk({.start_s = 1, .end_s = 1 + talk_s_max}));
  cases.add("twelve hours and a second earlier", "shape",
            moved_talk({.start_s = 1, .end_s = 2 + talk_s_max}));
  cases.add("an earlier start alone", "shape", without_tag(moved_talk(last), tag_earlier_end));
}

Bytes of_items(std::size_t count) {
  Bytes value = encode(bare_talk());
  const std::size_t known = parse_tlv(value).value().size();
  TlvWriter writer;
  for (std::size_t at = known; at < count; ++at) writer.add(static_cast<std::uint16_t>(tag_unknown + at), {});
  const Bytes more = writer.take();
  value.insert(value.end(), more.begin(), more.end());
  return value;
}

}  // namespace

std::vector<TalkCase> talk_bound_cases() {
  Cases cases;
  add_left_out(cases);
  add_texts(cases);
  add_codes(cases);
  add_numbers(cases);
  cases.add("as many tags as can be", "accept", of_items(tlv_items_max));
  cases.add("a tag too many", "limit", of_items(tlv_items_max + 1));
  return cases.take();
}

}  // namespace kiezel::vectors
