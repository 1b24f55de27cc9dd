#include "crypto/words.hpp"

#include <catch2/catch.hpp>

#include "tests/vectors/seeded_random.hpp"

namespace kiezel::crypto {
namespace {

using Kind = WordsProblem::Kind;

/// Gives zeros first, as a broken generator would, then counts.
class ZerosFirst final : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) byte = calls_;
    ++calls_;
  }

 private:
  std::uint8_t calls_ = 0;
};

}  // namespace

TEST_CASE("words: every word is found whole and by its first four letters", "[words]") {
  for (std::uint16_t i = 0; i < word_list_size; ++i) {
    const std::string_view word = word_list()[i];
    INFO(word);

    CHECK(find_word(word) == i);
    CHECK(find_word(word.substr(0, 4)) == i);
    CHECK_FALSE(find_word(word.substr(0, 3)));
  }
}

TEST_CASE("words: a code survives its words, its numbers and its integer", "[words]") {
  vectors::SeededRandom random("words round trip");
  for (int i = 0; i < 200; ++i) {
    const Code code = Code::generate(random);

    CHECK(read_words(code.words()).value().integer() == code.integer());
    CHECK(Code::from_indexes(code.indexes()).value().integer() == code.integer());
    CHECK(Code::from_integer(code.integer().clone()));
  }
}

TEST_CASE("words: the all-zero code is never given out", "[words]") {
  ZerosFirst random;

  CHECK_FALSE(Code::generate(random).integer().is_zero());
  CHECK_FALSE(Code::from_indexes(std::array<std::uint16_t, code_words>{}));
}

TEST_CASE("words: an index outside the list makes no code", "[words]") {
  CHECK_FALSE(Code::from_indexes(std::array<std::uint16_t, code_words>{0, 0, 2048, 0, 0, 1}));
}

TEST_CASE("words: a problem says which word", "[words]") {
  const std::string good{word_list()[7]};
  const auto problem = read_words(good + " " + good + " zzzz " + good + " " + good + " " + good);

  REQUIRE_FALSE(problem);
  CHECK(problem.error().kind == Kind::unknown_word);
  CHECK(problem.error().number == 2);
}

TEST_CASE("words: a problem says how many words there were", "[words]") {
  const auto problem = read_words("een twee drie");

  REQUIRE_FALSE(problem);
  CHECK(problem.error().kind == Kind::wrong_count);
  CHECK(problem.error().number == 3);
}

TEST_CASE("words: accents, ligatures and capitals are read past", "[words]") {
  // Fullwidth and other scripts are not letters here, so they separate.
  const auto read = [](std::string_view text) { return read_words(text).error().number; };

  CHECK(read("\xc3\x89\xc3\xa9n twee") == 2);
  CHECK(read("e\xcc\x81\xc3\xa9n") == 1);
  CHECK(read("\xc4\xb3sje") == 1);
  CHECK(read("een\xe2\x80\x94twee") == 2);
}

TEST_CASE("words: text that is not UTF-8 is refused", "[words]") {
  CHECK(read_words("een \xff twee").error().kind == Kind::wrong_count);
}

}  // namespace kiezel::crypto
