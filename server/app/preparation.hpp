// Everything that can be known to be wrong before anything runs, checked in the order in which a person would
// fix it.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "server/blob/folder.hpp"
#include "server/config/config.hpp"
#include "server/core/data_folder.hpp"
#include "server/core/log.hpp"
#include "server/core/sealing_key.hpp"
#include "server/directory/organisation.hpp"
#include "server/net/http_answer.hpp"
#include "server/net/listener.hpp"
#include "server/redis/address.hpp"

namespace kiezel::app {

// A sentence for the person who starts the server: what is wrong, and what to do.
using Sentence = std::string;

struct RedisPlaces {
  // Nothing: the private Redis in the data folder.
  std::optional<redis::Address> log;
  // Nothing: the same as the log's.
  std::optional<redis::Address> vault;
};

struct Prepared {
  config::Config config;
  core::DataFolder folder;
  blob::Folder blobs;
  directory::Organisation organisation;
  // The relying party of passkeys; empty where there can be none.
  std::string rp_id;
  core::SealingKey factor_key;
  net::Site site;
  net::Endpoint endpoint;
  net::Endpoint operations_endpoint;
  RedisPlaces redis;
  std::size_t shards = 1;
  // Not more than the system lets us have.
  std::size_t connections_max = 0;
};

[[nodiscard]] std::expected<Prepared, Sentence> prepare(config::Config config, const core::Log& log);

}  // namespace kiezel::app
