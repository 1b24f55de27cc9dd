#include "server/conversation/idle_index.hpp"

#include <utility>

#include "server/conversation/index_idle.lua.hpp"
#include "server/conversation/script_reply.hpp"

namespace kiezel::conversation {

using core::Result;
using core::Task;
using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;

IdleIndex::IdleIndex(redis::Client& log_link, DeskStore& desks, const redis::KeySpace& keys)
    : log_(log_link), desks_(desks), keys_(keys), index_idle_("conversation_index_idle", index_idle_lua) {}

Task<Result<std::size_t>> IdleIndex::go_on(std::size_t pages_max) {
  if (!left_) {
    const auto begun = co_await begin();
    if (!begun) co_return std::unexpected(begun.error());
  }
  std::size_t indexed = 0;
  for (std::size_t page = 0; page < pages_max && !left_->empty(); ++page) {
    auto items = co_await desks_.changed_after(left_->back(), after_);
    if (!items) co_return std::unexpected(items.error());
    if (items->empty()) {
      left_->pop_back();
      after_ = 0;
      continue;
    }
    const std::int64_t last = items->back().activity;
    const auto put = co_await index(*std::move(items));
    if (!put) co_return std::unexpected(put.error());
    indexed += *put;
    after_ = last;
  }
  co_return indexed;
}

Task<Result<void>> IdleIndex::begin() {
  const auto reply = co_await log_.execute(Affinity{}, Command{"SMEMBERS", keys_.advisors()});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array()) co_return redis::unexpected_reply("SMEMBERS");
  left_.emplace();
  for (const redis::Reply& element : reply->elements) {
    if (const auto id = core::AdvisorId::from(element.bytes())) left_->push_back(*id);
  }
  co_return Result<void>{};
}

Task<Result<std::size_t>> IdleIndex::index(std::vector<DeskItem> items) {
  Keys keys{keys_.idle()};
  Args args;
  for (const DeskItem& item : items) {
    keys.add(keys_.conversation(item.conversation)).add(keys_.log(item.conversation));
    args.add(item.conversation);
  }
  const auto reply = co_await log_.run(index_idle_, Affinity{}, std::move(keys), std::move(args));
  if (!reply) co_return std::unexpected(reply.error());
  const auto count = integer_at(*reply, 1);
  if (!count) co_return redis::unexpected_reply(index_idle_.name());
  co_return static_cast<std::size_t>(*count);
}

}  // namespace kiezel::conversation
