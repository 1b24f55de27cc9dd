#include "tests/vectors/talk_cases.hpp"

#include <functional>

#include "crypto/tlv.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

Talk call() {
  Talk talk{.action = TalkAction::booked,
            .time = {.start_s = 1'795'003'200, .end_s = 1'795'005'000},
            .kind = TalkKind::call,
            .mode = CallMode::client_calls,
            .companion = Companion::alone};
  talk.id.bytes.fill(9);
  return talk;
}

Talk moved() {
  Talk talk = call();
  talk.action = TalkAction::moved;
  talk.earlier = TalkTime{.start_s = 1'794'003'200, .end_s = 1'794'005'000};
  talk.revision = 1;
  return talk;
}

TalkCase changed(std::string name, std::string expect, Talk talk, const std::function<void(Talk&)>& change) {
  change(talk);
  return {.name = std::move(name), .expect = std::move(expect), .value = encode(talk)};
}

void add_accepted(std::vector<TalkCase>& cases) {
  const auto add = [&cases](std::string name, const Talk& talk) {
    cases.push_back({.name = std::move(name), .expect = "accept", .value = encode(talk)});
  };
  add("talk: a call", call());
  add("talk: a mediation with everything", whole_talk());
  add("talk: moved", moved());
  for (std::uint8_t action = 1; action <= 8; ++action) {
    Talk talk = action >= 5 && action <= 7 ? moved() : call();
    talk.action = TalkAction{action};
    add("talk: action " + std::to_string(action), talk);
  }
  for (std::uint8_t kind = 2; kind <= 6; ++kind) {
    Talk talk = call();
    talk.kind = TalkKind{kind};
    talk.mode.reset();
    talk.place = "Bij school";
    add("talk: kind " + std::to_string(kind), talk);
  }
  Bytes more = encode(call());
  const Bytes unknown = TlvWriter().add(99, Bytes(3)).take();
  more.insert(more.end(), unknown.begin(), unknown.end());
  cases.push_back({.name = "talk: an unknown tag", .expect = "accept", .value = more});
}

void add_shapes(std::vector<TalkCase>& cases) {
  const auto add = [&cases](std::string name, const Talk& talk, const std::function<void(Talk&)>& change) {
    cases.push_back(changed("talk: " + std::move(name), "shape", talk, change));
  };
  add("ends before it starts", call(), [](Talk& t) { t.time.end_s = t.time.start_s; });
  add("thirteen hours", call(), [](Talk& t) { t.time.end_s = t.time.start_s + 13 * 3'600; });
  add("a call without a mode", call(), [](Talk& t) { t.mode.reset(); });
  add("a mediation with a call's mode", whole_talk(), [](Talk& t) { t.mode = CallMode::client_calls; });
  add("a call at a place", call(), [](Talk& t) { t.place = "Hier"; });
  add("a call with attendees", call(), [](Talk& t) { t.attendees = "Iemand"; });
  add("an empty place", whole_talk(), [](Talk& t) { t.place = ""; });
  add("an empty agenda", call(), [](Talk& t) { t.agenda = ""; });
  add("a language without an interpreter", whole_talk(), [](Talk& t) { t.help = help_text_instead; });
  add("an unknown help", whole_talk(), [](Talk& t) { t.help = 9; });
  add("ground rules of a call", call(), [](Talk& t) { t.ground_rules = "Luisteren."; });
  add("booked with an earlier time", moved(), [](Talk& t) { t.action = TalkAction::booked; });
  add("moved without an earlier time", moved(), [](Talk& t) { t.earlier.reset(); });
  add("an earlier time that is backwards", moved(), [](Talk& t) { t.earlier->end_s = 1; });
  add("an unknown action", call(), [](Talk& t) { t.action = TalkAction{9}; });
  add("an unknown kind", call(), [](Talk& t) { t.kind = TalkKind{7}; });
  add("an unknown companion", call(), [](Talk& t) { t.companion = Companion{5}; });
  add("a text that is not UTF-8", call(), [](Talk& t) { t.agenda = "\xc3\x28"; });
  cases.push_back({.name = "talk: nothing at all", .expect = "shape", .value = {}});
  const Bytes whole = encode(call());
  // The revision is the last field: tag 2, length 4, value 8.
  cases.push_back(
      {.name = "talk: no revision", .expect = "shape", .value = Bytes(whole.begin(), whole.end() - 14)});
  cases.push_back(
      {.name = "talk: cut off", .expect = "syntax", .value = Bytes(whole.begin(), whole.end() - 1)});
  Bytes half = encode(call());
  half.resize(half.size() - 14);
  const Bytes earlier = TlvWriter().add_u64(13, 5).add_u64(15, 0).take();
  half.insert(half.end(), earlier.begin(), earlier.end());
  cases.push_back({.name = "talk: half an earlier time", .expect = "shape", .value = half});
}

void add_limits(std::vector<TalkCase>& cases) {
  const auto add = [&cases](std::string name, const std::function<void(Talk&)>& change) {
    cases.push_back(changed("talk: " + name, "limit", whole_talk(), change));
  };
  add("a place of 301 bytes", [](Talk& t) { t.place = std::string(301, 'p'); });
  add("a language of 61 bytes", [](Talk& t) { t.language = std::string(61, 't'); });
  add("an agenda of 2001 bytes", [](Talk& t) { t.agenda = std::string(2'001, 'a'); });
  add("attendees of 1001 bytes", [](Talk& t) { t.attendees = std::string(1'001, 'a'); });
  add("ground rules of 4001 bytes", [](Talk& t) { t.ground_rules = std::string(4'001, 'r'); });
  add("a start above 2^53", [](Talk& t) { t.time.start_s = std::uint64_t{1} << 53; });
}

}  // namespace

Talk whole_talk() {
  Talk talk = call();
  talk.action = TalkAction::proposed;
  talk.kind = TalkKind::mediation;
  talk.mode.reset();
  talk.place = "Bibliotheek, zaal 2";
  talk.companion = Companion::adult;
  talk.help = help_interpreter | help_text_instead;
  talk.language = "Tigrinya";
  talk.agenda = "Ik wil dat het stopt.";
  talk.attendees = "Sam, mentor\nOuder van de ander";
  talk.ground_rules = "Om de beurt praten.";
  talk.revision = 3;
  return talk;
}

std::vector<TalkCase> talk_cases() {
  std::vector<TalkCase> cases;
  add_accepted(cases);
  add_shapes(cases);
  add_limits(cases);
  return cases;
}

Json json_of(const Talk& talk) {
  Json result = {{"action", static_cast<int>(talk.action)},
                 {"id", hex(talk.id)},
                 {"start_s", talk.time.start_s},
                 {"end_s", talk.time.end_s},
                 {"kind", static_cast<int>(talk.kind)},
                 {"help", talk.help},
                 {"revision", talk.revision}};
  const auto text = [&result](const char* name, const std::optional<std::string>& value) {
    if (value) result[name] = *value;
  };
  if (talk.mode) result["mode"] = static_cast<int>(*talk.mode);
  if (talk.companion) result["companion"] = static_cast<int>(*talk.companion);
  text("place", talk.place);
  text("language", talk.language);
  text("agenda", talk.agenda);
  text("attendees", talk.attendees);
  text("ground_rules", talk.ground_rules);
  if (talk.earlier) {
    result["earlier_start_s"] = talk.earlier->start_s;
    result["earlier_end_s"] = talk.earlier->end_s;
  }
  return result;
}

}  // namespace kiezel::vectors
