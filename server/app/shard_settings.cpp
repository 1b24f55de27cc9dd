#include "server/app/shard_settings.hpp"

#include <chrono>
#include <utility>

#include "protocol/limits.hpp"

namespace kiezel::app {

redis::ClientSettings link_settings(const config::Config& config, redis::Address address,
                                    std::string_view name) {
  redis::ClientSettings settings;
  settings.address = std::move(address);
  settings.name = name;
  settings.links = static_cast<std::size_t>(config.redis_links);
  settings.in_flight_max = static_cast<std::size_t>(config.redis_in_flight_max);
  settings.deadline = std::chrono::milliseconds(config.redis_deadline_ms);
  return settings;
}

session::LoginLimits login_limits(const config::Config& config, std::size_t shards) {
  const auto service_per_s = static_cast<double>(config.login_failures_per_s) / static_cast<double>(shards);
  return {.address = {.burst = static_cast<double>(config.login_failures_per_address_burst),
                      .per_s = static_cast<double>(config.login_failures_per_address_per_minute) / 60},
          // Ten seconds' worth at once: a class that mistypes together is no attack.
          .service = {.burst = 10 * service_per_s, .per_s = service_per_s}};
}

core::TokenBudget hold_budget(const config::Config& config) {
  return {.burst = static_cast<double>(config.holds_per_address_burst),
          .per_s = static_cast<double>(config.holds_per_address_per_minute) / 60};
}

blob::Bounds blob_bounds(const config::Config& config) {
  blob::Bounds bounds;
  bounds.bytes_max = static_cast<std::uint64_t>(config.blob_conversation_mib_max) << 20U;
  bounds.uploads_max = static_cast<std::uint64_t>(config.blob_uploads_max);
  bounds.upload_expires = std::chrono::seconds(config.blob_upload_expires_s);
  bounds.disk_free_min = static_cast<std::uint64_t>(config.blob_disk_free_mib_min) << 20U;
  return bounds;
}

std::string inbox_address(const config::Config& config) {
  return config.origins.empty() ? std::string() : config.origins.front() + "/advies";
}

net::SocketLimits socket_limits(const config::Config& config) {
  net::SocketLimits limits;
  limits.outbox = {.bytes_max = static_cast<std::size_t>(protocol::limits::outbox_bytes_max),
                   .push_bytes_max = static_cast<std::size_t>(protocol::limits::outbox_push_bytes_max)};
  limits.budget = {.burst = static_cast<double>(config.rate_burst),
                   .per_s = static_cast<double>(config.rate_per_s)};
  limits.idle = std::chrono::seconds(config.idle_s);
  return limits;
}

}  // namespace kiezel::app
