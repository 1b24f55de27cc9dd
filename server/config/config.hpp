// What a person may set, typed and within its range. The table of settings is in settings.cpp; the same
// names count on the command line (`--idle_s 60`), in the environment (`KIEZEL_SERVER_IDLE_S=60`) and
// in a file (`idle_s = 60`).
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "server/core/log.hpp"

namespace kiezel::config {

// `host` is a numeric address, port 0 lets the system choose one.
struct Endpoint {
  std::string host;
  std::uint16_t port = 0;

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// Each member is described by its line in `kiezel-server --help-config`.
struct Config {
  std::string data;
  std::string web_root;
  Endpoint listen;
  Endpoint ops_listen;
  std::vector<std::string> origins;
  std::string rp_id;
  bool trust_forwarded_for = false;
  core::LogLevel log_level{};

  std::int64_t shards = 0;
  std::int64_t connections_max = 0;
  std::int64_t idle_s = 0;
  std::int64_t http_deadline_s = 0;
  std::int64_t shutdown_deadline_s = 0;

  std::string redis;
  std::string redis_vault;
  std::string redis_password_file;
  std::string redis_program;
  std::int64_t redis_links = 0;
  std::int64_t redis_in_flight_max = 0;
  std::int64_t redis_deadline_ms = 0;

  std::string blobs;
  std::int64_t blob_conversation_mib_max = 0;
  std::int64_t blob_uploads_max = 0;
  std::int64_t blob_upload_expires_s = 0;
  std::int64_t blob_disk_free_mib_min = 0;

  std::int64_t rate_burst = 0;
  std::int64_t rate_per_s = 0;
  std::int64_t login_failures_per_address_burst = 0;
  std::int64_t login_failures_per_address_per_minute = 0;
  std::int64_t login_failures_per_s = 0;
  std::int64_t holds_per_address_burst = 0;
  std::int64_t holds_per_address_per_minute = 0;
  std::string smtp_url;
  std::string mail_from;
  std::int64_t retention_days = 0;
  std::int64_t idle_days = 0;
};

enum class Wish { run, help, help_config, version };

struct Invocation {
  Wish wish = Wish::run;
  Config config;  // Complete only when the wish is to run.
};

// The command line wins over the environment, that over the file (`--config FILE` or KIEZEL_SERVER_CONFIG),
// that over the defaults. `arguments` are without the program's name, `environment` as `NAME=value`; what
// there does not begin with KIEZEL_SERVER_ is not ours. An unknown or repeated name, a value that does not
// parse or lies outside its range: a sentence that says where and what would be right.
[[nodiscard]] std::expected<Invocation, std::string> read(std::span<const char* const> arguments,
                                                          std::span<const char* const> environment);

// The C library's list, which ends with a null, as a span.
[[nodiscard]] std::span<const char* const> environment_span(const char* const* environment);

// Every setting with its default, its range and one sentence.
[[nodiscard]] std::string help_config();

}  // namespace kiezel::config
