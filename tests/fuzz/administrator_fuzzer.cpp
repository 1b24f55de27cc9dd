// What an administrator types or is shown: the words of a kiezel-admin call (an invitation's name and days
// among them), and text of others on the terminal.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "crypto/utf8.hpp"
#include "server/admin/command_line.hpp"
#include "server/admin/printable.hpp"
#include "tests/fuzz/property.hpp"

using namespace kiezel;
using fuzz::must_hold;

namespace {

void try_printable(std::string_view text) {
  const std::string shown = admin::printable(text);
  const auto obeyed = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  must_hold(std::ranges::none_of(shown, obeyed));
  must_hold(admin::printable(shown) == shown);
  if (!crypto::utf8_length(crypto::as_bytes(text))) return;
  // What was text stays text, a sign for a sign, and has no control character of the second kind either.
  must_hold(crypto::utf8_length(crypto::as_bytes(shown)) == crypto::utf8_length(crypto::as_bytes(text)));
  for (std::size_t i = 0; i + 1 < shown.size(); ++i) {
    must_hold(shown[i] != '\xc2' || static_cast<unsigned char>(shown[i + 1]) >= 0xa0);
  }
}

void try_words(fuzz::Input& input) {
  constexpr std::array<admin::Option, 3> options{{
      {.name = "name", .placeholder = "NAME", .sentence = "who is invited", .required = true},
      {.name = "days", .placeholder = "DAYS", .sentence = "how long the link works"},
      {.name = "quiet",
       .takes = admin::Takes::nothing,
       .placeholder = "",
       .sentence = "print the link alone"},
  }};
  const std::size_t operands = input.byte() % 3;
  std::vector<std::string_view> words;
  while (!input.empty() && words.size() < 32) words.push_back(input.line());
  const auto arguments = admin::parse_arguments(words, options, operands);
  if (!arguments) {
    must_hold(!arguments.error().empty());
    return;
  }
  // Every word was taken once: as an option, as its value, or as an operand.
  must_hold(arguments->operands().size() == operands && arguments->has("name"));
  const std::size_t with_value = 2 * static_cast<std::size_t>(1 + (arguments->has("days") ? 1 : 0));
  must_hold(words.size() == operands + with_value + (arguments->has("quiet") ? 1U : 0U));
  must_hold(std::ranges::find(words, arguments->text("name")) != words.end());
  const auto days = arguments->number_or("days", 7, 1, 60);
  must_hold(!days || (*days >= 1 && *days <= 60));
  if (!arguments->has("days")) must_hold(days == 7);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input({data, size});
  if (input.byte() % 2 == 0) {
    try_words(input);
  } else {
    try_printable(fuzz::text_of(input.rest()));
  }
  return 0;
}
