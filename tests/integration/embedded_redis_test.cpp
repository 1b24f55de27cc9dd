// The private Redis that the server runs as its child (architecture A9).
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "server/redis/durability.hpp"
#include "server/redis/embedded.hpp"
#include "tests/support/redis_client.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using namespace std::chrono_literals;
using kiezel::core::deadline_in;
using kiezel::redis::Child;
using kiezel::redis::Command;
using kiezel::redis::EmbeddedRedis;
using kiezel::redis::EmbeddedSettings;
using kiezel::support::RedisClient;
using kiezel::support::run_task;
using kiezel::support::TemporaryFolder;

// An embedded Redis on a loop, stopped when the test ends.
class Running {
 public:
  explicit Running(EmbeddedSettings settings)
      : tasks_(loop_.get_executor(), quiet_, 4),
        embedded_(loop_.get_executor(), std::move(settings), quiet_, metrics_) {}
  explicit Running(const TemporaryFolder& folder)
      : Running(EmbeddedSettings{.folder = folder.path() / "redis"}) {}
  ~Running() {
    run_task(loop_, embedded_.stop());
    static_cast<void>(run_task(loop_, tasks_.wait_until(deadline_in(20s))));
  }

  [[nodiscard]] auto start() { return run_task(loop_, embedded_.start()); }
  void supervise() { REQUIRE(tasks_.spawn("supervise", embedded_.supervise())); }
  [[nodiscard]] EmbeddedRedis& embedded() { return embedded_; }
  [[nodiscard]] boost::asio::io_context& loop() { return loop_; }

 private:
  boost::asio::io_context loop_{1};
  kiezel::core::Log quiet_{kiezel::core::LogLevel::error, -1};
  kiezel::core::Metrics metrics_;
  kiezel::core::TaskGroup tasks_;
  EmbeddedRedis embedded_;
};

bool contains(const std::string& sentence, std::string_view words) {
  INFO(sentence);
  return sentence.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("embedded: it starts durable, private and keeps what was written", "[embedded]") {
  const TemporaryFolder folder;
  {
    Running running(folder);
    REQUIRE(running.start());
    RedisClient redis(running.embedded().address());
    CHECK(redis.run(kiezel::redis::check_durability(redis.client())) ==
          kiezel::redis::Durability::every_write);
    CHECK(redis.execute(Command{"CONFIG", "GET", "port"})->field("port")->text == "0");
    CHECK(redis.execute(Command{"CONFIG", "GET", "save"})->field("save")->text.empty());
    struct stat socket{};
    REQUIRE(::stat((folder.path() / "redis" / "redis.sock").c_str(), &socket) == 0);
    CHECK((socket.st_mode & 0777) == 0700);
    REQUIRE(redis.execute(Command{"SET", "k", "v"}));
  }

  Running again(folder);
  REQUIRE(again.start());
  RedisClient redis(again.embedded().address());
  CHECK(redis.execute(Command{"GET", "k"})->text == "v");
}

TEST_CASE("embedded: one that is killed comes back with what was acknowledged", "[embedded]") {
  const TemporaryFolder folder;
  Running running(folder);
  REQUIRE(running.start());
  running.supervise();
  const pid_t first = running.embedded().pid();
  {
    RedisClient redis(running.embedded().address());
    REQUIRE(redis.execute(Command{"SET", "k", "v"}));
  }

  REQUIRE(::kill(first, SIGKILL) == 0);
  const auto until = deadline_in(20s);
  running.loop().restart();
  while ((running.embedded().pid() == first || running.embedded().pid() == 0) &&
         running.loop().run_one_until(until) > 0) {
  }

  CHECK(running.embedded().pid() != first);
  RedisClient redis(running.embedded().address());
  // It has a pid a moment before it answers.
  auto reply = redis.execute(Command{"GET", "k"});
  while ((!reply || reply->kind == kiezel::redis::Kind::error) && std::chrono::steady_clock::now() < until)
    reply = redis.execute(Command{"GET", "k"});
  REQUIRE(reply);
  CHECK(reply->text == "v");
}

TEST_CASE("embedded: one left behind by a killed server is ended first", "[embedded]") {
  const TemporaryFolder folder;
  Running first(folder);
  REQUIRE(first.start());
  const pid_t left = first.embedded().pid();

  Running second(folder);
  REQUIRE(second.start());

  CHECK(second.embedded().pid() != left);
  CHECK(run_task(first.loop(),
                 kiezel::redis::wait_process_ended(first.loop().get_executor(), left, deadline_in(0s))));
}

TEST_CASE("embedded: a pid file that names another program harms nobody", "[embedded]") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "redis");
  std::ofstream(folder.path() / "redis" / "redis.pid") << ::getpid() << '\n';
  Running running(folder);

  CHECK(running.start());
}

