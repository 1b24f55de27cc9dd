// When an advisor is reminded, and when not.
#include <catch2/catch.hpp>

#include "server/core/sealing_key.hpp"
#include "server/redis/keys.hpp"
#include "server/reminder/address.hpp"
#include "server/reminder/service.hpp"
#include "tests/support/fixed_clock.hpp"
#include "tests/support/redis_client.hpp"
#include "tests/support/redis_server.hpp"

namespace {

using namespace kiezel;
using namespace std::chrono_literals;
using redis::Command;

class Scene {
 public:
  explicit Scene(bool available = true)
      : service_({.log_link = redis_.client(),
                  .vault_link = redis_.client(),
                  .keys = keys_,
                  .clock = clock_,
                  .random = random_,
                  .sealing_key = key_,
                  .available = available}) {
    stand("approved");
  }

  auto set(std::optional<std::string> address) {
    return redis_.run(service_.set(advisor(), {.address = std::move(address)}));
  }
  std::optional<std::string> address() { return redis_.run(service_.get(advisor(), {}))->address; }
  bool available() { return redis_.run(service_.get(advisor(), {}))->available; }
  void happens() { REQUIRE(redis_.execute(Command{"INCR", keys_.desk_counter(advisor_)})); }
  void appointment_changes() {
    REQUIRE(redis_.execute(Command{"INCR", keys_.advisor_appointment_changes(advisor_)}));
  }
  std::vector<reminder::Due> due() { return *redis_.run(service_.due()); }
  std::vector<reminder::Due> sweep() { return *redis_.run(service_.sweep()); }
  void done(bool sent) { REQUIRE(redis_.run(service_.done(advisor_, sent))); }
  void stand(std::string_view state) {
    REQUIRE(redis_.execute(Command{"HSET", keys_.advisor(advisor_), "state", state}));
  }
  void visit() {
    REQUIRE(redis_.run(service_.note_present([this](const core::AdvisorId& id) { return id == advisor_; })));
  }
  void leave() { REQUIRE(redis_.execute(Command{"DEL", keys_.reminder_present(advisor_)})); }
  void wait(std::chrono::seconds time) { clock_.set(clock_.now() + time); }
  support::RedisClient& redis() { return redis_; }
  // What a sweep that is under way has in its hands.
  reminder::Store& store() { return store_; }
  [[nodiscard]] core::AdvisorId id() const { return advisor_; }
  std::string key() { return keys_.reminder(advisor_); }

 private:
  [[nodiscard]] core::Caller advisor() const { return {.role = core::Role::advisor, .advisor = advisor_}; }

  support::RedisServer server_;
  support::RedisClient redis_{server_.address()};
  redis::KeySpace keys_{"test"};
  support::FixedClock clock_{core::SystemClock().now()};
  crypto::SystemRandom random_;
  core::SealingKey key_{random_.secret<32>()};
  core::AdvisorId advisor_{{1, 2, 3}};
  reminder::Store store_{redis_.client(), redis_.client(), keys_};
  reminder::Service service_;
};

const std::string somebody = "sanne@voorbeeld.nl";

}  // namespace

TEST_CASE("reminder: none unless asked for, and none where no mail can be sent", "[reminder]") {
  Scene scene;
  scene.happens();
  CHECK(scene.due().empty());
  CHECK_FALSE(scene.address());
  CHECK(scene.available());

  Scene without(false);
  CHECK_FALSE(without.available());
  CHECK(without.set(somebody).error().code == core::ErrorCode::invalid_params);
}

TEST_CASE("reminder: the address is read back, lies sealed, and goes when it is taken away", "[reminder]") {
  Scene scene;
  REQUIRE(scene.set(somebody));

  CHECK(scene.address() == somebody);
  const auto kept = scene.redis().execute(Command{"HGET", scene.key(), "address"});
  CHECK_FALSE(kept->text.contains("voorbeeld"));
  REQUIRE(scene.set(std::nullopt));
  CHECK_FALSE(scene.address());
  CHECK(scene.redis().execute(Command{"EXISTS", scene.key()})->integer == 0);
  scene.happens();
  CHECK(scene.due().empty());
}

