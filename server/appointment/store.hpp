// Claims, holds and appointments in Redis: each call is one command or one script, one atomic step.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/messages/appointment.hpp"
#include "protocol/messages/availability.hpp"
#include "server/appointment/stored.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"
#include "server/redis/keys.hpp"
#include "server/redis/script.hpp"

namespace kiezel::appointment {

struct Booking {
  StoredHold held;
  core::ConversationId conversation;
  core::MailboxId mailbox;
  core::RequestId request;
};

// `changed`: the rules are no longer those of the version, or the advisor is no longer approved.
enum class HoldStep : std::uint8_t { held, taken, changed };

struct Held {
  HoldStep step = HoldStep::taken;
  // When the hold ends, if it is held.
  sys_seconds expires_at;
};

enum class BookStep : std::uint8_t { booked, already_booked, expired, taken, closed, full, absent };

// Appointments of one conversation that are still to come, cancelled ones included: more than anyone needs,
// and an end to booking an advisor's whole month from one conversation.
inline constexpr std::int64_t upcoming_max = 16;

class Store {
 public:
  // The references must outlive the store.
  Store(redis::Client& log_link, redis::Client& vault_link, const redis::KeySpace& keys);

  // Nothing when the advisor is not approved.
  [[nodiscard]] core::Task<core::Result<std::optional<Rules>>> rules(core::AdvisorId advisor);
  // False when the advisor is not approved.
  [[nodiscard]] core::Task<core::Result<bool>> set_availability(core::AdvisorId advisor,
                                                                protocol::Availability availability);

  // Of every day that the span touches, in one round trip. At most 95 days.
  [[nodiscard]] core::Task<core::Result<Taken>> taken(core::AdvisorId advisor, QuarterSpan span);

  // `earlier` ends in the same step.
  [[nodiscard]] core::Task<core::Result<Held>> hold(Hold hold, Slot slot, std::int64_t rules_version,
                                                    std::optional<Hold> earlier);
  [[nodiscard]] core::Task<core::Result<std::optional<StoredHold>>> held(core::HoldId id);
  [[nodiscard]] core::Task<core::Result<void>> release(Hold hold);

  [[nodiscard]] core::Task<core::Result<BookStep>> book(Booking booking, sys_seconds now);
  [[nodiscard]] core::Task<core::Result<protocol::CancelOutcome>> cancel(StoredAppointment appointment,
                                                                         sys_seconds now);

  // Those that exist, in the order asked. At most appointments_page_max at once.
  [[nodiscard]] core::Task<core::Result<std::vector<StoredAppointment>>> read(
      std::vector<core::AppointmentId> ids);
  // At most appointments_page_max, earliest first.
  [[nodiscard]] core::Task<core::Result<std::vector<core::AppointmentId>>> find(core::AdvisorId advisor,
                                                                                Period period);
  [[nodiscard]] core::Task<core::Result<std::vector<core::AppointmentId>>> find(
      std::vector<core::ConversationId> conversations, Period period);
  [[nodiscard]] core::Task<core::Result<std::vector<core::ConversationId>>> conversations_of(
      core::MailboxId mailbox);

  // Erasing: some of the appointments of a conversation that is being erased, until there are none; each
  // forgotten, its quarters free; then the lists. The mailbox of what is read here is all zeros.
  [[nodiscard]] core::Task<core::Result<std::vector<StoredAppointment>>> some_of(
      core::ConversationId conversation);
  [[nodiscard]] core::Task<core::Result<void>> forget(StoredAppointment appointment);
  [[nodiscard]] core::Task<core::Result<void>> forget_all(core::ConversationId conversation);

  [[nodiscard]] core::Task<core::Result<std::int64_t>> changes(core::AdvisorId advisor);
  [[nodiscard]] core::Task<core::Result<std::int64_t>> changes(core::ConversationId conversation);

 private:
  [[nodiscard]] redis::Keys claim_keys(core::AdvisorId advisor, QuarterSpan span) const;
  [[nodiscard]] core::Task<core::Result<std::vector<core::AppointmentId>>> find_in(redis::Keys sets,
                                                                                   Period period);

  redis::Client& log_;
  redis::Client& vault_;
  const redis::KeySpace& keys_;
  redis::Script hold_;
  redis::Script release_;
  redis::Script book_;
  redis::Script cancel_;
  redis::Script taken_;
  redis::Script find_;
  redis::Script read_;
  redis::Script set_availability_;
  redis::Script forget_;
};

}  // namespace kiezel::appointment
