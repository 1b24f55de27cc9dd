// What a shard's parts are told of the configuration: each in its own terms. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "server/blob/rules.hpp"
#include "server/config/config.hpp"
#include "server/core/token_bucket.hpp"
#include "server/net/ws_session.hpp"
#include "server/redis/client.hpp"
#include "server/session/login_limiter.hpp"

namespace kiezel::app {

[[nodiscard]] redis::ClientSettings link_settings(const config::Config& config, redis::Address address,
                                                  std::string_view name);
[[nodiscard]] session::LoginLimits login_limits(const config::Config& config, std::size_t shards);
[[nodiscard]] core::TokenBudget hold_budget(const config::Config& config);
[[nodiscard]] blob::Bounds blob_bounds(const config::Config& config);
[[nodiscard]] std::string inbox_address(const config::Config& config);
[[nodiscard]] net::SocketLimits socket_limits(const config::Config& config);

}  // namespace kiezel::app
