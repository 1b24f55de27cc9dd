#include "crypto/words.hpp"

#include <algorithm>
#include <vector>

#include "crypto/utf8.hpp"

namespace kiezel::crypto {
namespace {

constexpr std::size_t prefix_letters = 4;
constexpr unsigned word_bits = 11;
constexpr std::uint16_t word_mask = word_list_size - 1;
/// Bits of the first byte that belong to the 66.
constexpr std::uint8_t first_byte_mask = 0x03;

// What Unicode's compatibility decomposition leaves of U+00C0..U+017F once the accents are gone: '.' = no
// letter a-z.
constexpr std::string_view plain_letters =
    "aaaaaa.ceeeeiiii"
    ".nooooo..uuuuy.."
    "aaaaaa.ceeeeiiii"
    ".nooooo..uuuuy.y"
    "aaaaaaccccccccdd"
    "..eeeeeeeeeegggg"
    "gggghh..iiiiiiii"
    "i...jjkk.llllll."
    "...nnnnnn...oooo"
    "oo..rrrrrrssssss"
    "sstttt..uuuuuuuu"
    "uuuuwwyyyzzzzzzs";
static_assert(plain_letters.size() == 0x180 - 0xc0);

bool is_accent(char32_t point) {
  return point >= 0x300 && point <= 0x36f;
}
bool is_ij_ligature(char32_t point) {
  return point == 0x132 || point == 0x133;
}

/// One of a-z, or '.' for everything that is no letter here.
char plain_letter(char32_t point) {
  if (point >= 'a' && point <= 'z') return static_cast<char>(point);
  if (point >= 'A' && point <= 'Z') return static_cast<char>(point - 'A' + 'a');
  if (point >= 0xc0 && point < 0x180) return plain_letters[point - 0xc0];
  return '.';
}

/// The runs of letters; nothing when the text is not UTF-8.
std::optional<std::vector<std::string>> split_words(BytesView text) {
  std::vector<std::string> words;
  bool in_word = false;
  while (!text.empty()) {
    const auto point = next_code_point(text);
    if (!point) return std::nullopt;
    if (is_accent(*point)) continue;
    const std::string_view letters = is_ij_ligature(*point) ? "ij" : std::string_view{};
    const char letter = plain_letter(*point);
    if (letters.empty() && letter == '.') {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (letters.empty()) {
      words.back() += letter;
    } else {
      words.back() += letters;
    }
  }
  return words;
}

/// Bits 65-11i .. 55-11i of the integer, where bit 0 is the last of its nine bytes.
std::uint16_t word_number(std::span<const std::uint8_t, code_bytes> integer, std::size_t word) {
  unsigned number = 0;
  const std::size_t first_bit = 6 + word * word_bits;
  for (std::size_t bit = first_bit; bit < first_bit + word_bits; ++bit) {
    number = number << 1 | (integer[bit / 8] >> (7 - bit % 8) & 1U);
  }
  return static_cast<std::uint16_t>(number);
}

}  // namespace

std::optional<Code> Code::from_integer(Secret<code_bytes> integer) {
  if ((integer.expose()[0] & ~first_byte_mask) != 0 || integer.is_zero()) return std::nullopt;
  return Code(std::move(integer));
}

Code Code::generate(Random& random) {
  // A second round has probability 2^-66: it is there so that a broken generator hangs instead of sharing a
  // mailbox.
  while (true) {
    auto integer = random.secret<code_bytes>();
    integer.expose_mutable()[0] &= first_byte_mask;
    if (auto code = from_integer(std::move(integer))) return std::move(*code);
  }
}

std::optional<Code> Code::from_indexes(std::span<const std::uint16_t, code_words> indexes) {
  Secret<code_bytes> integer;
  const auto bytes = integer.expose_mutable();
  std::size_t bit = 6;
  for (const std::uint16_t index : indexes) {
    if (index > word_mask) return std::nullopt;
    for (unsigned shift = word_bits; shift-- > 0; ++bit) {
      const unsigned value = index >> shift & 1U;
      bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] | value << (7 - bit % 8));
    }
  }
  return from_integer(std::move(integer));
}

std::array<std::uint16_t, code_words> Code::indexes() const {
  std::array<std::uint16_t, code_words> result{};
  for (std::size_t word = 0; word < code_words; ++word) result[word] = word_number(integer_.expose(), word);
  return result;
}

std::string Code::words() const {
  std::string text;
  for (const std::uint16_t index : indexes()) {
    if (!text.empty()) text += ' ';
    text += word_list()[index];
  }
  return text;
}

std::expected<Code, WordsProblem> read_words(std::string_view text) {
  using Kind = WordsProblem::Kind;
  if (text.size() > code_text_bytes_max)
    return std::unexpected(WordsProblem{.kind = Kind::too_long, .number = 0});
  const auto words = split_words(as_bytes(text));
  if (!words || words->size() != code_words) {
    return std::unexpected(WordsProblem{.kind = Kind::wrong_count, .number = words ? words->size() : 0});
  }
  std::array<std::uint16_t, code_words> indexes{};
  for (std::size_t i = 0; i < code_words; ++i) {
    const auto index = find_word((*words)[i]);
    if (!index) return std::unexpected(WordsProblem{.kind = Kind::unknown_word, .number = i});
    indexes[i] = *index;
  }
  auto code = Code::from_indexes(indexes);
  // Six times the first word is the all-zero code, which is never given out.
  if (!code) return std::unexpected(WordsProblem{.kind = Kind::wrong_count, .number = 0});
  return std::move(*code);
}

std::optional<std::uint16_t> find_word(std::string_view word) {
  if (word.size() < prefix_letters) return std::nullopt;
  const auto words = word_list();
  const auto found =
      std::ranges::find_if(words, [&](std::string_view candidate) { return candidate.starts_with(word); });
  if (found == words.end()) return std::nullopt;
  return static_cast<std::uint16_t>(found - words.begin());
}

}  // namespace kiezel::crypto
