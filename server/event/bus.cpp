#include "server/event/bus.hpp"

#include <algorithm>
#include <cassert>

namespace kiezel::event {

Bus::Bus(redis::Subscriber& subscriber, const redis::KeySpace& keys, core::Metrics& metrics)
    : subscriber_(subscriber),
      keys_(keys),
      wakes_(metrics.counter({"kiezel_bus_wakes_total", "Feeds woken by hints."})) {
  subscriber_.on_hint([this](std::string_view channel) { wake(channel); });
}

Bus::~Bus() {
  assert(channels_.empty());
}

core::Result<void> Bus::follow(const Topic& topic, Follower& follower) {
  std::string channel = channel_of(keys_, topic);
  const auto known = channels_.find(channel);
  if (known != channels_.end()) {
    known->second.followers.push_back(&follower);
    return {};
  }
  const core::Result<void> subscribed = subscriber_.subscribe(channel);
  if (!subscribed) return subscribed;
  channels_.emplace(std::move(channel), Followed{topic, {&follower}});
  return {};
}

void Bus::unfollow(const Topic& topic, Follower& follower) {
  const auto known = channels_.find(channel_of(keys_, topic));
  if (known == channels_.end()) return;
  std::vector<Follower*>& followers = known->second.followers;
  // One follower may follow a topic for two feeds; each unfollow ends one.
  if (const auto place = std::ranges::find(followers, &follower); place != followers.end())
    followers.erase(place);
  if (!followers.empty()) return;
  subscriber_.unsubscribe(known->first);
  channels_.erase(known);
}

bool Bus::is_followed(const Topic& topic) const {
  return channels_.contains(channel_of(keys_, topic));
}

void Bus::wake(std::string_view channel) {
  const auto known = channels_.find(channel);
  if (known == channels_.end()) return;
  for (Follower* const follower : known->second.followers) {
    wakes_.add();
    follower->woken(known->second.topic);
  }
}

}  // namespace kiezel::event
