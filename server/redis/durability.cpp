#include "server/redis/durability.hpp"

namespace kiezel::redis {
namespace {

std::string_view setting(const Reply& reply, std::string_view name) {
  const Reply* value = reply.field(name);
  return value == nullptr ? std::string_view() : std::string_view(value->text);
}

}  // namespace

std::string_view name_of(Durability durability) {
  switch (durability) {
    case Durability::every_write:
      return "every_write";
    case Durability::every_second:
      return "every_second";
    case Durability::none:
      return "none";
    case Durability::unknown:
      return "unknown";
  }
  return "unknown";
}

core::Task<core::Result<Durability>> check_durability(Client& client) {
  const auto reply = co_await client.execute(Affinity{}, Command{"CONFIG", "GET", "append*"});
  // A host that hides CONFIG refuses the command; that says nothing about its disks.
  if (!reply && reply.error().code == core::ErrorCode::internal_error) co_return Durability::unknown;
  if (!reply) co_return std::unexpected(reply.error());

  const std::string_view append_only = setting(*reply, "appendonly");
  const std::string_view fsync = setting(*reply, "appendfsync");
  if (append_only.empty() || fsync.empty()) co_return Durability::unknown;
  if (append_only != "yes" || fsync == "no") co_return Durability::none;
  co_return fsync == "always" ? Durability::every_write : Durability::every_second;
}

void report(Durability durability, std::string_view name, const core::Log& log) {
  if (durability == Durability::every_write) {
    return log.info("redis.durable", {{"redis", core::own_words(name)}});
  }
  log.warning("redis.not_durable", {{"redis", core::own_words(name)},
                                    {"durability", core::own_words(name_of(durability))},
                                    {"meaning", "acknowledged entries may be lost when the power fails"},
                                    {"remedy", "set appendonly yes and appendfsync always in this Redis"}});
}

}  // namespace kiezel::redis
