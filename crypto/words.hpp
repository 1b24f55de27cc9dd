// The return code: 66 random bits, shown as six Dutch words of 2048 (crypto/KZ1.md 3). Keys come from the
// integer, never from the text, so spelling rules may change.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "crypto/random.hpp"
#include "crypto/secret.hpp"

namespace kiezel::crypto {

inline constexpr std::size_t code_words = 6;
inline constexpr std::size_t code_bytes = 9;
inline constexpr std::size_t word_list_size = 2048;
/// Longest input that is looked at: six words of seven letters with generous separators.
inline constexpr std::size_t code_text_bytes_max = 400;

/// The words, in the order of their numbers; generated from crypto/words_nl.txt.
[[nodiscard]] std::span<const std::string_view, word_list_size> word_list();

class Code {
 public:
  /// Nothing when a bit above the 66 is set, or when the code is all zero.
  [[nodiscard]] static std::optional<Code> from_integer(Secret<code_bytes> integer);
  [[nodiscard]] static Code generate(Random& random);
  /// Word i is bits 65-11i .. 55-11i.
  [[nodiscard]] static std::optional<Code> from_indexes(std::span<const std::uint16_t, code_words> indexes);

  /// Nine bytes, big-endian.
  [[nodiscard]] const Secret<code_bytes>& integer() const { return integer_; }
  [[nodiscard]] std::array<std::uint16_t, code_words> indexes() const;
  /// Six words with a space between them. Secret: for the one screen that shows it.
  [[nodiscard]] std::string words() const;

 private:
  explicit Code(Secret<code_bytes> integer) : integer_(std::move(integer)) {}
  Secret<code_bytes> integer_;
};

struct WordsProblem {
  enum class Kind : std::uint8_t { too_long, wrong_count, unknown_word };
  Kind kind = Kind::wrong_count;
  /// unknown_word: which word, from 0. wrong_count: how many were found.
  std::size_t number = 0;
};

/// Reads what a person typed: any case, accents ignored, anything but letters between words, and a word may
/// stop after its first four letters or later.
[[nodiscard]] std::expected<Code, WordsProblem> read_words(std::string_view text);
/// One word, already lower-case a-z: the whole word, or its first letters if there are at least four.
[[nodiscard]] std::optional<std::uint16_t> find_word(std::string_view word);

}  // namespace kiezel::crypto
