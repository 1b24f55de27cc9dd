#include "server/watch/judgement.hpp"

#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "tests/support/domains.hpp"

namespace kiezel::watch {
namespace {

using support::root_key;
using support::TestAdvisor;
using support::TestDirectory;

constexpr std::uint64_t now_s = 1'800'000'000;
constexpr std::uint64_t day_s = 86'400;

struct Service {
  TestAdvisor noor{"noor", now_s};
  TestAdvisor bo{"bo", now_s};

  TestDirectory first() const {
    TestDirectory directory;
    directory.issue = {
        .version = 1, .issued_s = now_s - day_s, .expires_s = now_s + 29 * day_s, .previous_head = {}};
    directory.list(noor);
    return directory;
  }
  std::vector<TestDirectory> versions(std::size_t count) const {
    std::vector<TestDirectory> made{first()};
    while (made.size() < count) made.push_back(made.back().next(now_s));
    return made;
  }
};

crypto::Bytes heading(const TestDirectory& directory) {
  return crypto::encode_directory(directory.header(),
                                  std::vector{crypto::sign_directory(directory.header(), root_key(0)),
                                              crypto::sign_directory(directory.header(), root_key(2))},
                                  {});
}

Observation observed(const std::vector<TestDirectory>& served, std::size_t from = 1) {
  Observation seen{.root_keys = support::root_keys(), .directory = served.back().file()};
  for (std::size_t i = from; i <= served.size(); ++i) seen.history_pages.push_back(heading(served[i - 1]));
  return seen;
}

WatchState fresh() {
  return {.root_keys = support::root_keys(), .head = {}, .advisors = {}};
}
WatchState after(const TestDirectory& directory) {
  WatchState state = fresh();
  state.head = crypto::directory_head(directory.header());
  return state;
}

Judgement judged(const Observation& seen, const WatchState& state, std::set<std::string> advisors = {},
                 std::uint64_t at_s = now_s) {
  return judge(seen, state, {.now_s = at_s, .warn_before_s = 14 * day_s, .advisors = std::move(advisors)});
}

bool alarms_of(const Judgement& judgement, std::string_view part) {
  return judgement.alarms.size() == 1 && judgement.alarms[0].contains(part);
}

}  // namespace

TEST_CASE("watch: the first look and later ones follow the history without an alarm", "[watch]") {
  const auto served = Service().versions(4);

  const Judgement first = judged(observed({served[0], served[1]}), fresh());
  CHECK(first.alarms.empty());
  CHECK(first.next.head == crypto::directory_head(served[1].header()));
  const Judgement later = judged(observed(served, 2), first.next);
  CHECK(later.alarms.empty());
  CHECK(later.next.head->version == 4);
  CHECK(later.summary.contains("Version 4"));
  CHECK(judged(observed(served, 4), later.next).next == later.next);
}

TEST_CASE("watch: a rewritten past, a fork, a gap and a step back are alarms, and are remembered",
          "[watch]") {
  const auto served = Service().versions(3);
  TestDirectory other = served[1];
  other.issue.expires_s -= 1;
  const WatchState state = after(served[1]);
  const std::vector<TestDirectory> rewritten{served[0], other, other.next(now_s)};
  TestDirectory gap = served[2];
  gap.issue.version = 5;

  CHECK(alarms_of(judged(observed(rewritten, 2), state), "past was rewritten"));
  CHECK(alarms_of(judged(observed({served[0]}, 2), state), "went back"));
  CHECK(alarms_of(judged(observed({served[0], served[1], gap}, 2), state), "gap, a fork"));
  CHECK(alarms_of(judged(observed(served, 2), after(served[2])), "past was rewritten"));
  CHECK(judged(observed(rewritten, 2), state).next == state);
}

TEST_CASE("watch: a directory that is not the last of its history is an alarm", "[watch]") {
  const auto served = Service().versions(3);
  Observation behind = observed(served);
  behind.directory = served[1].file();
  Observation ahead = observed({served[0], served[1]});
  ahead.directory = served[2].file();

  CHECK(alarms_of(judged(behind, fresh()), "not the last one"));
  CHECK(alarms_of(judged(ahead, fresh()), "not the last one"));
}

TEST_CASE("watch: signatures and records are checked with the pinned keys", "[watch]") {
  const auto served = Service().versions(2);
  Observation unsigned_directory = observed(served);
  unsigned_directory.directory =
      served[1].signed_by({crypto::sign_directory(served[1].header(), root_key(0))});
  Observation unsigned_past = observed(served);
  unsigned_past.history_pages[0] = served[0].signed_by({});
  unsigned_past.history_pages[0].resize(crypto::directory_header_bytes + 1);
  Observation changed = observed(served);
  changed.directory.back() ^= 1;
  Observation junk = observed(served);
  junk.history_pages.push_back({1, 2, 3});
  Observation other_roots = observed(served);
  other_roots.root_keys[1] = root_key(7).verify_key();

  CHECK(alarms_of(judged(unsigned_directory, fresh()), "directory is not signed by two"));
  CHECK(alarms_of(judged(unsigned_past, fresh()), "in the history is not signed by two"));
  CHECK(alarms_of(judged(changed, fresh()), "records are not those"));
  CHECK(alarms_of(judged(junk, fresh()), "malformed"));
  CHECK(alarms_of(judged(other_roots, fresh()), "root keys"));
}

TEST_CASE("watch: expiry is told before and after, and keeps nothing from being remembered", "[watch]") {
  const auto served = Service().versions(1);
  const auto at = [&](std::uint64_t when_s) { return judged(observed(served), fresh(), {}, when_s); };
  const std::uint64_t expires_s = served[0].issue.expires_s;

  CHECK(at(expires_s - 14 * day_s).alarms.empty());
  CHECK(alarms_of(at(expires_s - 13 * day_s), "expires in 13 days"));
  CHECK(alarms_of(at(expires_s + 2 * day_s), "expired 2 days ago"));
  CHECK(at(expires_s + 2 * day_s).next.head->version == 1);
}

TEST_CASE("watch: a watched advisor who is gone or has another key is an alarm", "[watch]") {
  const Service service;
  const auto served = service.versions(1);
  const std::string id = crypto::to_hex(service.noor.id());
  const Judgement first = judged(observed(served), fresh(), {id});
  REQUIRE(first.alarms.empty());
  CHECK(first.next.advisors.at(id) == "A. Advisor");
  TestDirectory swapped = served[0].next(now_s);
  std::get<crypto::AdvisorRecord>(swapped.records[0]).identity_key = service.bo.identity.verify_key();
  TestDirectory gone = served[0].next(now_s);
  gone.records.clear();

  CHECK(alarms_of(judged(observed({served[0], swapped}), first.next), "has another key now"));
  CHECK(alarms_of(judged(observed({served[0], gone}), first.next), "is not in the directory"));
  CHECK(judged(observed({served[0], gone}), first.next).next.advisors.contains(id));
}

}  // namespace kiezel::watch
