// Appointments: when an advisor can be called, holding a time, booking it, cancelling, listing
// (protocol/README.md, "Appointments").
#pragma once

#include "protocol/messages/appointment.hpp"
#include "protocol/messages/availability.hpp"
#include "server/appointment/live_holds.hpp"
#include "server/appointment/local_time.hpp"
#include "server/appointment/store.hpp"
#include "server/core/caller.hpp"
#include "server/core/clock.hpp"
#include "server/core/erasable.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"

namespace kiezel::appointment {

// Borrowed: all must outlive the service.
struct Dependencies {
  redis::Client& log_link;
  redis::Client& vault_link;
  const redis::KeySpace& keys;
  const core::Clock& clock;
};

// One per shard. Everything that changes something is idempotent, so a caller that heard `unavailable` or
// `deadline_exceeded` may ask again. What is not the caller's is `not_found`.
class Service final : public core::Erasable {
 public:
  // Throws std::runtime_error without tzdata.
  explicit Service(const Dependencies& dependencies);

  [[nodiscard]] core::Task<core::Result<protocol::AvailabilityGetResult>> availability_get(
      core::Caller caller, protocol::AvailabilityGetRequest request);
  // `forbidden` when the advisor was suspended since it logged in.
  [[nodiscard]] core::Task<core::Result<protocol::AvailabilitySetResult>> availability_set(
      core::Caller caller, protocol::AvailabilitySetRequest request);

  // `not_found` for an advisor who is not approved; `invalid_params` for a period that is too long or ends
  // before it begins.
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentOfferedResult>> offered(
      core::Caller caller, protocol::AppointmentOfferedRequest request);
  // `busy` when this shard keeps too many holds, or when the availability changes again and again meanwhile.
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentHoldResult>> hold(
      core::Caller caller, protocol::AppointmentHoldRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentReleaseResult>> release(
      core::Caller caller, protocol::AppointmentReleaseRequest request);
  // Gives back the hold that the connection has, if it has one.
  [[nodiscard]] core::Task<core::Result<void>> connection_ended(std::uint64_t connection);
  // `not_found` for a conversation that is not the caller's or in which the advisor takes no part;
  // `rate_limited` when too many of its appointments are still to come.
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentBookResult>> book(
      core::Caller caller, protocol::AppointmentBookRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentCancelResult>> cancel(
      core::Caller caller, protocol::AppointmentCancelRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentListResult>> list(
      core::Caller caller, protocol::AppointmentListRequest request);

  // Cancels what is to come, whose time is free at once, and forgets that the rest was this conversation's.
  [[nodiscard]] core::Task<core::Result<void>> erase(core::ConversationId conversation) override;

  // Numbers that grow with every change of what list() answers, and with every change of the availability:
  // the cursor of appointment.changed. The topics' hints are published with each.
  [[nodiscard]] core::Task<core::Result<std::int64_t>> changes(core::AdvisorId advisor);
  [[nodiscard]] core::Task<core::Result<std::int64_t>> changes(core::ConversationId conversation);

 private:
  // Those that the rules offer in the period and that nobody has taken.
  [[nodiscard]] core::Task<core::Result<std::vector<Slot>>> free_slots(core::AdvisorId advisor,
                                                                       protocol::Availability availability,
                                                                       Period period);
  // Nothing when the availability changed since it was read: ask again.
  [[nodiscard]] core::Task<core::Result<std::optional<protocol::AppointmentHoldResult>>> try_hold(
      core::Caller caller, protocol::AppointmentHoldRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentHoldResult>> refuse_hold(
      protocol::HoldOutcome outcome, protocol::AppointmentHoldRequest request,
      protocol::Availability availability);
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentBookResult>> book_again(
      core::Caller caller, protocol::AppointmentBookRequest request);

  Store store_;
  const core::Clock& clock_;
  LocalTime local_;
  LiveHolds live_holds_;
};

}  // namespace kiezel::appointment
