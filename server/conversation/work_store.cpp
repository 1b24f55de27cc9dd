#include "server/conversation/work_store.hpp"

#include <utility>

namespace kiezel::conversation {

using redis::Affinity;
using redis::Command;

WorkStore::WorkStore(redis::Client& log_link, const redis::KeySpace& keys) : log_(log_link), keys_(keys) {}

core::Task<core::Result<crypto::PseudoRandomKey>> WorkStore::key(crypto::Random& random) {
  const auto made = random.secret<32>();
  Command set{"SET", keys_.work_key(), made.expose(), "NX"};
  const auto written = co_await log_.execute(Affinity{}, std::move(set));
  if (!written) co_return std::unexpected(written.error());
  const auto reply = co_await log_.execute(Affinity{}, Command{"GET", keys_.work_key()});
  if (!reply) co_return std::unexpected(reply.error());
  auto key = crypto::PseudoRandomKey::from(reply->bytes());
  if (!key) co_return redis::unexpected_reply("GET");
  co_return std::move(*key);
}

core::Task<core::Result<std::vector<Pressure>>> WorkStore::pressures(std::vector<core::AdvisorId> advisors) {
  Command command{"MGET", keys_.pressure()};
  for (const core::AdvisorId& advisor : advisors) command.add(keys_.desk_pressure(advisor));
  const auto reply = co_await log_.execute(Affinity{}, std::move(command));
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != advisors.size() + 1)
    co_return redis::unexpected_reply("MGET");
  std::vector<Pressure> pressures;
  for (const redis::Reply& kept : reply->elements)
    pressures.push_back(pressure_from(kept.text).value_or(Pressure{}));
  co_return pressures;
}

}  // namespace kiezel::conversation
