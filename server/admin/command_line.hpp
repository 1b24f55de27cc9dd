// The words of a kiezel-admin call, taken apart and held against what the command declares.
#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kiezel::admin {

enum class Takes { nothing, value };

struct Option {
  std::string_view name;
  Takes takes = Takes::value;
  /// Shown as NAME in the help; empty for Takes::nothing.
  std::string_view placeholder;
  std::string_view sentence;
  bool required = false;
};

/// What a person typed behind the command's own words. Values are the person's; none is printed back but in
/// errors about the option's name.
class Arguments {
 public:
  Arguments(std::map<std::string, std::string, std::less<>> options, std::vector<std::string> operands)
      : options_(std::move(options)), operands_(std::move(operands)) {}

  [[nodiscard]] bool has(std::string_view option) const { return options_.contains(option); }
  /// Empty when it was not given.
  [[nodiscard]] std::string text(std::string_view option) const;
  [[nodiscard]] std::string text_or(std::string_view option, std::string_view otherwise) const;
  /// A whole number from `least` to `most`; the error is a sentence.
  [[nodiscard]] std::expected<int, std::string> number_or(std::string_view option, int otherwise, int least,
                                                          int most) const;
  [[nodiscard]] std::span<const std::string> operands() const { return operands_; }

 private:
  std::map<std::string, std::string, std::less<>> options_;
  std::vector<std::string> operands_;
};

/// `words` are those behind the command's name. The error is a sentence.
[[nodiscard]] std::expected<Arguments, std::string> parse_arguments(std::span<const std::string_view> words,
                                                                    std::span<const Option> options,
                                                                    std::size_t operands);

}  // namespace kiezel::admin
