// What decides an advisor's offer in Redis: availability, own blocks, the organisation's school holidays; and
// which quarters are taken. Each call is one script, one atomic step.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/appointment/busy_block.hpp"
#include "server/appointment/rules.hpp"
#include "server/appointment/stored.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"
#include "server/redis/keys.hpp"
#include "server/redis/script.hpp"

namespace kiezel::appointment {

enum class BusyStep : std::uint8_t { put, full, absent };

class RulesStore {
 public:
  // The references must outlive the store.
  RulesStore(redis::Client& log_link, const redis::KeySpace& keys);

  // Nothing when the advisor is not approved.
  [[nodiscard]] core::Task<core::Result<std::optional<Rules>>> rules(core::AdvisorId advisor,
                                                                     sys_seconds now);
  // False when the advisor is not approved.
  [[nodiscard]] core::Task<core::Result<bool>> set_availability(core::AdvisorId advisor,
                                                                protocol::Availability availability);

  // Those that are not over, earliest end first.
  [[nodiscard]] core::Task<core::Result<std::vector<BusyBlock>>> busy(core::AdvisorId advisor,
                                                                      sys_seconds now);
  // Adds the block, or changes the one with its id.
  [[nodiscard]] core::Task<core::Result<BusyStep>> put_busy(core::AdvisorId advisor, BusyBlock block,
                                                            sys_seconds now);
  [[nodiscard]] core::Task<core::Result<BusyStep>> remove_busy(core::AdvisorId advisor,
                                                               std::array<std::uint8_t, 16> block,
                                                               sys_seconds now);
  // In the place of all that were imported before.
  [[nodiscard]] core::Task<core::Result<BusyStep>> import_busy(core::AdvisorId advisor,
                                                               std::vector<BusyBlock> blocks,
                                                               sys_seconds now);

  // Of every day that the span touches, in one round trip. At most 95 days.
  [[nodiscard]] core::Task<core::Result<Taken>> taken(core::AdvisorId advisor, QuarterSpan span);

 private:
  [[nodiscard]] core::Task<core::Result<redis::Reply>> read(core::AdvisorId advisor, sys_seconds now);
  [[nodiscard]] core::Task<core::Result<BusyStep>> change_busy(core::AdvisorId advisor, sys_seconds now,
                                                               std::string going,
                                                               std::vector<BusyBlock> coming);
  [[nodiscard]] core::Result<std::vector<protocol::Holiday>> holidays(const redis::Reply& kept);

  redis::Client& log_;
  const redis::KeySpace& keys_;
  redis::Script rules_;
  redis::Script set_availability_;
  redis::Script put_busy_;
  redis::Script taken_;
  // The holidays as they were read last: they change a few times a year.
  std::string holidays_text_;
  std::vector<protocol::Holiday> holidays_;
};

}  // namespace kiezel::appointment
