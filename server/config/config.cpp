#include "server/config/config.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "server/config/parse.hpp"
#include "server/config/settings.hpp"

namespace kiezel::config {
namespace {

using Outcome = std::expected<void, std::string>;

constexpr std::string_view environment_prefix = "KIEZEL_SERVER_";
constexpr std::string_view file_option = "config";

// One place where settings come from: a file, the environment, the command line.
// Each may name a setting once.
class Source {
 public:
  explicit Source(Config& config) : config_(config) {}

  // `where` begins the sentence of a refusal: `--idle_s`, `KIEZEL_SERVER_IDLE_S`, `kiezel.conf line 3`.
  [[nodiscard]] Outcome set(std::string_view name, std::string_view value, const std::string& where) {
    const Setting* setting = find_setting(name);
    if (setting == nullptr) {
      return std::unexpected(where + ": there is no setting \"" + std::string(name) +
                             "\". kiezel-server --help-config lists them all.");
    }
    if (!seen_.emplace(name).second)
      return std::unexpected(where + ": " + std::string(name) + " is set twice.");
    const auto assigned = assign(config_, *setting, value);
    if (!assigned) {
      return std::unexpected(where + ": \"" + std::string(value) + "\" is not " + assigned.error() + ".");
    }
    return {};
  }

 private:
  Config& config_;
  std::set<std::string, std::less<>> seen_;
};

// One setting as the command line or the environment gives it; `where` is how it is written there.
struct Given {
  std::string name;
  std::string value;
  std::string where;
};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::optional<Wish> wish_from(std::string_view argument) {
  if (argument == "--help") return Wish::help;
  if (argument == "--help-config") return Wish::help_config;
  if (argument == "--version") return Wish::version;
  return std::nullopt;
}

// `--name value` or `--name=value`.
std::expected<std::vector<Given>, std::string> options_from(std::span<const char* const> arguments) {
  std::vector<Given> options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (!argument.starts_with("--")) {
      return std::unexpected("\"" + std::string(argument) + "\" is not an option; options begin with --.");
    }
    const std::size_t equals = argument.find('=');
    const std::string where(argument.substr(0, equals));
    const bool attached = equals != std::string_view::npos;
    if (!attached && i + 1 == arguments.size()) return std::unexpected(where + " needs a value.");
    const std::string value(attached ? argument.substr(equals + 1) : arguments[++i]);
    options.push_back({.name = where.substr(2), .value = value, .where = where});
  }
  return options;
}

std::string lower(std::string_view name) {
  std::string text(name);
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::vector<Given> variables_from(std::span<const char* const> environment) {
  std::vector<Given> variables;
  for (const std::string_view variable : environment) {
    const std::size_t equals = variable.find('=');
    if (!variable.starts_with(environment_prefix) || equals == std::string_view::npos) continue;
    const std::string_view where = variable.substr(0, equals);
    variables.push_back({.name = lower(where.substr(environment_prefix.size())),
                         .value = std::string(variable.substr(equals + 1)),
                         .where = std::string(where)});
  }
  return variables;
}

std::optional<std::string> file_named(const std::vector<Given>& given) {
  const auto found = std::ranges::find(given, file_option, &Given::name);
  return found == given.end() ? std::nullopt : std::optional(found->value);
}

Outcome take(Config& config, const std::vector<Given>& given) {
  Source source(config);
  for (const auto& [name, value, where] : given) {
    if (name == file_option) continue;
    if (auto set = source.set(name, value, where); !set) return set;
  }
  return {};
}

// Lines `name = value`; what follows # at the start of a line is for people.
Outcome read_file(Config& config, const std::string& path) {
  std::ifstream file(path);
  if (!file) return std::unexpected("The configuration file " + path + " cannot be read.");
  Source source(config);
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    const std::string where = path + " line " + std::to_string(++number);
    const std::string_view text = trimmed(line);
    if (text.empty() || text.starts_with('#')) continue;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return std::unexpected(where + ": expected name = value.");
    const auto set = source.set(trimmed(text.substr(0, equals)), trimmed(text.substr(equals + 1)), where);
    if (!set) return set;
  }
  return {};
}

void set_defaults(Config& config) {
  Source source(config);
  // A default that its own row refuses is a bug in the table.
  for (const Setting& setting : settings()) source.set(setting.name, setting.initially, "default").value();
}

}  // namespace

std::expected<Invocation, std::string> read(std::span<const char* const> arguments,
                                            std::span<const char* const> environment) {
  for (const std::string_view argument : arguments) {
    if (const auto wish = wish_from(argument)) return Invocation{.wish = *wish, .config = {}};
  }
  const auto options = options_from(arguments);
  if (!options) return std::unexpected(options.error());
  const std::vector<Given> variables = variables_from(environment);

  Invocation invocation;
  set_defaults(invocation.config);
  const std::string file = file_named(*options).value_or(file_named(variables).value_or(""));
  if (!file.empty()) {
    if (auto taken = read_file(invocation.config, file); !taken)
      return std::unexpected(std::move(taken.error()));
  }
  for (const auto* given : {&variables, &*options}) {
    if (auto taken = take(invocation.config, *given); !taken)
      return std::unexpected(std::move(taken.error()));
  }
  if (!invocation.config.smtp_url.empty() && invocation.config.mail_from.find('@') == std::string::npos)
    return std::unexpected(
        "mail_from: with smtp_url a sender's address is needed, such as kiezel@example.org.");
  return invocation;
}

std::span<const char* const> environment_span(const char* const* environment) {
  std::size_t count = 0;
  while (environment[count] != nullptr) ++count;
  return {environment, count};
}

std::string help_config() {
  std::string text =
      "Settings. Each can be given as --name value, as KIEZEL_SERVER_NAME=value in the environment, or as a "
      "line\n"
      "name = value in the file that --config names. The command line wins over the environment, that over\n"
      "the file.\n";
  for (const Setting& setting : settings()) {
    text.append("\n  ").append(setting.name).append(" = ").append(setting.initially).append("\n      ");
    text.append(setting.sentence).append("\n      Value: ").append(expected_value(setting)).append(".\n");
  }
  return text;
}

}  // namespace kiezel::config
