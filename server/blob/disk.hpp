// The one thread that touches the blobs' files, for all shards of the process: a loop never waits for a disk,
// and of two steps on one conversation one comes first.
#pragma once

#include <atomic>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <exception>
#include <type_traits>
#include <utility>

#include "server/core/result.hpp"
#include "server/core/task.hpp"

namespace kiezel::blob {

/// Jobs that may wait, over all shards. Each holds one piece of an upload at most.
inline constexpr int disk_jobs_max = 512;

class Disk {
 public:
  Disk() = default;
  /// Waits for the jobs; no shard may run any more.
  ~Disk() { pool_.join(); }
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  /// Runs `work`, which gives a core::Result, and gives its answer on the caller's loop; `busy` when too many
  /// jobs wait, `unavailable` when it throws, as the standard library does when a folder cannot be listed.
  /// What `work` borrows must outlive the wait.
  template <class Work>
  [[nodiscard]] core::Task<std::invoke_result_t<Work>> run(Work work) {
    using Answer = std::invoke_result_t<Work>;
    if (waiting_.fetch_add(1) >= disk_jobs_max) {
      waiting_.fetch_sub(1);
      co_return core::fail(core::ErrorCode::busy, "jobs for the disk");
    }
    Answer answer =
        co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<core::Executor>,
                                             void(Answer)>(Start{*this}, core::use_task, std::move(work));
    co_return answer;
  }

 private:
  template <class Work>
  static std::invoke_result_t<Work> guarded(Work& work) {
    try {
      return work();
    } catch (const std::exception&) {
      return core::fail(core::ErrorCode::unavailable, "a job for the disk");
    }
  }

  /// Posts the work to the thread, and the answer back to the loop that waits, which is kept alive meanwhile.
  struct Start {
    Disk& disk;

    template <class Handler, class Work>
    void operator()(Handler handler, Work work) const {
      auto loop = boost::asio::make_work_guard(boost::asio::get_associated_executor(handler));
      boost::asio::post(disk.pool_, [disk = &disk, loop = std::move(loop), handler = std::move(handler),
                                     work = std::move(work)]() mutable {
        auto answer = guarded(work);
        disk->waiting_.fetch_sub(1);
        auto executor = loop.get_executor();
        boost::asio::post(executor, [handler = std::move(handler), answer = std::move(answer)]() mutable {
          std::move(handler)(std::move(answer));
        });
      });
    }
  };

  std::atomic<int> waiting_{0};
  boost::asio::thread_pool pool_{1};
};

}  // namespace kiezel::blob
