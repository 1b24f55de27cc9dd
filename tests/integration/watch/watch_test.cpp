// kiezel-watch against a real server whose operator holds the root keys and lies about the past.
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "server/admin/root_keys.hpp"
#include "server/directory/organisation.hpp"
#include "tests/client/trust.hpp"
#include "tests/support/domains.hpp"
#include "tests/support/program.hpp"
#include "tests/support/service_process.hpp"

using namespace kiezel;
using support::Finished;
using support::TestDirectory;

namespace {

class Scene {
 public:
  TestDirectory first() const {
    TestDirectory directory;
    directory.issue = {
        .version = 1, .issued_s = now_s - 60, .expires_s = now_s + 30 * 86'400, .previous_head = {}};
    directory.list(noor);
    return directory;
  }

  /// What an operator who owns Redis can do: any history at all.
  void serve(const std::vector<TestDirectory>& history) {
    {
      support::RedisClient redis(
          redis::Address{.place = redis::UnixAddress{(service.folder() / "redis" / "redis.sock").string()}});
      const auto organisation = directory::read_organisation(service.folder() / "organisation.json");
      const redis::KeySpace keys(organisation->tag);
      REQUIRE(redis.execute(redis::Command{"DEL", keys.directory(), keys.directory_heads()}));
      for (const TestDirectory& one : history)
        REQUIRE(redis.execute(redis::Command{"RPUSH", keys.directory_heads(),
                                             crypto::encode_directory(one.header(), signatures(one), {})}));
      const TestDirectory& last = history.back();
      REQUIRE(redis.execute(redis::Command{"HSET", keys.directory(), "version", last.issue.version, "head",
                                           crypto::directory_head(last.header()).hash, "bytes",
                                           last.signed_by(signatures(last))}));
    }
    service.stop();
    service.start();
  }

  Finished look(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {KIEZEL_WATCH_PROGRAM, "--url", service.origin(), "--state", state()});
    return support::run_program(more);
  }

  const std::uint64_t now_s = client::now_s();
  support::TestAdvisor noor{"noor", now_s};
  support::TestAdvisor bo{"bo", now_s};
  support::ServiceProcess service;

 private:
  std::vector<crypto::RootSignature> signatures(const TestDirectory& directory) const {
    std::vector<crypto::RootSignature> made;
    for (const std::size_t number : {std::size_t{1}, std::size_t{3}})
      made.push_back(crypto::sign_directory(
          directory.header(),
          admin::read_root_key(admin::root_key_file(service.folder() / "demo-keys", number)).value()));
    return made;
  }
  std::string state() const { return (service.folder() / "watch.state").string(); }
};

}  // namespace

TEST_CASE("kiezel-watch: follows an honest service and alarms on one that lies", "[watch]") {
  Scene scene;
  const TestDirectory first = scene.first();
  const TestDirectory second = first.next(scene.now_s);
  const TestDirectory third = second.next(scene.now_s);
  CHECK(scene.look().exit_code == 1);  // Nothing is published yet.
  scene.serve({first, second});
  const std::string noor = crypto::to_hex(scene.noor.id());

  const Finished pinned = scene.look({"--advisor", noor});
  CAPTURE(pinned.said);
  REQUIRE(pinned.exit_code == 0);
  CHECK(pinned.said.contains("First look"));
  CHECK(pinned.said.contains("Version 2"));
  CHECK(scene.look({"--quiet"}).said.empty());

  TestDirectory fork = first.next(scene.now_s + 1);
  scene.serve({first, fork});
  const Finished forked = scene.look();
  CHECK(forked.exit_code == 3);
  CHECK(forked.said.contains("past was rewritten"));

  scene.serve({first});
  CHECK(scene.look().said.contains("went back"));

  TestDirectory swapped = third;
  std::get<crypto::AdvisorRecord>(swapped.records[0]).identity_key = scene.bo.identity.verify_key();
  scene.serve({first, second, swapped});
  const Finished key = scene.look();
  CHECK(key.exit_code == 3);
  CHECK(key.said.contains("has another key now"));
}

TEST_CASE("kiezel-watch: an expired directory, a missing version and a silent service", "[watch]") {
  Scene scene;
  TestDirectory expired = scene.first();
  expired.issue.issued_s = scene.now_s - 31 * 86'400;
  expired.issue.expires_s = scene.now_s - 86'400;
  scene.serve({expired});
  const Finished old = scene.look();
  CHECK(old.exit_code == 3);
  CHECK(old.said.contains("expired 1 day ago"));

  const TestDirectory second = expired.next(scene.now_s);
  const TestDirectory third = second.next(scene.now_s);
  scene.serve({expired, second, third});
  REQUIRE(scene.look().exit_code == 0);
  scene.serve({expired, third});
  CHECK(scene.look().exit_code == 3);

  scene.service.stop();
  const Finished silent = scene.look();
  CHECK(silent.exit_code == 1);
  CHECK(silent.said.contains("cannot be reached"));
}
