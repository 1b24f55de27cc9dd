#include "server/watch/command_line.hpp"

#include <charconv>

#include "crypto/encoding.hpp"
#include "crypto/ids.hpp"
#include "server/watch/fetch.hpp"

namespace kiezel::watch {

const std::string_view usage =
    "kiezel-watch --url https://HOST --state FILE [options]\n"
    "Follows the published directory of a Kiezel service and says so when it does not fit.\n\n"
    "  --url URL             the service\n"
    "  --state FILE          what was seen before; made at the first look\n"
    "  --organisation FILE   first look: take the root keys from this organisation.json, not from the "
    "service\n"
    "  --advisor ID          also watch this advisor's key; may be given more than once\n"
    "  --warn-days N         warn when the directory has less than this left (default: 14)\n"
    "  --quiet               say nothing when all is well, for cron\n\n"
    "Exit code 0: all is well. 1: could not look. 2: the call is wrong. 3: alarm.\n";

namespace {

constexpr std::uint64_t warn_days_max = 90;

std::expected<void, std::string> take(Options& options, std::string_view name, std::string_view value) {
  if (name == "--url") {
    options.origin = value.ends_with('/') ? value.substr(0, value.size() - 1) : value;
    if (!is_allowed_address(options.origin))
      return std::unexpected("--url takes an address such as https://kiezel.example.");
  } else if (name == "--state") {
    options.state = value;
  } else if (name == "--organisation") {
    options.organisation = value;
  } else if (name == "--advisor") {
    const auto id = crypto::from_hex(value);
    if (!id || id->size() != crypto::KeyId::byte_count)
      return std::unexpected("--advisor takes an id of 32 hexadecimal digits.");
    options.advisors.insert(crypto::to_hex(*id));
  } else if (name == "--warn-days") {
    const char* const end = value.data() + value.size();
    const auto [stopped, failure] = std::from_chars(value.data(), end, options.warn_days);
    if (failure != std::errc() || stopped != end || options.warn_days > warn_days_max)
      return std::unexpected("--warn-days takes a whole number up to 90.");
  } else {
    return std::unexpected("There is no option " + std::string(name) + ".");
  }
  return {};
}

}  // namespace

std::expected<Options, std::string> parse_options(std::span<const std::string_view> words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--quiet") {
      options.quiet = true;
      continue;
    }
    if (i + 1 == words.size()) return std::unexpected(std::string(words[i]) + " needs a value.");
    if (auto taken = take(options, words[i], words[i + 1]); !taken) return std::unexpected(taken.error());
    ++i;
  }
  if (options.origin.empty()) return std::unexpected("--url is needed.");
  if (options.state.empty()) return std::unexpected("--state is needed.");
  return options;
}

}  // namespace kiezel::watch
