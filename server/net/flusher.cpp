#include "server/net/flusher.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

namespace kiezel::net {

Flusher::Flusher(core::Executor executor) : executor_(executor) {}

void Flusher::add(Flushable& flushable) {
  due_.push_back(&flushable);
  // Behind everything that is ready now, so that many replies to one peer become one write.
  if (!std::exchange(posted_, true)) boost::asio::post(executor_, [this] { run(); });
}

void Flusher::remove(Flushable& flushable) {
  std::erase(due_, &flushable);
  std::ranges::replace(running_, &flushable, nullptr);
}

void Flusher::run() {
  posted_ = false;
  std::swap(due_, running_);
  for (std::size_t i = 0; i < running_.size(); ++i) {
    if (Flushable* const flushable = running_[i]) flushable->flush();
  }
  running_.clear();
}

}  // namespace kiezel::net
