// Reminders of advisors (protocol/README.md, "Reminders"): whether they want them, and when one is due.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "crypto/random.hpp"
#include "protocol/messages/reminder.hpp"
#include "server/core/caller.hpp"
#include "server/core/clock.hpp"
#include "server/core/result.hpp"
#include "server/core/sealing_key.hpp"
#include "server/core/task.hpp"
#include "server/reminder/store.hpp"

namespace kiezel::reminder {

// The references must outlive the service.
struct Dependencies {
  redis::Client& log_link;
  redis::Client& vault_link;
  const redis::KeySpace& keys;
  const core::Clock& clock;
  crypto::Random& random;
  const core::SealingKey& sealing_key;
  // Without a relay nobody is reminded.
  bool available = false;
};

// A mail that is due, to nobody but this address.
struct Due {
  core::AdvisorId advisor;
  std::string address;
};

// One per shard.
class Service {
 public:
  explicit Service(const Dependencies& dependencies);

  [[nodiscard]] core::Task<core::Result<protocol::ReminderGetResult>> get(
      core::Caller caller, protocol::ReminderGetRequest request);
  // `invalid_params` for what is no address, and for any where no mail can be sent.
  [[nodiscard]] core::Task<core::Result<protocol::ReminderSetResult>> set(
      core::Caller caller, protocol::ReminderSetRequest request);

  // Those who are connected to this shard have seen everything. `is_here` is asked about each who wants
  // reminders.
  [[nodiscard]] core::Task<core::Result<void>> note_present(
      std::function<bool(const core::AdvisorId&)> is_here);
  // Whose mail is due now, at most once in a while for all shards together.
  [[nodiscard]] core::Task<core::Result<std::vector<Due>>> sweep();
  // The same, now.
  [[nodiscard]] core::Task<core::Result<std::vector<Due>>> due();
  // How the mail went: when it did not leave, it is tried again later.
  [[nodiscard]] core::Task<core::Result<void>> done(core::AdvisorId advisor, bool sent);

 private:
  [[nodiscard]] core::Task<core::Result<bool>> look(core::AdvisorId advisor, Reminder reminder);
  // Somewhere between the bounds, in whole seconds.
  [[nodiscard]] std::chrono::seconds some_time(std::chrono::seconds least, std::chrono::seconds most);

  Store store_;
  const core::Clock& clock_;
  crypto::Random& random_;
  const core::SealingKey& sealing_key_;
  bool available_;
};

}  // namespace kiezel::reminder
