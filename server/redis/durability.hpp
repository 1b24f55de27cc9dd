// Whether an answer from Redis means "on disk" (architecture A5).
#pragma once

#include <string>

#include "server/core/log.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"

namespace kiezel::redis {

enum class Durability {
  every_write,   // appendonly yes, appendfsync always
  every_second,  // appendonly yes, appendfsync everysec: a power cut may lose a second of acknowledged
                 // entries
  none,          // no append-only file, or fsync left to the system
  unknown,       // Redis does not tell (CONFIG is off, as at some hosts)
};

[[nodiscard]] std::string_view name_of(Durability durability);

// Asks Redis. Errors as of Client::execute.
[[nodiscard]] core::Task<core::Result<Durability>> check_durability(Client& client);

// Says it in the log: info for every_write, a warning with what to change for everything weaker.
void report(Durability durability, std::string_view name, const core::Log& log);

}  // namespace kiezel::redis
