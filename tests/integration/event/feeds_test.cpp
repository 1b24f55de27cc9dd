// Feeds on real hints: nothing is missed, nothing comes twice, and a peer that does not read is not read for.
#include "server/event/feeds.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "protocol/limits.hpp"
#include "tests/support/redis_client.hpp"
#include "tests/support/redis_server.hpp"

namespace kiezel::event {
namespace {

using namespace std::chrono_literals;
using redis::Command;

// A log in memory that numbers its entries from 0, and fails as often as it is told.
struct Log {
  std::vector<std::string> entries{};
  int failures = 0;
  core::ErrorCode failure = core::ErrorCode::unavailable;
  std::size_t reads = 0;
  std::size_t page = 2;
};

class LogSource final : public Source {
 public:
  explicit LogSource(Log& log) : log_(log) {}

  [[nodiscard]] core::Task<core::Result<std::optional<Page>>> read_after(std::int64_t cursor) const override {
    ++log_.reads;
    if (log_.failures > 0) {
      --log_.failures;
      co_return core::fail(log_.failure);
    }
    const auto from = static_cast<std::size_t>(cursor + 1);
    if (from >= log_.entries.size()) co_return std::nullopt;
    const std::size_t until = std::min(from + log_.page, log_.entries.size());
    Page page;
    for (std::size_t i = from; i < until; ++i) page.message += log_.entries[i];
    page.cursor = static_cast<std::int64_t>(until) - 1;
    page.caught_up = until == log_.entries.size();
    co_return page;
  }

 private:
  Log& log_;
};

class QuietOwner final : public Outbox::Owner {
 public:
  void outbox_filled() override {}
  void outbox_overflowed() override { overflowed = true; }
  void outbox_drained() override {
    if (feeds != nullptr) feeds->resume();
  }

  Feeds* feeds = nullptr;
  bool overflowed = false;
};

core::ConversationId conversation(std::uint8_t number) {
  return {{number}};
}

struct Fixture {
  support::RedisServer server;
  support::RedisClient redis{server.address()};
  redis::KeySpace keys{"test"};
  redis::Subscriber subscriber{redis.loop().get_executor(), server.address(), redis.log(), redis.metrics(),
                               100};
  Bus bus{subscriber, keys, redis.metrics()};
  OutboxLimits limits{.bytes_max = 10'000, .push_bytes_max = 5'000};
  OutboxMetrics outbox_metrics{redis.metrics()};
  FeedMetrics feed_metrics{redis.metrics()};
  QuietOwner owner;
  Outbox outbox{owner, limits, outbox_metrics};
  Feeds feeds{bus, outbox, redis.tasks(), redis.loop().get_executor(), feed_metrics};
  std::string said;
  std::size_t tasks_of_redis = 0;

  Fixture() {
    owner.feeds = &feeds;
    tasks_of_redis = redis.tasks().size();
    subscriber.start(redis.tasks());
  }
  ~Fixture() {
    feeds.stop();
    subscriber.stop();
    run_until([this] { return redis.tasks().size() <= tasks_of_redis; });
  }

