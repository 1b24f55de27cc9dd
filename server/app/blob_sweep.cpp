#include "server/app/blob_sweep.hpp"

#include <chrono>
#include <utility>

namespace kiezel::app {
namespace {

constexpr std::chrono::hours sweep_every{1};
// Asked of the vault at once.
constexpr std::size_t page_max = 64;
// Remembered until the next sweep; more wait for a later one.
constexpr std::size_t suspects_max = 100'000;

}  // namespace

core::Task<void> BlobSweep::run() {
  while (!stopping_) {
    co_await sweep();
    if (!stopping_) co_await wakeup_.wait_until(core::deadline_in(sweep_every));
  }
}

void BlobSweep::stop() {
  stopping_ = true;
  wakeup_.notify();
}

core::Task<void> BlobSweep::sweep() {
  const auto swept = co_await blobs_.sweep();
  const auto orphans = co_await remove_orphans();
  if (!swept || !orphans) {
    log_.warning("blob_sweep_failed", {{"code", !swept ? swept.error().code : orphans.error().code}});
  } else if (swept->uploads > 0 || *orphans > 0) {
    log_.info("blobs_swept", {{"uploads", swept->uploads}, {"conversations", *orphans}});
  }
}

core::Task<core::Result<std::uint64_t>> BlobSweep::remove_orphans() {
  std::set<crypto::ConversationId> seen;
  std::uint64_t removed = 0;
  std::optional<crypto::ConversationId> last;
  while (!stopping_) {
    auto page = co_await blobs_.conversations(last, page_max);
    if (!page) co_return std::unexpected(page.error());
    if (page->empty()) break;
    last = page->back();
    const auto orphans = co_await conversations_.without_share(std::move(*page));
    if (!orphans) co_return std::unexpected(orphans.error());
    for (const crypto::ConversationId& orphan : *orphans) {
      if (!suspects_.contains(orphan)) {
        if (seen.size() < suspects_max) seen.insert(orphan);
        continue;
      }
      const auto erased = co_await blobs_.erase(orphan);
      if (!erased) co_return std::unexpected(erased.error());
      ++removed;
    }
  }
  suspects_ = std::move(seen);
  co_return removed;
}

}  // namespace kiezel::app
