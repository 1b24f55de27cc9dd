#include "server/event/outbox.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace kiezel::event {
namespace {

// Notes what the outbox tells its owner.
class Listening : public Outbox::Owner {
 public:
  void outbox_filled() override { ++filled; }
  void outbox_overflowed() override { ++overflowed; }
  void outbox_drained() override { ++drained; }

  int filled = 0;
  int overflowed = 0;
  int drained = 0;
};

struct Fixture {
  Listening owner;
  core::Metrics metrics;
  OutboxMetrics outbox_metrics{metrics};
  OutboxLimits limits{.bytes_max = 1000, .push_bytes_max = 500};
  Outbox outbox{owner, limits, outbox_metrics};

  std::string take_all() {
    std::string all;
    while (!outbox.empty()) {
      const std::string part(outbox.front());
      outbox.consume(part.size());
      all += part;
    }
    return all;
  }
};

}  // namespace

TEST_CASE("outbox: a short message is one unmasked text frame with a head of two bytes", "[outbox]") {
  Fixture f;

  REQUIRE(f.outbox.send_text("hi"));

  CHECK(f.take_all() == "\x81\x02hi");
}

TEST_CASE("outbox: the length takes two or eight bytes when it has to", "[outbox]") {
  Fixture f;
  f.limits = {.bytes_max = 200'000, .push_bytes_max = 100'000};

  REQUIRE(f.outbox.send_text(std::string(126, 'a')));
  REQUIRE(f.outbox.send_text(std::string(65'536, 'b')));

  const std::string all = f.take_all();
  CHECK(all.substr(0, 4) == std::string("\x81\x7e\x00\x7e", 4));
  CHECK(all.substr(4 + 126, 10) == std::string("\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10));
  CHECK(all.size() == 4 + 126 + 10 + 65'536);
}

TEST_CASE("outbox: what comes while the front is being written comes behind it", "[outbox]") {
  Fixture f;
  REQUIRE(f.outbox.send_raw("first"));
  const std::string_view front = f.outbox.front();
  f.outbox.consume(2);

  REQUIRE(f.outbox.send_raw("second"));

  CHECK(front.substr(2) == "rst");
  CHECK(f.take_all() == "rstsecond");
}

TEST_CASE("outbox: the owner hears once that there is something to write", "[outbox]") {
  Fixture f;

  REQUIRE(f.outbox.send_raw("a"));
  REQUIRE(f.outbox.send_raw("b"));

  CHECK(f.owner.filled == 1);
  f.take_all();
  REQUIRE(f.outbox.send_raw("c"));
  CHECK(f.owner.filled == 2);
}

TEST_CASE("outbox: a message over the limit is refused and reported once", "[outbox]") {
  Fixture f;
  REQUIRE(f.outbox.send_text(std::string(900, 'a')));

  CHECK_FALSE(f.outbox.send_text(std::string(100, 'b')));
  CHECK_FALSE(f.outbox.send_text(std::string(100, 'c')));

  CHECK(f.owner.overflowed == 1);
  CHECK(f.outbox_metrics.overflows.value() == 1);
  CHECK(f.take_all().size() == 904);
}

TEST_CASE("outbox: a full outbox has room for a close frame still", "[outbox]") {
  Fixture f;
  REQUIRE(f.outbox.send_text(std::string(986, 'a')));

  CHECK(f.outbox.send_raw(std::string(125, 'c')));
  CHECK(f.owner.overflowed == 0);
}

TEST_CASE("outbox: shut and dropping, it keeps the frame that has begun to leave", "[outbox]") {
  Fixture f;
  REQUIRE(f.outbox.send_text("begun"));
  static_cast<void>(f.outbox.front());
  f.outbox.consume(1);
  REQUIRE(f.outbox.send_text("never begun"));

  f.outbox.shut(Outbox::Unsent::drop);

  CHECK_FALSE(f.outbox.send_text("late"));
  REQUIRE(f.outbox.send_raw("close"));
  CHECK(f.take_all() ==
        "\x05"
        "begunclose");
}

TEST_CASE("outbox: shut and keeping, everything leaves", "[outbox]") {
  Fixture f;
  REQUIRE(f.outbox.send_raw("kept"));

  f.outbox.shut(Outbox::Unsent::keep);

  CHECK_FALSE(f.outbox.may_push());
  CHECK(f.take_all() == "kept");
}

TEST_CASE("outbox: pushing stops at its limit and the owner hears when it may go on", "[outbox]") {
  Fixture f;
  REQUIRE(f.outbox.send_raw(std::string(500, 'a')));
  CHECK_FALSE(f.outbox.may_push());

  static_cast<void>(f.outbox.front());
  f.outbox.consume(1);

  CHECK(f.outbox.may_push());
  CHECK(f.owner.drained == 1);
  f.take_all();
  CHECK(f.owner.drained == 1);
}

TEST_CASE("outbox: its metric returns to zero, also when it dies full", "[outbox]") {
  Fixture f;
  {
    Outbox other(f.owner, f.limits, f.outbox_metrics);
    REQUIRE(other.send_raw("never sent"));
    CHECK(f.outbox_metrics.bytes.value() == 10);
  }
  CHECK(f.outbox_metrics.bytes.value() == 0);
}

}  // namespace kiezel::event
