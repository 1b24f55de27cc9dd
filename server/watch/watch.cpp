#include "server/watch/watch.hpp"

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "crypto/directory_history.hpp"
#include "crypto/encoding.hpp"
#include "server/watch/fetch.hpp"
#include "server/watch/judgement.hpp"

namespace kiezel::watch {
namespace {

template <class Value>
using OrSentence = std::expected<Value, std::string>;

constexpr std::size_t organisation_bytes_max = 16'384;
constexpr std::size_t page_bytes_max =
    crypto::directory_history_page_max *
    (crypto::directory_header_bytes + 1 + crypto::directory_signatures_max * 80);
// 65,536 versions: one a day for 179 years.
constexpr std::size_t pages_max = 256;
constexpr std::uint64_t day_s = 86'400;

OrSentence<crypto::RootKeys> root_keys_in(std::string_view organisation_json) {
  const auto json = nlohmann::json::parse(organisation_json, nullptr, false);
  const auto keys = json.is_object() ? json.value("root_keys", nlohmann::json()) : nlohmann::json();
  crypto::RootKeys roots;
  if (!keys.is_array() || keys.size() != roots.size())
    return std::unexpected("There are no three root keys in it.");
  for (std::size_t i = 0; i < roots.size(); ++i) {
    const auto bytes =
        keys[i].is_string() ? crypto::from_base64url(keys[i].get<std::string>()) : std::nullopt;
    const auto key = bytes ? crypto::VerifyKey::from(*bytes) : std::nullopt;
    if (!key || key->is_zero()) return std::unexpected("It holds something that is not a root key.");
    roots[i] = *key;
  }
  return roots;
}

OrSentence<crypto::RootKeys> root_keys_from_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in || text.view().size() > organisation_bytes_max)
    return std::unexpected("There is no organisation at " + file.string() + ".");
  auto roots = root_keys_in(text.view());
  if (!roots) return std::unexpected(file.string() + " is not right. " + roots.error());
  return roots;
}

OrSentence<std::vector<crypto::Bytes>> fetch_history(const std::string& origin, std::uint64_t from) {
  std::vector<crypto::Bytes> pages;
  for (std::size_t asked = 0; asked < pages_max; ++asked) {
    auto page = fetch(origin + "/api/directory/heads?from=" + std::to_string(from), page_bytes_max);
    if (!page) return std::unexpected(page.error());
    if (page->empty()) return pages;
    const auto headers = crypto::parse_directory_history(*page);
    // A page that cannot be read is for the judgement, not for us.
    const std::size_t count = headers ? headers->size() : 0;
    pages.push_back(*std::move(page));
    if (count == 0) return pages;
    from += count;
  }
  return std::unexpected("The history of " + origin + " has no end.");
}

OrSentence<Observation> observe(const std::string& origin, std::uint64_t from) {
  const auto organisation = fetch(origin + "/organisation.json", organisation_bytes_max);
  if (!organisation) return std::unexpected(organisation.error());
  const auto roots = root_keys_in(crypto::as_text(*organisation));
  if (!roots) return std::unexpected(origin + "/organisation.json is not right. " + roots.error());
  auto directory = fetch(origin + "/api/directory", crypto::directory_bytes_max);
  if (!directory) return std::unexpected(directory.error());
  auto pages = fetch_history(origin, from);
  if (!pages) return std::unexpected(pages.error());
  return Observation{
      .root_keys = *roots, .directory = *std::move(directory), .history_pages = *std::move(pages)};
}

OrSentence<WatchState> first_state(const Options& options, const Observation& seen) {
  if (options.organisation.empty()) {
    std::cout << "First look: the root keys that the service names are pinned in " << options.state.string()
              << ". Compare them with the people who hold the keys.\n";
    return WatchState{.root_keys = seen.root_keys};
  }
  const auto roots = root_keys_from_file(options.organisation);
  if (!roots) return std::unexpected(roots.error());
  return WatchState{.root_keys = *roots};
}

ExitCode fail(const std::string& sentence) {
  std::cerr << "kiezel-watch: " << sentence << '\n';
  return ExitCode::failed;
}

}  // namespace

ExitCode look(const Options& options, std::uint64_t now_s) {
  auto state = read_state(options.state);
  if (!state) return fail(state.error());
  const bool has_head = *state && (*state)->head;
  auto seen = observe(options.origin, has_head ? (*state)->head->version : 1);
  if (!seen) return fail(seen.error());
  if (!*state) {
    auto first = first_state(options, *seen);
    if (!first) return fail(first.error());
    *state = *std::move(first);
  }
  Judgement judgement =
      judge(*seen, **state,
            {.now_s = now_s, .warn_before_s = options.warn_days * day_s, .advisors = options.advisors});
  // It may have been published between our two questions: only a difference that stays is one.
  if (!judgement.alarms.empty()) {
    seen = observe(options.origin, has_head ? (*state)->head->version : 1);
    if (!seen) return fail(seen.error());
    judgement =
        judge(*seen, **state,
              {.now_s = now_s, .warn_before_s = options.warn_days * day_s, .advisors = options.advisors});
  }
  if (auto written = write_state(options.state, judgement.next); !written) return fail(written.error());
  for (const std::string& alarm : judgement.alarms)
    std::cout << "ALARM " << options.origin << ": " << alarm << '\n';
  if (!judgement.alarms.empty()) return ExitCode::alarm;
  if (!options.quiet) std::cout << options.origin << ": " << judgement.summary << '\n';
  return ExitCode::well;
}

}  // namespace kiezel::watch
