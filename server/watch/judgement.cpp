#include "server/watch/judgement.hpp"

#include <algorithm>

#include "crypto/directory_history.hpp"
#include "crypto/encoding.hpp"

namespace kiezel::watch {
namespace {

using Alarms = std::vector<std::string>;
constexpr std::uint64_t day_s = 86'400;

std::string days(std::uint64_t seconds) {
  const std::uint64_t whole = seconds / day_s;
  return std::to_string(whole) + (whole == 1 ? " day" : " days");
}

/// The last head of the history, or the alarm. Its first header must be the remembered one.
std::expected<crypto::DirectoryHead, std::string> follow(const Observation& seen, const WatchState& state) {
  std::vector<crypto::SignedDirectoryHeader> headers;
  for (const crypto::Bytes& page : seen.history_pages) {
    auto parsed = crypto::parse_directory_history(page);
    if (!parsed) return std::unexpected("The history of the directory is malformed.");
    headers.insert(headers.end(), parsed->begin(), parsed->end());
  }
  std::span<const crypto::SignedDirectoryHeader> next = headers;
  if (state.head) {
    const std::string version = std::to_string(state.head->version);
    if (headers.empty())
      return std::unexpected("The history went back: version " + version +
                             ", which was seen before, is not in it any more.");
    if (crypto::directory_head(headers.front().header) != *state.head)
      return std::unexpected("The past was rewritten: version " + version +
                             " is not the one that was seen before.");
    next = next.subspan(1);
  }
  const auto head = crypto::follow_directory_history(state.head, next, state.root_keys);
  if (head) return *head;
  return std::unexpected(
      head.error() == crypto::Refusal::signature
          ? "A version in the history is not signed by two root keys."
          : "The history has a gap, a fork or no beginning: its versions do not follow each other.");
}

/// The directory when two roots signed it and its records are those it speaks of, whenever it expires.
std::expected<crypto::Directory, std::string> directory_in(const Observation& seen, const WatchState& state,
                                                           std::uint64_t now_s) {
  auto parsed = crypto::parse_directory(seen.directory);
  if (!parsed) return std::unexpected("The directory is malformed.");
  const std::uint64_t last_second = parsed->header.expires_s - 1;
  auto directory = crypto::verify(*std::move(parsed), state.root_keys, std::min(now_s, last_second));
  if (directory) return *std::move(directory);
  return std::unexpected(
      directory.error() == crypto::Refusal::signature
          ? "The directory is not signed by two root keys."
          : "The directory comes from the future, or its records are not those that were signed.");
}

void judge_expiry(const crypto::DirectoryHeader& header, const Question& question, Alarms& alarms) {
  const std::string version = "Version " + std::to_string(header.version) + " of the directory";
  if (header.expires_s <= question.now_s) {
    alarms.push_back(version + " expired " + days(question.now_s - header.expires_s) +
                     " ago: nobody can begin a conversation.");
  } else if (header.expires_s - question.now_s < question.warn_before_s) {
    alarms.push_back(version + " expires in " + days(header.expires_s - question.now_s) +
                     " and was not signed again.");
  }
}

const crypto::AdvisorRecord* find(const crypto::Directory& directory, auto is_wanted) {
  for (const crypto::DirectoryRecord& record : directory.records()) {
    const auto* advisor = std::get_if<crypto::AdvisorRecord>(&record);
    if (advisor != nullptr && is_wanted(*advisor)) return advisor;
  }
  return nullptr;
}

/// Text of a directory on a line of its own: what would end the line or steer a terminal goes.
std::string one_line(std::string text) {
  std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  return text;
}

void judge_advisors(const crypto::Directory& directory, WatchState& next, Alarms& alarms) {
  for (auto& [id, name] : next.advisors) {
    const auto* listed = find(directory, [&id](const auto& one) { return crypto::to_hex(one.id()) == id; });
    if (listed != nullptr) {
      name = one_line(listed->name);
      continue;
    }
    const auto* namesake =
        find(directory, [&name](const auto& one) { return !name.empty() && one_line(one.name) == name; });
    alarms.push_back("Advisor " + id + (name.empty() ? "" : " (" + name + ")") +
                     (namesake == nullptr ? " is not in the directory."
                                          : " has another key now: " + crypto::to_hex(namesake->id()) + "."));
  }
}

}  // namespace

Judgement judge(const Observation& seen, const WatchState& state, const Question& question) {
  Judgement result{.next = state};
  if (seen.root_keys != state.root_keys)
    result.alarms.push_back("The root keys of the organisation are not those that were pinned.");
  const auto directory = directory_in(seen, state, question.now_s);
  if (!directory) result.alarms.push_back(directory.error());
  const auto head = follow(seen, state);
  if (!head) result.alarms.push_back(head.error());
  if (directory && head && directory->head() != *head)
    result.alarms.push_back("The directory that is served is not the last one of its history.");
  const bool past_is_good = result.alarms.empty();
  if (directory) judge_expiry(directory->header(), question, result.alarms);
  if (!past_is_good) return result;

  result.next.head = *head;
  for (const std::string& id : question.advisors) result.next.advisors.try_emplace(id);
  judge_advisors(*directory, result.next, result.alarms);
  result.summary = "Version " + std::to_string(head->version) + ", head " + crypto::to_hex(head->hash) +
                   ": the history fits what was seen before.";
  return result;
}

}  // namespace kiezel::watch
