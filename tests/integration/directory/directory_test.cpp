// Publishing and serving the directory, and the advisors' devices (protocol/README.md, "Directory").
#include <catch2/catch.hpp>

#include "crypto/directory_history.hpp"
#include "tests/support/domains.hpp"
#include "tests/support/redis_server.hpp"

namespace {

using namespace kiezel;
using core::ErrorCode;
using directory::Health;
using directory::PublishOutcome;
using support::code_of;
using support::named_bytes;
using support::root_key;
using support::Shard;
using support::TestAdvisor;
using support::TestDirectory;

struct Scene {
  support::RedisServer server;
  Shard shard{server.address()};
  TestAdvisor advisor{"advisor", shard.now_s()};

  TestDirectory first() const {
    TestDirectory directory;
    directory.issue = {.version = 1,
                       .issued_s = shard.now_s(),
                       .expires_s = shard.now_s() + 30 * 86'400,
                       .previous_head = {}};
    directory.list(advisor);
    return directory;
  }
  PublishOutcome publish(const crypto::Bytes& file) {
    return shard.run(shard.directory.publish(file)).value();
  }
};

std::vector<crypto::RootSignature> signatures(const TestDirectory& directory,
                                              const std::vector<crypto::SigningKey>& keys) {
  std::vector<crypto::RootSignature> result;
  for (const crypto::SigningKey& key : keys)
    result.push_back(crypto::sign_directory(directory.header(), key));
  return result;
}

template <class... Keys>
std::vector<crypto::SigningKey> keys_of(Keys... keys) {
  std::vector<crypto::SigningKey> result;
  (result.push_back(std::move(keys)), ...);
  return result;
}

}  // namespace

TEST_CASE("directory: what is published is served byte for byte, with its head as tag", "[directory]") {
  Scene scene;
  CHECK(scene.shard.directory.health() == Health::absent);
  CHECK_FALSE(scene.shard.directory.snapshot());
  const crypto::Bytes file = scene.first().file();

  REQUIRE(scene.publish(file) == PublishOutcome::published);
  scene.shard.refresh();

  const auto snapshot = scene.shard.directory.snapshot();
  REQUIRE(snapshot);
  CHECK(snapshot->file() == file);
  CHECK(snapshot->header().version == 1);
  CHECK(snapshot->etag().size() == 66);
  CHECK(scene.shard.directory.health() == Health::current);
  CHECK(scene.shard.directory.listed_advisors(scene.shard.now_s()) ==
        std::vector{scene.advisor.identity.verify_key()});
}

TEST_CASE("directory: publishing again is no error, and every header is kept", "[directory]") {
  Scene scene;
  const TestDirectory first = scene.first();
  const TestDirectory second = first.next(scene.shard.now_s());
  REQUIRE(scene.publish(first.file()) == PublishOutcome::published);
  CHECK(scene.publish(first.file()) == PublishOutcome::already_published);
  REQUIRE(scene.publish(second.file()) == PublishOutcome::published);

  scene.shard.refresh();
  const auto history = scene.shard.directory.history();
  const auto headers = crypto::parse_directory_history(history->page(1));

  REQUIRE(headers);
  REQUIRE(headers->size() == 2);
  CHECK((*headers)[0].header == first.header());
  CHECK((*headers)[1].header == second.header());
  const auto head = crypto::follow_directory_history({}, *headers, support::root_keys());
  REQUIRE(head);
  CHECK(head->hash == scene.shard.directory.snapshot()->head().hash);
  CHECK(crypto::parse_directory_history(history->page(2))->size() == 1);
  CHECK(history->page(3).empty());
  CHECK(history->page(0).empty());
}

TEST_CASE("directory: a long history comes in pages, and a shard that was behind catches up", "[directory]") {
  Scene scene;
  TestDirectory latest = scene.first();
  REQUIRE(scene.publish(latest.file()) == PublishOutcome::published);
  scene.shard.refresh();
  CHECK(scene.shard.directory.history()->count() == 1);
  const std::size_t versions = crypto::directory_history_page_max + 3;
  while (latest.issue.version < versions) {
    latest = latest.next(scene.shard.now_s());
    REQUIRE(scene.publish(latest.file()) == PublishOutcome::published);
  }

  scene.shard.refresh();

  const auto history = scene.shard.directory.history();
  REQUIRE(history->count() == versions);
  const auto page = crypto::parse_directory_history(history->page(1));
  const auto rest = crypto::parse_directory_history(history->page(page->size() + 1));
  CHECK(page->size() == crypto::directory_history_page_max);
  const auto middle = crypto::follow_directory_history({}, *page, support::root_keys());
  REQUIRE(middle);
  CHECK(crypto::follow_directory_history(*middle, *rest, support::root_keys())->hash ==
        scene.shard.directory.snapshot()->head().hash);
}

