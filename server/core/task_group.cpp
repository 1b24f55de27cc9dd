#include "server/core/task_group.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <cassert>
#include <exception>
#include <typeinfo>
#include <utility>

namespace kiezel::core {

TaskGroup::TaskGroup(Executor executor, const Log& log, std::size_t tasks_max)
    : executor_(executor), log_(log), tasks_max_(tasks_max), drained_(executor) {}

TaskGroup::~TaskGroup() {
  assert(running_.empty() && "a task would outlive what it refers to");
}

bool TaskGroup::spawn(std::string_view name, Task<void> task) {
  if (stopping_ || running_.size() >= tasks_max_) return false;
  const auto place = running_.emplace(running_.end(), name);
  boost::asio::co_spawn(
      executor_, std::move(task),
      boost::asio::bind_cancellation_slot(
          place->cut.slot(), [this, place](const std::exception_ptr& failure) { finished(place, failure); }));
  return true;
}

void TaskGroup::stop() {
  stopping_ = true;
}

void TaskGroup::cancel() {
  stopping_ = true;
  // Cutting a task may finish it at once and so take it out of the list.
  for (auto task = running_.begin(); task != running_.end();) {
    const auto present = task++;
    present->cut.emit(boost::asio::cancellation_type::terminal);
  }
}

Task<bool> TaskGroup::wait_until(Deadline deadline) {
  while (!running_.empty()) {
    if (!co_await drained_.wait_until(deadline) && std::chrono::steady_clock::now() >= deadline) break;
  }
  co_return running_.empty();
}

void TaskGroup::finished(std::list<Running>::iterator task, const std::exception_ptr& failure) {
  const std::string_view name = task->name;
  running_.erase(task);
  if (running_.empty()) drained_.notify();
  if (!failure) return;
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& reason) {
    // How a task ends that was cut while it waited.
    if (stopping_ && reason.code() == boost::asio::error::operation_aborted) return;
    log_.error("task.failed", {{"task", own_words(name)}, {"number", reason.code().value()}});
  } catch (const std::exception& reason) {
    // Its type only: what() may quote what a user sent.
    log_.error("task.failed", {{"task", own_words(name)}, {"exception", own_words(typeid(reason).name())}});
  } catch (...) {
    log_.error("task.failed", {{"task", own_words(name)}});
  }
}

}  // namespace kiezel::core
