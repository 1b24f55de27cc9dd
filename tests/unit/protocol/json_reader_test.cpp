#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "protocol/codec.hpp"
#include "protocol/limits.hpp"

namespace {

using kiezel::protocol::CheckedJson;
using kiezel::protocol::JsonReader;
using kiezel::protocol::Refusal;

// Copies the whole of `text` onto the heap without a byte behind it, so that the address sanitizer sees any
// step beyond the end.
bool accepts(const std::string& text) {
  const std::vector<char> exact(text.begin(), text.end());
  return CheckedJson::check({exact.data(), exact.size()}).has_value();
}

std::string read_string(const std::string& text) {
  const auto json = CheckedJson::check(text);
  REQUIRE(json);
  JsonReader in(*json);
  std::string out;
  REQUIRE(in.string(out, {0, 1000}));
  return out;
}

}  // namespace

TEST_CASE("json: strings are unescaped as the oracle does", "[protocol]") {
  for (const std::string text :
       {R"("")", R"("plain")", R"("\"\\\/\b\f\n\r\t")", R"("\u0000\u001f\u0041")",
        R"("\u00e9\u20AC\ud83d\ude00")", R"("seven77\"eight888\\")",
        "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"", R"("a long run before \n the escape")"}) {
    INFO(text);
    CHECK(read_string(text) == nlohmann::json::parse(text).get<std::string>());
  }
}

TEST_CASE("json: no text is accepted that the oracle refuses", "[protocol]") {
  const std::string seed =
      R"({"jsonrpc":"2.0","id":-17,"method":"a.b","params":{"x":[1,2,{"y":"\u00e9\n\ud83d\ude00 text"}],"z":true,"n":null}})";
  REQUIRE(accepts(seed));
  std::mt19937 random(20261122);
  const std::string alphabet = "{}[]\",:\\u0019-.eEtfn \t\xc3\xa9\x80\x01";
  std::uniform_int_distribution<std::size_t> place(0, seed.size() - 1);
  std::uniform_int_distribution<std::size_t> letter(0, alphabet.size() - 1);
  int accepted = 0;

  for (int round = 0; round < 20000; ++round) {
    std::string text = seed;
    for (int change = 0; change <= round % 3; ++change) text[place(random)] = alphabet[letter(random)];
    if (round % 5 == 0) text.resize(place(random));
    if (!accepts(text)) continue;
    ++accepted;
    INFO(text);
    CHECK(nlohmann::json::accept(text));
  }

  CHECK(accepted > 100);
}

TEST_CASE("json: the reader returns the raw value with nothing around it", "[protocol]") {
  const auto json = CheckedJson::check(R"( { "a" : [ 1 , "}" , {"b":"\"]"} ] , "c" : 12 } )");
  REQUIRE(json);
  JsonReader in(*json);
  std::vector<std::string> values;

  const bool read = in.object([&](std::string_view) {
    CheckedJson raw;
    if (!in.raw(raw)) return false;
    values.emplace_back(raw.text());
    return true;
  });

  CHECK(read);
  CHECK(values == std::vector<std::string>{R"([ 1 , "}" , {"b":"\"]"} ])", "12"});
}

TEST_CASE("json: nesting and members are bounded", "[protocol]") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(accepts(nested(kiezel::protocol::limits::json_depth_max)));
  CHECK(CheckedJson::check(nested(kiezel::protocol::limits::json_depth_max + 1)).error() == Refusal::limit);
  CHECK(CheckedJson::check(std::string(100000, '[')).error() == Refusal::limit);
}

TEST_CASE("json: what the writer writes the oracle reads", "[protocol]") {
  std::string value;
  for (int byte = 1; byte < 0x80; ++byte) value.push_back(static_cast<char>(byte));
  kiezel::protocol::JsonWriter out;

  out.string(value);
  const std::string text = out.take();

  CHECK(nlohmann::json::parse(text).get<std::string>() == value);
  CHECK(read_string(text) == value);
}
