// Appending and reading (protocol/README.md, "Conversations"; crypto/KZ1.md 5.8).
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <catch2/catch.hpp>

#include "tests/integration/conversation/scene.hpp"

namespace {

using namespace kiezel;
using core::ErrorCode;
using support::code_of;
using support::ConversationScene;
using support::LogWriter;
using support::named_bytes;
using support::TestClient;

using Appended = core::Result<protocol::ConversationAppendResult>;

/// Both at once on one shard, as two connections do.
core::Task<std::pair<Appended, Appended>> both(core::Task<Appended> one, core::Task<Appended> other) {
  using namespace boost::asio::experimental::awaitable_operators;
  auto [first, second] = co_await (std::move(one) && std::move(other));
  co_return std::pair{std::move(first), std::move(second)};
}

}  // namespace

TEST_CASE("append: client and advisor write in turn; the advisor's times are exact", "[conversation]") {
  ConversationScene scene;
  scene.found();
  scene.shard.clock.advance(std::chrono::seconds(61));

  const auto of_client = scene.append(scene.client.caller(), scene.log.message(scene.client.signing));
  const auto of_advisor = scene.append(scene.advisor.caller(), scene.log.message(scene.advisor.device));

  REQUIRE(of_client);
  CHECK(of_client->seq == 2);
  CHECK(of_client->received_at == support::FixedClock::start_time.time_since_epoch().count());
  REQUIRE(of_advisor);
  CHECK(of_advisor->seq == 3);
  CHECK(of_advisor->received_at == of_client->received_at + 61);
  const auto page = scene.read(scene.advisor.caller(), 1);
  REQUIRE(page);
  REQUIRE(page->entries.size() == 2);
  CHECK(page->entries[0].seq == 2);
  CHECK(page->entries[1].received_at == of_advisor->received_at);
}

TEST_CASE("append: the same entry again gets the first answer, however late", "[conversation]") {
  ConversationScene scene;
  scene.found();
  const crypto::Bytes entry = scene.log.message(scene.advisor.device);
  const auto first = scene.append(scene.advisor.caller(), entry);
  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing)));
  scene.shard.clock.advance(std::chrono::hours(5));

  const auto again = scene.append(scene.advisor.caller(), entry);

  REQUIRE(first);
  REQUIRE(again);
  CHECK(*again == *first);
  CHECK(scene.read(scene.client.caller(), -1)->head_seq == 3);
}

TEST_CASE("append: the loser of a race hears the head, and wins after it chained again", "[conversation]") {
  ConversationScene scene;
  scene.found();
  LogWriter rival = scene.log;
  REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing, 1)));

  const auto lost = scene.append(scene.advisor.caller(), rival.message(scene.advisor.device, 2));

  REQUIRE_FALSE(lost);
  CHECK(lost.error().code == ErrorCode::stale_head);
  CHECK(lost.error().data.head_seq == 2);
  CHECK(scene.append(scene.advisor.caller(), scene.log.message(scene.advisor.device, 2)));
}

TEST_CASE("append: of two at once for one place exactly one wins", "[conversation]") {
  ConversationScene scene;
  scene.found();
  auto& service = scene.shard.conversations;
  for (std::uint8_t round = 0; round < 20; ++round) {
    LogWriter ours = scene.log;
    LogWriter theirs = scene.log;
    const crypto::Bytes our_entry = ours.message(scene.client.signing, round);
    const crypto::Bytes their_entry = theirs.message(scene.advisor.device, round);

    const auto [one, other] =
        scene.shard.run(both(service.append(scene.client.caller(), {scene.id.bytes, our_entry}),
                             service.append(scene.advisor.caller(), {scene.id.bytes, their_entry})));

    REQUIRE(one.has_value() != other.has_value());
    CHECK(code_of(one ? other : one) == ErrorCode::stale_head);
    scene.log = one ? ours : theirs;
  }
  CHECK(scene.read(scene.client.caller(), 20)->head_seq == 21);
}

TEST_CASE("append: a gap, a wrong predecessor and a far place are stale and change nothing",
          "[conversation]") {
  ConversationScene scene;
  scene.found();
  LogWriter gap = scene.log;
  gap.position.seq += 1;
  LogWriter other_prev = scene.log;
  other_prev.position.prev = named_bytes<crypto::EntryHash>("other");
  LogWriter far = scene.log;
  far.position.seq = 9'007'199'254'740'991;

  CHECK(code_of(scene.append(scene.client.caller(), gap.message(scene.client.signing))) ==
        ErrorCode::stale_head);
  CHECK(code_of(scene.append(scene.client.caller(), other_prev.message(scene.client.signing))) ==
        ErrorCode::stale_head);
  CHECK(code_of(scene.append(scene.client.caller(), far.message(scene.client.signing))) ==
        ErrorCode::stale_head);
  CHECK(scene.read(scene.client.caller(), -1)->head_seq == 1);
}