TEST_CASE("directory: a version that is not the next, or follows another head, is refused", "[directory]") {
  Scene scene;
  const TestDirectory first = scene.first();
  TestDirectory starts_at_two = first;
  starts_at_two.issue.version = 2;
  starts_at_two.issue.previous_head = named_bytes<crypto::Digest>("something");
  CHECK(scene.publish(starts_at_two.file()) == PublishOutcome::not_next);
  REQUIRE(scene.publish(first.file()) == PublishOutcome::published);

  TestDirectory same_version = first;
  same_version.issue.expires_s -= 1;
  CHECK(scene.publish(same_version.file()) == PublishOutcome::not_next);
  TestDirectory skips = first.next(scene.shard.now_s());
  skips.issue.version = 3;
  CHECK(scene.publish(skips.file()) == PublishOutcome::not_next);
  TestDirectory forks = first.next(scene.shard.now_s());
  forks.issue.previous_head = named_bytes<crypto::Digest>("fork");
  CHECK(scene.publish(forks.file()) == PublishOutcome::not_next);
  REQUIRE(scene.publish(first.next(scene.shard.now_s()).file()) == PublishOutcome::published);
  CHECK(scene.publish(first.file()) == PublishOutcome::not_next);
}

TEST_CASE("directory: two distinct roots must have signed these very records", "[directory]") {
  Scene scene;
  const TestDirectory directory = scene.first();
  const auto publish_with = [&](const std::vector<crypto::SigningKey>& keys) {
    return scene.publish(directory.signed_by(signatures(directory, keys)));
  };
  crypto::Bytes changed = directory.file();
  changed.back() ^= 1;
  crypto::Bytes cut = directory.file();
  cut.pop_back();

  CHECK(publish_with(keys_of(root_key(0))) == PublishOutcome::refused);
  CHECK(publish_with(keys_of(root_key(1), root_key(1))) == PublishOutcome::refused);
  CHECK(publish_with(keys_of(root_key(0), root_key(7))) == PublishOutcome::refused);
  CHECK(scene.publish(changed) == PublishOutcome::refused);
  CHECK(scene.publish(cut) == PublishOutcome::refused);
  CHECK(scene.publish({}) == PublishOutcome::refused);
  CHECK(publish_with(keys_of(root_key(1), root_key(2))) == PublishOutcome::published);
}

