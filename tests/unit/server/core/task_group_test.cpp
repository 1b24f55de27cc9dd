#include "server/core/task_group.hpp"

#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>
#include <stdexcept>

#include "tests/support/run_task.hpp"

namespace {

using namespace std::chrono_literals;
using kiezel::core::deadline_in;
using kiezel::core::Log;
using kiezel::core::LogLevel;
using kiezel::core::Task;
using kiezel::core::TaskGroup;
using kiezel::core::Wakeup;
using kiezel::support::run_task;

struct Loop {
  boost::asio::io_context context{1};
  Log quiet{LogLevel::error, -1};
  [[nodiscard]] auto executor() { return context.get_executor(); }
};

Task<void> count(int& counter) {
  ++counter;
  co_return;
}

Task<void> fail() {
  throw std::runtime_error("a bug");
  co_return;
}

Task<void> sleep_long(Wakeup& never, bool& cut) {
  cut = !co_await never.wait_until(deadline_in(1h));
}

}  // namespace

TEST_CASE("task group: it is empty when all its tasks have ended", "[task_group]") {
  Loop loop;
  TaskGroup group(loop.executor(), loop.quiet, 10);
  int ran = 0;

  REQUIRE(group.spawn("count", count(ran)));
  REQUIRE(group.spawn("count", count(ran)));
  CHECK(ran == 0);
  CHECK(group.size() == 2);

  CHECK(run_task(loop.context, group.wait_until(deadline_in(10s))));
  CHECK(ran == 2);
  CHECK(group.empty());
}

TEST_CASE("task group: a full or stopping group refuses", "[task_group]") {
  Loop loop;
  TaskGroup group(loop.executor(), loop.quiet, 1);
  int ran = 0;
  REQUIRE(group.spawn("count", count(ran)));

  CHECK_FALSE(group.spawn("count", count(ran)));
  REQUIRE(run_task(loop.context, group.wait_until(deadline_in(10s))));
  group.stop();
  CHECK_FALSE(group.spawn("count", count(ran)));
  CHECK(ran == 1);
}

TEST_CASE("task group: a task that throws ends alone", "[task_group]") {
  Loop loop;
  TaskGroup group(loop.executor(), loop.quiet, 10);
  int ran = 0;

  REQUIRE(group.spawn("fail", fail()));
  REQUIRE(group.spawn("count", count(ran)));

  CHECK(run_task(loop.context, group.wait_until(deadline_in(10s))));
  CHECK(ran == 1);
}

TEST_CASE("task group: waiting ends at the deadline, cutting ends the tasks", "[task_group]") {
  Loop loop;
  TaskGroup group(loop.executor(), loop.quiet, 10);
  Wakeup never(loop.executor());
  bool cut = false;
  REQUIRE(group.spawn("sleep", sleep_long(never, cut)));

  group.stop();
  CHECK_FALSE(run_task(loop.context, group.wait_until(deadline_in(1ms))));
  group.cancel();

  CHECK(run_task(loop.context, group.wait_until(deadline_in(10s))));
}

TEST_CASE("wakeup: a notification before the wait is kept, once", "[task_group]") {
  Loop loop;
  Wakeup wakeup(loop.executor());
  wakeup.notify();
  wakeup.notify();

  CHECK(run_task(loop.context, wakeup.wait_until(deadline_in(1h))));
  CHECK_FALSE(run_task(loop.context, wakeup.wait_until(deadline_in(1ms))));
}

TEST_CASE("wakeup: a notification during the wait ends it", "[task_group]") {
  Loop loop;
  Wakeup wakeup(loop.executor());
  boost::asio::post(loop.executor(), [&] { wakeup.notify(); });

  CHECK(run_task(loop.context, wakeup.wait_until(deadline_in(1h))));
}
