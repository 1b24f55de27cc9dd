#include "server/admin/command_line.hpp"

#include <algorithm>
#include <charconv>

namespace kiezel::admin {
namespace {

const Option* find(std::span<const Option> options, std::string_view name) {
  const auto found = std::ranges::find(options, name, &Option::name);
  return found == options.end() ? nullptr : &*found;
}

}  // namespace

std::string Arguments::text(std::string_view option) const {
  const auto found = options_.find(option);
  return found == options_.end() ? std::string() : found->second;
}

std::string Arguments::text_or(std::string_view option, std::string_view otherwise) const {
  return has(option) ? text(option) : std::string(otherwise);
}

std::expected<int, std::string> Arguments::number_or(std::string_view option, int otherwise, int least,
                                                     int most) const {
  if (!has(option)) return otherwise;
  const std::string given = text(option);
  int value = 0;
  const auto [end, failure] = std::from_chars(given.data(), given.data() + given.size(), value);
  if (failure != std::errc() || end != given.data() + given.size() || value < least || value > most) {
    return std::unexpected("--" + std::string(option) + " takes a whole number from " +
                           std::to_string(least) + " to " + std::to_string(most) + ".");
  }
  return value;
}

std::expected<Arguments, std::string> parse_arguments(std::span<const std::string_view> words,
                                                      std::span<const Option> options, std::size_t operands) {
  std::map<std::string, std::string, std::less<>> given;
  std::vector<std::string> rest;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].starts_with("--")) {
      rest.emplace_back(words[i]);
      continue;
    }
    const std::string_view name = words[i].substr(2);
    const Option* option = find(options, name);
    if (option == nullptr) return std::unexpected("This command has no option --" + std::string(name) + ".");
    if (given.contains(name)) return std::unexpected("--" + std::string(name) + " is given twice.");
    if (option->takes == Takes::nothing) {
      given.emplace(name, "");
    } else if (i + 1 == words.size()) {
      return std::unexpected("--" + std::string(name) + " needs a value.");
    } else {
      given.emplace(name, words[++i]);
    }
  }
  for (const Option& option : options) {
    if (option.required && !given.contains(option.name)) {
      return std::unexpected("--" + std::string(option.name) + " is needed: " + std::string(option.sentence));
    }
  }
  if (rest.size() != operands) {
    return std::unexpected(rest.size() < operands ? "Something is missing behind the command."
                                                  : "There is more behind the command than it takes.");
  }
  return Arguments(std::move(given), std::move(rest));
}

}  // namespace kiezel::admin
