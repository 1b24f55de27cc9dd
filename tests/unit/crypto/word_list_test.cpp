// What every one of the 2048 return words must be, as far as a machine can tell: the spelling rules, and the
// block list beside this file. Whether a word is friendly and well known only a reader can judge.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto/words.hpp"

namespace {

using kiezel::crypto::word_list;
using Words = std::vector<std::string>;
using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t prefix_letters = 4;

Words all_words() {
  return {word_list().begin(), word_list().end()};
}

bool is_vowel(char letter) {
  return std::string_view{"aeiou"}.contains(letter);
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

void collapse_repeats(std::string& text) {
  const auto repeats = std::ranges::unique(text);
  text.erase(repeats.begin(), repeats.end());
}

/// How a Dutch word sounds, coarsely: two words with one sound cannot be told apart when read aloud or
/// remembered. Upper case stands for a sound with several spellings; the order of the steps matters.
std::string sound_of(std::string text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 19> spellings{{
      {"ij", "Y"},  {"ei", "Y"},  {"y", "Y"},  {"ouw", "U"}, {"auw", "U"}, {"ou", "U"},  {"au", "U"},
      {"ch", "g"},  {"qu", "kw"}, {"ph", "f"}, {"th", "t"},  {"x", "ks"},  {"ce", "se"}, {"ci", "si"},
      {"cY", "sY"}, {"c", "k"},   {"z", "s"},  {"v", "f"},   {"ie", "i"},
  }};
  for (const auto& [written, sound] : spellings) replace_all(text, written, sound);
  collapse_repeats(text);
  if (text.ends_with('d')) text.back() = 't';
  if (text.ends_with('b')) text.back() = 'p';
  collapse_repeats(text);
  return text;
}

/// The stem as it is written before -e, -en and -er: boom -> bom(en), kat -> katt(en), huis -> huiz(en).
std::set<std::string> stems_before_vowel(const std::string& word) {
  const auto last = word.back();
  const auto before = word[word.size() - 2];
  const auto earlier = word[word.size() - 3];
  if (is_vowel(last)) return {word};

  std::set<std::string> stems{word};
  if (is_vowel(before) && before == earlier) stems.insert(word.substr(0, word.size() - 2) + last);
  if (is_vowel(before) && !is_vowel(earlier)) stems.insert(word + last);
  for (const auto& stem : std::set<std::string>{stems}) {
    if (stem.ends_with('s')) stems.insert(stem.substr(0, stem.size() - 1) + 'z');
    if (stem.ends_with('f')) stems.insert(stem.substr(0, stem.size() - 1) + 'v');
  }
  return stems;
}

std::set<std::string> inflections(const std::string& word) {
  std::set<std::string> forms;
  for (const auto* ending : {"s", "t", "e", "en", "er", "je", "tje", "etje", "pje", "es", "n"})
    forms.insert(word + ending);
  for (const auto& stem : stems_before_vowel(word))
    for (const auto* ending : {"e", "en", "er"}) forms.insert(stem + ending);
  return forms;
}

/// Damerau-Levenshtein distance of at most one: without what they share at both ends, at most one letter is
/// left on either side, or the same two letters in the other order.
bool one_slip_apart(std::string_view a, std::string_view b) {
  const auto shared_front = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  a.remove_prefix(shared_front);
  b.remove_prefix(shared_front);
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  if (a.size() <= 1 && b.size() <= 1) return true;
  return a.size() == 2 && b.size() == 2 && a[0] == b[1] && a[1] == b[0];
}

Pairs slips(const Words& words) {
  Pairs found;
  for (auto a = words.begin(); a != words.end(); ++a)
    for (auto b = std::next(a); b != words.end(); ++b)
      if (one_slip_apart(*a, *b)) found.emplace_back(*a, *b);
  return found;
}

template <typename Key>
Pairs sharing(const Words& words, Key key_of) {
  std::map<std::string, std::string> first;
  Pairs found;
  for (const auto& word : words) {
    const auto [entry, is_new] = first.try_emplace(key_of(word), word);
    if (!is_new) found.emplace_back(entry->second, word);
  }
  return found;
}

Pairs shared_prefixes(const Words& words) {
  return sharing(words, [](const std::string& word) { return word.substr(0, prefix_letters); });
}

Pairs homophones(const Words& words) {
  return sharing(words, sound_of);
}

Pairs inflected(const Words& words) {
  const std::set<std::string> known{words.begin(), words.end()};
  Pairs found;
  for (const auto& word : words)
    for (const auto& form : inflections(word))
      if (form != word && known.contains(form)) found.emplace_back(word, form);
  return found;
}

struct BlockList {
  std::set<std::string, std::less<>> words;
  Words stems;

  [[nodiscard]] bool refuses(std::string_view word) const {
    return words.contains(word) ||
           std::ranges::any_of(stems, [&](const auto& stem) { return word.starts_with(stem); });
  }
};

BlockList read_block_list() {
  std::ifstream file{KIEZEL_WORD_BLOCK_LIST};
  REQUIRE(file);

  BlockList list;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    const bool is_stem = line.ends_with('*');
    if (is_stem) line.pop_back();
    INFO("block list line " << line);
    REQUIRE(!line.empty());
    REQUIRE(std::ranges::all_of(line, [](char letter) { return letter >= 'a' && letter <= 'z'; }));
    if (is_stem)
      list.stems.push_back(line);
    else
      list.words.insert(line);
  }
  return list;
}

}  // namespace