  template <class Condition>
  bool run_until(Condition condition) {
    const auto until = core::deadline_in(20s);
    redis.loop().restart();
    while (!condition() && redis.loop().run_one_until(until) > 0) {
    }
    return condition();
  }
  // What reached the peer, without the frames' heads.
  bool hears(const std::string& text) {
    return run_until([&] {
      while (!outbox.empty()) {
        const std::string part(outbox.front());
        outbox.consume(part.size());
        for (const char c : part) {
          if (c >= 'a' && c <= 'z') said.push_back(c);
        }
      }
      return said == text;
    });
  }
  core::Result<void> follow(Log& log, std::uint8_t number, std::int64_t after) {
    return feeds.follow(FeedKind::conversation, ConversationTopic{conversation(number)},
                        std::make_shared<LogSource>(log), after);
  }
  void hint(std::uint8_t number) {
    REQUIRE(redis.execute(Command{"PUBLISH", keys.conversation_hint(conversation(number)), ""}));
  }
};

}  // namespace

TEST_CASE("feeds: what exists comes first, then what is new, each once", "[feeds]") {
  Log log{.entries = {"a", "b", "c", "d", "e"}};
  Fixture f;

  REQUIRE(f.follow(log, 1, -1));
  CHECK(f.hears("abcde"));
  log.entries.emplace_back("f");
  f.hint(1);

  CHECK(f.hears("abcdef"));
}

TEST_CASE("feeds: a resumed feed begins after its cursor", "[feeds]") {
  Log log{.entries = {"a", "b", "c"}};
  Fixture f;

  REQUIRE(f.follow(log, 1, 1));

  CHECK(f.hears("c"));
}

TEST_CASE("feeds: an entry between the first read and the subscription is not missed", "[feeds]") {
  Log log;
  Fixture f;
  REQUIRE(f.follow(log, 1, -1));
  REQUIRE(f.run_until([&] { return log.reads > 0; }));

  // No hint: it was published before Redis knew of us.
  log.entries.emplace_back("a");

  CHECK(f.hears("a"));
}

TEST_CASE("feeds: a lost link costs time, not entries", "[feeds]") {
  Log log;
  Fixture f;
  REQUIRE(f.follow(log, 1, -1));
  f.hint(1);
  REQUIRE(f.run_until([&] { return log.reads > 1; }));

  f.server.kill();
  log.entries.emplace_back("a");
  f.server.start();

  CHECK(f.hears("a"));
}

TEST_CASE("feeds: a read that fails is tried again from the same cursor", "[feeds]") {
  Log log{.entries = {"a", "b"}, .failures = 1};
  Fixture f;

  REQUIRE(f.follow(log, 1, -1));

  CHECK(f.hears("ab"));
  CHECK(f.feed_metrics.retries.value() == 1);
}

TEST_CASE("feeds: one that may no longer be read ends, the others go on", "[feeds]") {
  Log gone{.failures = 1, .failure = core::ErrorCode::not_found};
  Log log{.entries = {"a"}};
  Fixture f;

  REQUIRE(f.follow(gone, 1, -1));
  REQUIRE(f.follow(log, 2, -1));

  CHECK(f.hears("a"));
  CHECK(f.run_until([&] { return f.feeds.size() == 1; }));
  CHECK(f.feed_metrics.ended.value() == 1);
}

TEST_CASE("feeds: for a peer that does not read nothing is read, and it catches up later", "[feeds]") {
  Log log;
  for (int i = 0; i < 20; ++i) log.entries.push_back(std::string(1000, 'a'));
  log.page = 1;
  Fixture f;

  REQUIRE(f.follow(log, 1, -1));
  REQUIRE(f.run_until([&] { return !f.outbox.may_push(); }));
  const std::size_t reads = log.reads;
  f.hint(1);

  CHECK(log.reads == reads);
  CHECK_FALSE(f.owner.overflowed);
  CHECK(f.hears(std::string(20'000, 'a')));
}

TEST_CASE("feeds: following again replaces the cursor", "[feeds]") {
  Log log{.entries = {"a", "b", "c"}};
  Fixture f;
  REQUIRE(f.follow(log, 1, -1));
  REQUIRE(f.hears("abc"));

  REQUIRE(f.follow(log, 1, 0));

  CHECK(f.hears("abcbc"));
  CHECK(f.feeds.size() == 1);
}

TEST_CASE("feeds: unfollowed, nothing comes any more", "[feeds]") {
  Log log;
  Log other;
  Fixture f;
  REQUIRE(f.follow(log, 1, -1));
  REQUIRE(f.follow(other, 2, -1));

  f.feeds.unfollow(FeedKind::conversation, ConversationTopic{conversation(1)});
  log.entries.emplace_back("a");
  other.entries.emplace_back("b");
  f.hint(1);
  f.hint(2);

  CHECK(f.hears("b"));
}

TEST_CASE("feeds: there is a limit to what one connection follows", "[feeds]") {
  Log log;
  Fixture f;
  for (std::int64_t i = 0; i < protocol::limits::subscriptions_max; ++i) {
    REQUIRE(f.follow(log, static_cast<std::uint8_t>(i), -1));
  }

  const auto refused = f.follow(log, 200, -1);

  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == core::ErrorCode::busy);
}

}  // namespace kiezel::event