TEST_CASE("reminder: a mail is due some minutes after something happened, once", "[reminder]") {
  Scene scene;
  REQUIRE(scene.set(somebody));
  CHECK(scene.due().empty());
  scene.happens();

  CHECK(scene.due().empty());
  scene.wait(4min + 59s);
  CHECK(scene.due().empty());
  scene.wait(26min);
  const auto due = scene.due();
  REQUIRE(due.size() == 1);
  CHECK(due[0].address == somebody);
  scene.done(true);
  CHECK(scene.due().empty());
  scene.wait(5h);
  CHECK(scene.due().empty());
}

TEST_CASE("reminder: at most one in four hours, whatever happens", "[reminder]") {
  Scene scene;
  REQUIRE(scene.set(somebody));
  scene.happens();
  CHECK(scene.due().empty());
  scene.wait(31min);
  REQUIRE(scene.due().size() == 1);
  scene.done(true);

  scene.appointment_changes();
  CHECK(scene.due().empty());
  scene.wait(4h);
  CHECK(scene.due().empty());
  scene.wait(31min);
  CHECK(scene.due().size() == 1);
}

TEST_CASE("reminder: who is connected or has looked since is not reminded", "[reminder]") {
  Scene scene;
  REQUIRE(scene.set(somebody));
  scene.happens();
  CHECK(scene.due().empty());
  scene.visit();
  scene.wait(31min);
  CHECK(scene.due().empty());
  scene.leave();
  CHECK(scene.due().empty());

  scene.happens();
  CHECK(scene.due().empty());
  scene.wait(31min);
  CHECK(scene.due().size() == 1);
}

TEST_CASE("reminder: a mail that did not leave is tried again later", "[reminder]") {
  Scene scene;
  REQUIRE(scene.set(somebody));
  scene.happens();
  CHECK(scene.due().empty());
  scene.wait(31min);
  REQUIRE(scene.due().size() == 1);
  scene.done(false);

  CHECK(scene.due().empty());
  scene.wait(21min);
  CHECK(scene.due().size() == 1);
}

TEST_CASE("reminder: an address taken away while a mail is on its way does not come back", "[reminder]") {
  Scene scene;
  REQUIRE(scene.set(somebody));
  scene.happens();
  CHECK(scene.due().empty());
  scene.wait(31min);
  REQUIRE(scene.due().size() == 1);
  const auto before = scene.redis().run(scene.store().find(scene.id()));
  REQUIRE(before);
  REQUIRE(scene.set(std::nullopt));

  REQUIRE(scene.redis().run(scene.store().note(scene.id(), **before)));
  CHECK(scene.redis().execute(Command{"EXISTS", scene.key()})->integer == 0);
  CHECK_FALSE(scene.address());

  REQUIRE(scene.set("ander@voorbeeld.nl"));
  REQUIRE(scene.redis().run(scene.store().note(scene.id(), **before)));
  CHECK(scene.address() == "ander@voorbeeld.nl");
}

TEST_CASE("reminder: who is suspended gets none until approved again", "[reminder]") {
  Scene scene;
  REQUIRE(scene.set(somebody));
  scene.happens();
  CHECK(scene.due().empty());
  scene.wait(31min);
  scene.stand("suspended");
  CHECK(scene.due().empty());

  scene.stand("approved");
  CHECK(scene.due().size() == 1);
}

TEST_CASE("reminder: among shards one looks in a while", "[reminder]") {
  Scene scene;
  REQUIRE(scene.set(somebody));
  scene.happens();
  CHECK(scene.sweep().empty());
  scene.wait(31min);

  CHECK(scene.sweep().empty());
  CHECK(scene.due().size() == 1);
}

TEST_CASE("reminder: what is no address is refused and changes nothing", "[reminder]") {
  Scene scene;
  REQUIRE(scene.set(somebody));
  for (const std::string wrong : {"sanne", "@voorbeeld.nl", "sanne@", "sanne@nl", "sanne@.nl", "a@b@c.nl",
                                  "sanne @voorbeeld.nl", "sanne@voorbeeld.nl\r\nBcc: x@y.nl",
                                  "<sanne@voorbeeld.nl>", "a,b@voorbeeld.nl", "sann\xc3\xa9@voorbeeld.nl"}) {
    CHECK_FALSE(reminder::is_mail_address(wrong));
    CHECK(scene.set(wrong).error().code == core::ErrorCode::invalid_params);
  }
  CHECK_FALSE(reminder::is_mail_address(std::string(250, 'a') + "@b.nl"));
  CHECK(reminder::is_mail_address("s.de-wit+kiezel@post.voorbeeld.nl"));
  CHECK(scene.address() == somebody);
}
