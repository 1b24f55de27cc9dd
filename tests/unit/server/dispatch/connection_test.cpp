#include "server/dispatch/connection.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "protocol/limits.hpp"
#include "tests/unit/server/dispatch/bench.hpp"

namespace kiezel::dispatch {
namespace {

using std::chrono::seconds;

const core::Deadline start{};

}  // namespace

TEST_CASE("connection: reading stops when the limit waits, and goes on with the first answer",
          "[connection]") {
  Bench b;
  std::vector<Connection::Ticket> tickets;
  for (std::int64_t i = 0; i < protocol::limits::in_flight_max; ++i) {
    REQUIRE(b.connection.may_read());
    tickets.push_back(b.connection.begin(i, start + seconds(5), Order::free));
  }
  CHECK_FALSE(b.connection.may_read());

  CHECK(b.connection.finish(tickets[3]));

  CHECK(b.connection.may_read());
  CHECK(b.transport.reads == 1);
  CHECK(b.transport.all_answereds == 0);
}

TEST_CASE("connection: nothing is read behind a request that is handled in turn", "[connection]") {
  Bench b;
  const auto login = b.connection.begin(std::int64_t{1}, start + seconds(5), Order::in_turn);
  CHECK_FALSE(b.connection.may_read());

  CHECK(b.connection.finish(login));

  CHECK(b.connection.may_read());
  CHECK(b.transport.reads == 1);
  CHECK(b.transport.all_answereds == 1);
}

TEST_CASE("connection: nothing is read from a peer that does not read", "[connection]") {
  Bench b;

  REQUIRE(b.outbox.send_raw(std::string(50'000, 'x')));

  CHECK_FALSE(b.connection.may_read());
}

TEST_CASE("connection: what waits too long is answered once, and keeps its place", "[connection]") {
  Bench b;
  const auto slow = b.connection.begin(std::string("slow"), start + seconds(5), Order::free);
  const auto quick = b.connection.begin(std::string("quick"), start + seconds(15), Order::free);

  CHECK(b.connection.expire(start + seconds(4)) == 0);
  CHECK(b.connection.expire(start + seconds(5)) == 1);
  CHECK(b.connection.expire(start + seconds(6)) == 0);

  const std::string said = b.said();
  CHECK(said.contains(R"("id":"slow")"));
  CHECK(said.contains("deadline_exceeded"));
  CHECK_FALSE(said.contains("quick"));
  CHECK(b.connection.in_flight() == 2);
  // Its late answer must not follow.
  CHECK_FALSE(b.connection.finish(slow));
  CHECK(b.connection.finish(quick));
}

TEST_CASE("connection: stopped, it is nobody and follows nothing", "[connection]") {
  Bench b;
  b.connection.session().authenticate_client(core::MailboxId{{1}});

  b.connection.stop();

  CHECK(b.connection.session().caller().role == core::Role::any);
  CHECK(b.connection.feeds().size() == 0);
}

}  // namespace kiezel::dispatch