TEST_CASE("directory: an expired one is not published, and one that expires is still served", "[directory]") {
  Scene scene;
  const TestDirectory directory = scene.first();
  REQUIRE(scene.publish(directory.file()) == PublishOutcome::published);
  scene.shard.refresh();
  scene.shard.clock.advance(std::chrono::days(30));

  CHECK(scene.shard.directory.health() == Health::expired);
  CHECK(scene.shard.directory.listed_advisors(scene.shard.now_s()).empty());
  CHECK(scene.shard.directory.snapshot()->file() == directory.file());
  Shard restarted(scene.server.address());
  restarted.clock.advance(std::chrono::days(40));
  restarted.refresh();
  CHECK(restarted.directory.health() == Health::expired);

  TestDirectory stale = directory.next(scene.shard.now_s() - 31 * 86'400);
  CHECK(scene.publish(stale.file()) == PublishOutcome::expired);
}

TEST_CASE("directory: what the store holds is verified, and a false one replaces nothing", "[directory]") {
  Scene scene;
  const TestDirectory directory = scene.first();
  REQUIRE(scene.publish(directory.file()) == PublishOutcome::published);
  scene.shard.refresh();
  crypto::Bytes forged = directory.next(scene.shard.now_s()).file();
  forged.back() ^= 1;
  REQUIRE(scene.shard.redis.execute(
      redis::Command{"HSET", scene.shard.keys.directory(), "version", 2, "bytes", forged}));

  CHECK_FALSE(scene.shard.run(scene.shard.directory.refresh()));

  CHECK(scene.shard.directory.health() == Health::invalid);
  CHECK(scene.shard.directory.snapshot()->header().version == 1);
}

TEST_CASE("directory: roots are set once, and used when none are pinned", "[directory]") {
  Scene scene;
  directory::Service unpinned({.log_link = scene.shard.redis.client(),
                               .keys = scene.shard.keys,
                               .clock = scene.shard.clock,
                               .pinned_roots = {}});
  CHECK(scene.shard.run(unpinned.publish(scene.first().file())) == PublishOutcome::refused);

  CHECK(scene.shard.run(unpinned.set_roots(support::root_keys())).value());
  CHECK_FALSE(scene.shard.run(unpinned.set_roots({})).value());

  CHECK(scene.shard.run(unpinned.publish(scene.first().file())) == PublishOutcome::published);
  REQUIRE(scene.shard.run(unpinned.refresh()));
  CHECK(unpinned.health() == Health::current);
}

TEST_CASE("advisor keys: devices in use with their prekeys, others only to verify the past", "[directory]") {
  Scene scene;
  CHECK(code_of(scene.shard.run(scene.shard.directory.keys({}, {scene.advisor.id().bytes}))) ==
        ErrorCode::not_found);
  scene.shard.enrol(scene.advisor);
  TestDirectory signed_directory = scene.first();
  scene.shard.publish(signed_directory);

  const auto in_use = scene.shard.run(scene.shard.directory.keys({}, {scene.advisor.id().bytes}));
  REQUIRE(in_use);
  REQUIRE(in_use->devices.size() == 1);
  CHECK(in_use->retired.empty());
  CHECK(std::ranges::equal(in_use->devices[0].certificate, scene.advisor.certificate));
  CHECK(std::ranges::equal(in_use->devices[0].prekey, scene.advisor.prekey));

  TestDirectory revoking = signed_directory.next(scene.shard.now_s());
  revoking.records.emplace_back(
      crypto::RevokedDeviceRecord{crypto::KeyId{scene.advisor.device_id().bytes}, scene.shard.now_s()});
  scene.shard.publish(revoking);
  const auto revoked = scene.shard.run(scene.shard.directory.keys({}, {scene.advisor.id().bytes}));
  REQUIRE(revoked);
  CHECK(revoked->devices.empty());
  REQUIRE(revoked->retired.size() == 1);
  CHECK(std::ranges::equal(revoked->retired[0], scene.advisor.certificate));
}

TEST_CASE("advisor keys: a certificate that has run out is retired", "[directory]") {
  Scene scene;
  scene.shard.enrol(scene.advisor);
  scene.shard.clock.advance(std::chrono::days(90));

  const auto keys = scene.shard.run(scene.shard.directory.keys({}, {scene.advisor.id().bytes}));

  REQUIRE(keys);
  CHECK(keys->devices.empty());
  CHECK(keys->retired.size() == 1);
}

TEST_CASE("advisor keys: those of a suspended advisor still verify the past", "[directory]") {
  Scene scene;
  scene.shard.enrol(scene.advisor);
  REQUIRE(scene.shard.run(scene.shard.account.suspend(scene.advisor.id())));

  const auto keys = scene.shard.run(scene.shard.directory.keys({}, {scene.advisor.id().bytes}));

  REQUIRE(keys);
  CHECK(keys->devices.empty());
  REQUIRE(keys->retired.size() == 1);
  CHECK(std::ranges::equal(keys->retired[0], scene.advisor.certificate));
}

TEST_CASE("active device: only between its dates, while approved, and not once revoked", "[directory]") {
  Scene scene;
  auto& directory = scene.shard.directory;
  const auto is_active = [&](std::uint64_t at_s) {
    return scene.shard.run(directory.active_device(scene.advisor.device_id(), at_s)).value().has_value();
  };
  const std::uint64_t now_s = scene.shard.now_s();
  CHECK_FALSE(is_active(now_s));
  scene.shard.enrol(scene.advisor);

  CHECK(is_active(now_s));
  CHECK_FALSE(is_active(now_s - 1));
  CHECK_FALSE(is_active(now_s + 90 * 86'400));
  TestDirectory revoking = scene.first();
  revoking.records.emplace_back(
      crypto::RevokedDeviceRecord{crypto::KeyId{scene.advisor.device_id().bytes}, now_s + 10});
  scene.shard.publish(revoking);
  CHECK(is_active(now_s + 9));
  CHECK_FALSE(is_active(now_s + 10));
}
