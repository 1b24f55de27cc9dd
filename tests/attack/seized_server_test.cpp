// What whoever takes the whole server finds: every key of Redis with its type and fields, every file of the
// data folder, every event in the log, after the main job was played. SECURITY.md lists them with what they
// tell; something that is not on that page fails here, so nothing new is kept without being said.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "tests/attack/hostile_server.hpp"
#include "tests/client/scenario.hpp"

using namespace kiezel;

namespace {

using Rows = std::set<std::string>;

// Identifiers, days and numbers differ in every run.
std::string general(std::string name) {
  name = std::regex_replace(name, std::regex("[0-9a-f]{64}|[0-9a-f]{32}"), "ID");
  name = std::regex_replace(name, std::regex(":20[0-9]{6}"), ":DAY");
  name = std::regex_replace(name, std::regex("[0-9]{2}[A-Z]{2}[0-9]{2}"), "SCHOOL");
  return std::regex_replace(name, std::regex("[0-9]+"), "N");
}

std::string fields_of(attack::HostileServer& server, const std::string& key) {
  std::set<std::string> names;
  for (const redis::Reply& field : server.ask(redis::Command{"HKEYS", key}).elements) {
    const bool readable = std::ranges::all_of(field.text, [](unsigned char c) { return c > 32 && c < 127; });
    names.insert(readable ? general(field.text) : "ID");
  }
  std::string joined;
  for (const std::string& name : names) joined += (joined.empty() ? "" : " ") + name;
  return joined;
}

Rows keys_of(attack::HostileServer& server) {
  Rows rows;
  for (const redis::Reply& key : server.ask(redis::Command{"KEYS", "*"}).elements) {
    const std::string type = server.ask(redis::Command{"TYPE", key.text}).text;
    const std::string fields = type == "hash" ? fields_of(server, key.text) : "";
    // A hold goes when its connection does, which may be now.
    if (type == "none" || (type == "hash" && fields.empty())) continue;
    rows.insert("`" + general(key.text.substr(key.text.find("}:") + 2)) + "` | " + type + " | " + fields);
  }
  return rows;
}

Rows files_of(const std::filesystem::path& folder) {
  Rows rows;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_directory()) continue;
    rows.insert("`" + general(entry.path().lexically_relative(folder).string()) + "`");
  }
  return rows;
}

Rows log_events_of(const support::ServiceProcess& service) {
  Rows rows;
  std::istringstream lines(service.log());
  for (std::string line; std::getline(lines, line);) {
    std::smatch event;
    if (std::regex_search(line, event, std::regex("event=([a-z_.]+)")))
      rows.insert("`" + event[1].str() + "`");
  }
  return rows;
}

// The rows of the table under `heading`, without their last column, which says what the thing tells.
Rows rows_on_page(std::string_view heading) {
  std::ifstream page(KIEZEL_SECURITY_PAGE);
  Rows rows;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("#")) inside = line.ends_with(heading);
    if (!inside || !line.starts_with("| `")) continue;
    const std::string cells = line.substr(2, line.rfind(" |") - 2);
    rows.insert(cells.substr(0, cells.rfind(" | ")));
  }
  return rows;
}

void check_said(std::string_view what, const Rows& found) {
  const Rows said = rows_on_page(what);
  for (const std::string& row : found) {
    INFO("not in SECURITY.md under \"" << what << "\": | " << row << " | ... |");
    CHECK(said.contains(row));
  }
  CHECK_FALSE(found.empty());
}

}  // namespace

TEST_CASE("attack: a seized server reveals what SECURITY.md says and nothing else", "[attack][seized]") {
  support::ServiceProcess service;
  crypto::SystemRandom random;
  const auto played = client::play({.endpoint = client::Endpoint::parse(service.origin()),
                                    .invitation = service.invitation(),
                                    .restart_server = {}},
                                   random);
  attack::HostileServer server(service);

  CHECK(played.messages > 0);
  check_said("Keys of Redis", keys_of(server));
  check_said("Files", files_of(service.folder()));
  check_said("Log", log_events_of(service));
}
