// Appointments in Redis: each call is one command or one script, one atomic step.
//
// A step that finds other claims than those of the appointment it was given answers `stale`, changes nothing,
// and is made again with what is there now.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "protocol/messages/appointment.hpp"
#include "server/appointment/claim_days.hpp"
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
  // The advisor has yet to accept it.
  bool proposal = false;
};
enum class BookStep : std::uint8_t { booked, already_booked, expired, taken, closed, full, absent };

// A time that an advisor chose itself, and all that is kept for it.
struct Proposal {
  Slot slot;
  QuarterSpan span;
};
enum class ProposeStep : std::uint8_t { proposed, taken, past, cancelled, changed, full, absent, stale };
struct Proposed {
  ProposeStep step = ProposeStep::absent;
  // What is in the way, when that is an appointment.
  std::optional<core::AppointmentId> conflict{};
};

enum class MoveStep : std::uint8_t { moved, expired, taken, closed, past, cancelled, stale };
struct Moved {
  MoveStep step = MoveStep::expired;
  Slot slot{};
  std::int64_t revision = 0;
};

// How an answer or a cancellation went, and the latest revision; no outcome: stale.
struct Answered {
  std::optional<protocol::AnswerOutcome> outcome{};
  std::int64_t revision = 0;
};
struct Cancelled {
  std::optional<protocol::CancelOutcome> outcome{};
  std::int64_t revision = 0;
};

// Appointments of one conversation that are still to come, cancelled ones included: more than anyone needs,
// and an end to booking an advisor's whole month from one conversation.
inline constexpr std::int64_t upcoming_max = 16;

class Store {
 public:
  // The references must outlive the store.
  Store(redis::Client& log_link, redis::Client& vault_link, const redis::KeySpace& keys);

  [[nodiscard]] core::Task<core::Result<BookStep>> book(Booking booking, sys_seconds now);
  [[nodiscard]] core::Task<core::Result<Moved>> move(StoredAppointment appointment, StoredHold held,
                                                     core::RequestId request, sys_seconds now);
  [[nodiscard]] core::Task<core::Result<Proposed>> propose(core::AdvisorId advisor,
                                                           core::ConversationId conversation,
                                                           core::RequestId request, Proposal proposal,
                                                           sys_seconds now);
  [[nodiscard]] core::Task<core::Result<Proposed>> propose_move(StoredAppointment appointment,
                                                                std::int64_t revision, Proposal proposal,
                                                                sys_seconds now);
  [[nodiscard]] core::Task<core::Result<Answered>> answer(StoredAppointment appointment, protocol::Role by,
                                                          std::int64_t revision, bool accept,
                                                          sys_seconds now);
  [[nodiscard]] core::Task<core::Result<Cancelled>> cancel(StoredAppointment appointment, sys_seconds now);

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
  // forgotten, its quarters free; then the lists. The mailbox of what is read here is all zeros. False:
  // stale.
  [[nodiscard]] core::Task<core::Result<std::vector<StoredAppointment>>> some_of(
      core::ConversationId conversation);
  [[nodiscard]] core::Task<core::Result<bool>> forget(StoredAppointment appointment);
  [[nodiscard]] core::Task<core::Result<void>> forget_all(core::ConversationId conversation);

  [[nodiscard]] core::Task<core::Result<std::int64_t>> changes(core::AdvisorId advisor);
  [[nodiscard]] core::Task<core::Result<std::int64_t>> changes(core::ConversationId conversation);

 private:
  [[nodiscard]] ClaimDays days_of(const StoredAppointment& appointment) const;
  // Both lists, both counters.
  void add_lists(redis::Keys& keys, core::ConversationId conversation, core::AdvisorId advisor) const;
  void add_counters(redis::Keys& keys, core::ConversationId conversation, core::AdvisorId advisor) const;
  [[nodiscard]] core::Task<core::Result<std::vector<core::AppointmentId>>> find_in(redis::Keys sets,
                                                                                   Period period);

  redis::Client& log_;
  redis::Client& vault_;
  const redis::KeySpace& keys_;
  redis::Script book_;
  redis::Script move_;
  redis::Script propose_;
  redis::Script propose_move_;
  redis::Script answer_;
  redis::Script cancel_;
  redis::Script find_;
  redis::Script read_;
  redis::Script forget_;
};

}  // namespace kiezel::appointment
