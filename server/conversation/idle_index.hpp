// Open conversations that the index `idle` does not know: those in which nobody wrote since Kiezel keeps it,
// or that a backup without it brought back. Once after each start every desk is gone through in small pages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "server/conversation/desk_store.hpp"
#include "server/core/ids.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"
#include "server/redis/keys.hpp"
#include "server/redis/script.hpp"

namespace kiezel::conversation {

class IdleIndex {
 public:
  /// The references must outlive it.
  IdleIndex(redis::Client& log_link, DeskStore& desks, const redis::KeySpace& keys);

  /// The next pages, of at most desk_page_max conversations each: how many were put into the index. At once
  /// when all desks were gone through. After a failure the next call begins with the same page.
  [[nodiscard]] core::Task<core::Result<std::size_t>> go_on(std::size_t pages_max);

 private:
  [[nodiscard]] core::Task<core::Result<void>> begin();
  [[nodiscard]] core::Task<core::Result<std::size_t>> index(std::vector<DeskItem> items);

  redis::Client& log_;
  DeskStore& desks_;
  const redis::KeySpace& keys_;
  redis::Script index_idle_;
  /// Whose desks are left, the one at hand last; nothing before the first call.
  std::optional<std::vector<core::AdvisorId>> left_;
  /// How far that desk is. What is written meanwhile goes to its end, and into the index by itself.
  std::int64_t after_ = 0;
};

}  // namespace kiezel::conversation