TEST_CASE("append: an entry with any header bit flipped is refused and changes nothing", "[conversation]") {
  ConversationScene scene;
  scene.found();
  const crypto::Bytes good = scene.log.message(scene.client.signing);

  for (std::size_t i = 0; i < crypto::entry_header_bytes; ++i) {
    crypto::Bytes flipped = good;
    flipped[i] ^= 0x01;
    INFO("byte " << i);
    CHECK(code_of(scene.append(scene.client.caller(), flipped)) == ErrorCode::entry_refused);
  }
  CHECK(scene.read(scene.client.caller(), -1)->head_seq == 1);
  CHECK(scene.append(scene.client.caller(), good));
}

TEST_CASE("append: a replay at another place is refused", "[conversation]") {
  ConversationScene scene;
  scene.found();
  crypto::Bytes replayed = scene.log.message(scene.client.signing);
  REQUIRE(scene.append(scene.client.caller(), replayed));
  replayed[27] = 3;

  CHECK(code_of(scene.append(scene.client.caller(), replayed)) == ErrorCode::entry_refused);
}

TEST_CASE("append: strangers cannot tell a conversation that exists from one that does not",
          "[conversation]") {
  ConversationScene scene;
  scene.found();
  const TestClient stranger("stranger");
  const auto absent = named_bytes<core::ConversationId>("absent");
  LogWriter nowhere(absent);
  auto& service = scene.shard.conversations;
  const crypto::Bytes entry = scene.log.message(stranger.signing);

  const auto foreign = scene.append(stranger.caller(), entry);
  const auto of_colleague = scene.append(scene.colleague.caller(), entry);
  const auto unknown =
      scene.shard.run(service.append(stranger.caller(), {absent.bytes, nowhere.message(stranger.signing)}));

  for (const auto& refused : {foreign, of_colleague, unknown}) {
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::not_found);
    CHECK(refused.error().data == core::ErrorData{});
  }
  CHECK(code_of(scene.read(stranger.caller(), -1)) == ErrorCode::not_found);
  CHECK(code_of(scene.shard.run(service.open(scene.colleague.caller(), {scene.id.bytes}))) ==
        ErrorCode::not_found);
  CHECK(code_of(scene.shard.run(service.head(stranger.caller(), scene.id))) == ErrorCode::not_found);
  CHECK(code_of(scene.shard.run(service.open(stranger.caller(), {absent.bytes}))) == ErrorCode::not_found);
  CHECK(code_of(scene.read(core::Caller{}, -1)) == ErrorCode::not_found);
}

TEST_CASE("append: a conversation takes no more than its bounds", "[conversation]") {
  ConversationScene few({.entries_max = 3, .bytes_max = 1U << 20U});
  few.found();
  REQUIRE(few.append(few.client.caller(), few.log.message(few.client.signing)));
  CHECK(code_of(few.append(few.client.caller(), few.log.message(few.client.signing))) ==
        ErrorCode::conversation_closed);

  ConversationScene small({.entries_max = 100, .bytes_max = 10'000});
  small.found();
  CHECK(code_of(small.append(small.client.caller(), small.log.message(small.client.signing, 1, 8192 + 16))) ==
        ErrorCode::conversation_closed);
}

TEST_CASE("read: pages keep to their bounds, and one entry larger than a page still comes",
          "[conversation]") {
  ConversationScene scene;
  scene.found();
  for (std::uint8_t i = 0; i < 3; ++i)
    REQUIRE(scene.append(scene.client.caller(), scene.log.message(scene.client.signing, i, 65'536 + 16)));

  const auto first = scene.read(scene.client.caller(), -1);
  const auto second = scene.read(scene.client.caller(), 1);
  const auto last = scene.read(scene.client.caller(), 3);

  REQUIRE((first && second && last));
  CHECK(first->entries.size() == 2);
  CHECK(second->entries.size() == 1);
  CHECK(second->entries[0].seq == 2);
  CHECK(last->entries.size() == 1);
  CHECK(last->head_seq == 4);
  CHECK(scene.read(scene.client.caller(), 4)->entries.empty());
  CHECK(scene.read(scene.client.caller(), 1'000'000)->entries.empty());
}

TEST_CASE("append: what was answered survives a power cut of Redis", "[conversation]") {
  ConversationScene scene;
  scene.found();
  const crypto::Bytes entry = scene.log.message(scene.advisor.device);
  const auto answered = scene.append(scene.advisor.caller(), entry);
  REQUIRE(answered);

  scene.server.kill();
  const crypto::Bytes next = scene.log.message(scene.client.signing);
  CHECK(code_of(scene.append(scene.client.caller(), next)) == ErrorCode::unavailable);
  scene.server.start();
  REQUIRE(scene.shard.run(
      scene.shard.redis.client().wait_connected(core::deadline_in(std::chrono::seconds(10)))));

  CHECK(*scene.append(scene.advisor.caller(), entry) == *answered);
  CHECK(scene.append(scene.client.caller(), next)->seq == 3);
  CHECK(scene.read(scene.client.caller(), -1)->entries.size() == 4);
}
