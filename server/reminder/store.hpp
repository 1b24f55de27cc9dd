// Who wants to be reminded, and what they have seen. In the vault, because an address is somebody's: sealed.
#pragma once

#include <optional>
#include <vector>

#include "crypto/bytes.hpp"
#include "server/core/ids.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"
#include "server/redis/keys.hpp"
#include "server/redis/script.hpp"

namespace kiezel::reminder {

struct Reminder {
  crypto::Bytes sealed_address;
  // What there was when the advisor looked last, or when the last mail went.
  std::int64_t seen = 0;
  // Unix seconds; 0 when none is on its way.
  std::int64_t due_at_s = 0;
  std::int64_t mailed_at_s = 0;
};

class Store {
 public:
  // The references must outlive the store.
  Store(redis::Client& log_link, redis::Client& vault_link, const redis::KeySpace& keys);

  [[nodiscard]] core::Task<core::Result<std::optional<Reminder>>> find(core::AdvisorId advisor);
  [[nodiscard]] core::Task<core::Result<void>> put(core::AdvisorId advisor, Reminder reminder);
  // As put, but only while the address is still this one: it may be taken away while a mail is on its way.
  [[nodiscard]] core::Task<core::Result<void>> note(core::AdvisorId advisor, Reminder reminder);
  [[nodiscard]] core::Task<core::Result<void>> remove(core::AdvisorId advisor);
  [[nodiscard]] core::Task<core::Result<std::vector<core::AdvisorId>>> advisors();

  // How much ever happened at the desk and in the agenda: a number that only grows.
  [[nodiscard]] core::Task<core::Result<std::int64_t>> happened(core::AdvisorId advisor);
  // False from the moment that an administrator suspends the advisor.
  [[nodiscard]] core::Task<core::Result<bool>> is_approved(core::AdvisorId advisor);
  // Somewhere the advisor is connected, for a while.
  [[nodiscard]] core::Task<core::Result<void>> note_present(core::AdvisorId advisor,
                                                            std::chrono::seconds life);
  [[nodiscard]] core::Task<core::Result<bool>> is_present(core::AdvisorId advisor);
  // True for the one who looks in this while.
  [[nodiscard]] core::Task<core::Result<bool>> begin_sweep(std::chrono::seconds every);

 private:
  redis::Client& log_;
  redis::Client& vault_;
  const redis::KeySpace& keys_;
  redis::Script note_;
};

}  // namespace kiezel::reminder
