// The promise that the product stands on: nothing that only the people in a conversation may know is anywhere
// on the server.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "crypto/encoding.hpp"
#include "tests/client/advisor.hpp"
#include "tests/client/family.hpp"
#include "tests/client/scenario.hpp"
#include "tests/support/service_process.hpp"

using namespace kiezel;

namespace {

struct Place {
  std::string name;
  std::string contents;
};

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return std::move(bytes).str();
}

// Everything that Redis keeps on disk, what the server said, and what it answers to anybody who asks.
std::vector<Place> places(const support::ServiceProcess& service) {
  std::vector<Place> found{{"server log", service.log()}};
  for (const auto& file : std::filesystem::recursive_directory_iterator(service.folder() / "redis")) {
    if (file.is_regular_file())
      found.push_back({"redis/" + file.path().filename().string(), read_file(file.path())});
  }
  const auto ops = client::Endpoint::parse(service.ops_origin());
  const auto endpoint = client::Endpoint::parse(service.origin());
  for (const char* target : {"/metrics", "/healthz", "/readyz"}) {
    const auto answer = client::http_get(ops, target);
    found.push_back({target, answer.head + answer.body});
  }
  for (const char* target :
       {"/", "/advies", "/organisation.json", "/api/directory", "/weg", "/no-such-page", "/healthz"}) {
    const auto answer = client::http_get(endpoint, target);
    found.push_back({target, answer.head + answer.body});
  }
  return found;
}

std::size_t count(const std::string& contents, const std::string& needle) {
  std::size_t n = 0;
  for (auto at = contents.find(needle); at != std::string::npos; at = contents.find(needle, at + 1)) ++n;
  return n;
}

// As bytes, and as everything a programmer might turn bytes into on the way to a log.
std::vector<std::string> spellings(const crypto::Bytes& secret) {
  std::string text(secret.begin(), secret.end());
  std::string lower = text;
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return {text, lower, crypto::to_hex(secret), crypto::to_base64url(secret)};
}

}  // namespace

TEST_CASE("privacy: nothing of a conversation can be found on the server", "[scenario]") {
  support::ServiceProcess service;
  crypto::SystemRandom random;
  const auto result = client::play({.endpoint = client::Endpoint::parse(service.origin()),
                                    .invitation = service.invitation(),
                                    .restart_server = {}},
                                   random);

  const std::vector<Place> searched = places(service);

  REQUIRE(result.secrets.size() > 15);
  const auto redis_bytes =
      std::ranges::count_if(searched, [](const Place& p) { return p.name.starts_with("redis/"); });
  REQUIRE(redis_bytes > 0);
  for (const auto& [name, bytes] : result.secrets) {
    // Schools are public: the register and the directory name all of them. What counts is that no
    // conversation does, which the next test looks at.
    if (name == "school") continue;
    for (const std::string& spelling : spellings(bytes)) {
      for (const Place& place : searched) {
        INFO(name << " in " << place.name);
        CHECK(count(place.contents, spelling) == 0);
      }
    }
  }
}

TEST_CASE("privacy: the search above would find what lies open", "[scenario]") {
  support::ServiceProcess service;

  const std::vector<Place> searched = places(service);

  // The demo's schools are public and lie in Redis as text.
  const auto found = std::ranges::any_of(searched, [](const Place& place) {
    return place.name.starts_with("redis/") && count(place.contents, "Carmelcollege Emmen") > 0;
  });
  CHECK(found);
}

TEST_CASE("privacy: a conversation adds no mention of its school", "[scenario]") {
  support::ServiceProcess service;
  crypto::SystemRandom random;
  const auto endpoint = client::Endpoint::parse(service.origin());
  client::Advisor advisor(endpoint, random);
  advisor.enrol(service.invitation());
  advisor.wait_for_approval();
  const std::string school = "00PF00";
  const auto mentions = [&] {
    std::size_t n = 0;
    for (const Place& place : places(service)) n += count(place.contents, school);
    return n;
  };
  const std::size_t before = mentions();
  crypto::Roster roster;
  roster.school = school;

  client::Family pupil(endpoint, random);
  pupil.write_first({.advisor = advisor.identity(), .roster = roster, .text = "Hallo"});
  pupil.say("Ik zit op die school.");

  REQUIRE(before > 0);
  CHECK(mentions() == before);
}