TEST_CASE("embedded: it ends when its parent is killed", "[embedded]") {
  const TemporaryFolder folder;
  int pipe[2];
  REQUIRE(::pipe2(pipe, O_CLOEXEC) == 0);
  const pid_t parent = ::fork();
  if (parent == 0) {
    boost::asio::io_context loop(1);
    const kiezel::core::Log quiet(kiezel::core::LogLevel::error, -1);
    kiezel::core::Metrics metrics;
    EmbeddedRedis embedded(loop.get_executor(), {.folder = folder.path() / "redis"}, quiet, metrics);
    const bool started = run_task(loop, embedded.start()).has_value();
    const pid_t child = started ? embedded.pid() : 0;
    static_cast<void>(::write(pipe[1], &child, sizeof(child)));
    ::kill(::getpid(), SIGKILL);
  }
  pid_t child = 0;
  REQUIRE(::read(pipe[0], &child, sizeof(child)) == sizeof(child));
  ::close(pipe[0]);
  ::close(pipe[1]);
  ::waitpid(parent, nullptr, 0);
  REQUIRE(child > 0);

  boost::asio::io_context loop(1);
  CHECK(run_task(loop, kiezel::redis::wait_process_ended(loop.get_executor(), child, deadline_in(20s))));
}

TEST_CASE("embedded: a missing redis-server is told with what to do", "[embedded]") {
  const TemporaryFolder folder;
  Running running({.folder = folder.path() / "redis", .program = "redis-server-that-is-not-there"});

  const auto started = running.start();

  REQUIRE_FALSE(started);
  CHECK(contains(started.error(), "apt-get install redis-server"));
}

TEST_CASE("embedded: a file where the folder should be is told", "[embedded]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "redis") << "in the way";
  Running running(folder);

  const auto started = running.start();

  REQUIRE_FALSE(started);
  CHECK(contains(started.error(), "cannot be made"));
}

TEST_CASE("embedded: a path too long for a socket is told before anything starts", "[embedded]") {
  const TemporaryFolder folder;
  Running running({.folder = folder.path() / std::string(120, 'x')});

  const auto started = running.start();

  REQUIRE_FALSE(started);
  CHECK(contains(started.error(), "too long for a socket"));
}

TEST_CASE("embedded: a damaged log is told with the way to repair it", "[embedded]") {
  const TemporaryFolder folder;
  {
    Running running(folder);
    REQUIRE(running.start());
    RedisClient redis(running.embedded().address());
    for (int i = 0; i < 10; ++i) REQUIRE(redis.execute(Command{"SET", i, "v"}));
  }
  for (const auto& file : std::filesystem::directory_iterator(folder.path() / "redis" / "appendonlydir")) {
    if (file.path().extension() != ".aof" || !file.path().string().ends_with(".incr.aof")) continue;
    std::fstream damaged(file.path(), std::ios::in | std::ios::out | std::ios::binary);
    damaged.seekp(40);
    damaged << "not a command at all";
  }
  Running running(folder);

  const auto started = running.start();

  REQUIRE_FALSE(started);
  CHECK(contains(started.error(), "redis-check-aof --fix"));
}

TEST_CASE("embedded: a full disk ends it, and it comes back by itself when there is room", "[embedded]") {
  const TemporaryFolder folder;
  Running running(folder);
  REQUIRE(running.start());
  const pid_t first = running.embedded().pid();
  const auto next_file = folder.path() / "redis" / "appendonlydir" / "appendonly.aof.2.incr.aof";
  {
    RedisClient redis(running.embedded().address());
    REQUIRE(redis.execute(Command{"SET", "k", "v"}));
    // The file that the next rewrite goes on with has no room at all.
    std::filesystem::create_symlink("/dev/full", next_file);
    REQUIRE(redis.execute(Command{"BGREWRITEAOF"}));
    kiezel::core::Result<kiezel::redis::Reply> refused;
    do refused = redis.execute(Command{"SET", "k", "w"});
    while (refused);
    CHECK(refused.error().code == kiezel::core::ErrorCode::unavailable);
  }
  REQUIRE(run_task(running.loop(), running.embedded().wait_ended(deadline_in(20s))));
  CHECK(contains(running.embedded().why_it_ended(), "is full"));

  std::filesystem::remove(next_file);
  std::ofstream(next_file).close();
  running.supervise();
  const auto until = deadline_in(20s);
  running.loop().restart();
  while ((running.embedded().pid() == first || running.embedded().pid() == 0) &&
         running.loop().run_one_until(until) > 0) {
  }

  RedisClient redis(running.embedded().address());
  CHECK(redis.execute(Command{"GET", "k"})->text == "v");
}

TEST_CASE("embedded: stopping twice, or without having started, is fine", "[embedded]") {
  const TemporaryFolder folder;
  Running running(folder);
  run_task(running.loop(), running.embedded().stop());
  CHECK(running.embedded().pid() == 0);
}
