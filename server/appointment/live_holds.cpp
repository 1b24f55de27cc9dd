#include "server/appointment/live_holds.hpp"

#include <utility>

namespace kiezel::appointment {

bool LiveHolds::has_room(sys_seconds now) {
  if (entries_.size() < holds_max) return true;
  std::erase_if(entries_, [now](const auto& entry) { return entry.second.expires_at <= now; });
  return entries_.size() < holds_max;
}

std::optional<Hold> LiveHolds::of(std::uint64_t connection, sys_seconds now) const {
  const auto found = entries_.find(connection);
  if (found == entries_.end() || found->second.expires_at <= now) return std::nullopt;
  return found->second.hold;
}

std::optional<Hold> LiveHolds::remember(std::uint64_t connection, const Hold& hold, sys_seconds expires_at) {
  const auto [place, fresh] = entries_.try_emplace(connection, Entry{hold, expires_at});
  if (fresh) return std::nullopt;
  return std::exchange(place->second, Entry{hold, expires_at}).hold;
}

void LiveHolds::prolong(std::uint64_t connection, core::HoldId id, sys_seconds expires_at) {
  const auto found = entries_.find(connection);
  if (found != entries_.end() && found->second.hold.id == id) found->second.expires_at = expires_at;
}

void LiveHolds::forget(std::uint64_t connection, core::HoldId id) {
  const auto found = entries_.find(connection);
  if (found != entries_.end() && found->second.hold.id == id) entries_.erase(found);
}

}  // namespace kiezel::appointment