TEST_CASE("word list: four to seven letters a-z, in order and each once", "[word_list]") {
  const auto words = all_words();

  for (const auto& word : words) {
    INFO(word);
    CHECK((word.size() >= 4 && word.size() <= 7));
    CHECK(std::ranges::all_of(word, [](char letter) { return letter >= 'a' && letter <= 'z'; }));
  }
  CHECK(words.size() == 2048);
  CHECK(std::ranges::adjacent_find(words, std::ranges::greater_equal{}) == words.end());
}

TEST_CASE("word list: the order is frozen, or every code given out would open something else",
          "[word_list]") {
  std::string text;
  for (const auto word : word_list()) text.append(word).push_back('\n');

  const auto digest = kiezel::crypto::sha256(kiezel::crypto::as_bytes(text));

  CHECK(kiezel::crypto::to_hex(digest) == "2f5513f6ac8859e3c65642ae376fc75c5afda0e82e904734fd9c86c97bae7d84");
}

TEST_CASE("word list: the first four letters tell every word", "[word_list]") {
  CHECK(shared_prefixes(all_words()).empty());

  CHECK(shared_prefixes({"aardbei", "aarde"}).size() == 1);
  CHECK(shared_prefixes({"boek", "boeket"}).size() == 1);
}

TEST_CASE("word list: no slip of one letter makes one word another", "[word_list]") {
  CHECK(slips(all_words()).empty());

  for (const auto& [a, b] :
       Pairs{{"kast", "kost"}, {"kraan", "kran"}, {"plant", "plan"}, {"kers", "kres"}, {"boot", "boot"}}) {
    INFO(a << " " << b);
    CHECK(one_slip_apart(a, b));
    CHECK(one_slip_apart(b, a));
  }
  CHECK_FALSE(one_slip_apart("kast", "kistje"));
  CHECK_FALSE(one_slip_apart("abcd", "badc"));
  CHECK_FALSE(one_slip_apart("kast", "akts"));
}

TEST_CASE("word list: no two words sound alike", "[word_list]") {
  CHECK(homophones(all_words()).empty());

  for (const auto& [a, b] : Pairs{{"leiden", "lijden"},
                                  {"rouw", "rauw"},
                                  {"hout", "houd"},
                                  {"slip", "slib"},
                                  {"cel", "sel"},
                                  {"zee", "see"},
                                  {"vier", "fier"},
                                  {"lach", "lag"},
                                  {"karton", "carton"},
                                  {"bad", "baat"}}) {
    INFO(a << " " << b);
    CHECK(sound_of(a) == sound_of(b));
  }
  CHECK(sound_of("boter") != sound_of("beter"));
}

TEST_CASE("word list: no word is another's plural, verb form or diminutive", "[word_list]") {
  CHECK(inflected(all_words()).empty());

  for (const auto& [stem, form] : Pairs{{"boom", "bomen"},
                                        {"kat", "katten"},
                                        {"huis", "huizen"},
                                        {"brief", "brieven"},
                                        {"droom", "dromer"},
                                        {"tafel", "tafels"},
                                        {"stoel", "stoeltje"},
                                        {"groen", "groene"}}) {
    INFO(stem << " " << form);
    CHECK(inflected({stem, form}).size() == 1);
  }
  CHECK(inflected({"boek", "boter"}).empty());
}

TEST_CASE("word list: no word hurts, names a person or belongs to the trouble itself", "[word_list]") {
  const auto blocked = read_block_list();

  for (const auto& word : all_words()) {
    INFO(word);
    CHECK_FALSE(blocked.refuses(word));
  }
  for (const auto* word : {"slet", "trut", "dikke", "domkop", "bommen", "bier", "bloot", "angstig", "dood",
                           "leraar", "moeder", "emma"}) {
    INFO(word);
    CHECK(blocked.refuses(word));
  }
  CHECK_FALSE(blocked.refuses("bomen"));
}
