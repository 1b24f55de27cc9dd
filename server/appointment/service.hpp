// Appointments: when an advisor can be booked, holding a time, booking it, proposing, moving, cancelling,
// listing (protocol/README.md, "Appointments").
#pragma once

#include "crypto/secret.hpp"
#include "protocol/messages/agenda.hpp"
#include "protocol/messages/appointment.hpp"
#include "protocol/messages/availability.hpp"
#include "protocol/messages/busy.hpp"
#include "protocol/messages/waiting.hpp"
#include "server/appointment/feed_store.hpp"
#include "server/appointment/hold_store.hpp"
#include "server/appointment/live_holds.hpp"
#include "server/appointment/local_time.hpp"
#include "server/appointment/rules_store.hpp"
#include "server/appointment/store.hpp"
#include "server/appointment/waiting_store.hpp"
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

  // availability.cpp

  [[nodiscard]] core::Task<core::Result<protocol::AvailabilityGetResult>> availability_get(
      core::Caller caller, protocol::AvailabilityGetRequest request);
  // `forbidden` when the advisor was suspended since it logged in.
  [[nodiscard]] core::Task<core::Result<protocol::AvailabilitySetResult>> availability_set(
      core::Caller caller, protocol::AvailabilitySetRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::BusyListResult>> busy_list(
      core::Caller caller, protocol::BusyListRequest request);
  // `availability_refused` for a block that is over, backwards or too long, or one too many.
  [[nodiscard]] core::Task<core::Result<protocol::BusyPutResult>> busy_put(core::Caller caller,
                                                                           protocol::BusyPutRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::BusyRemoveResult>> busy_remove(
      core::Caller caller, protocol::BusyRemoveRequest request);
  // Blocks that are over are left out.
  [[nodiscard]] core::Task<core::Result<protocol::BusyImportResult>> busy_import(
      core::Caller caller, protocol::BusyImportRequest request);

  // holding.cpp

  // `not_found` for an advisor who is not approved; `invalid_params` for a period that is too long or ends
  // before it begins.
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentOfferedResult>> offered(
      core::Caller caller, protocol::AppointmentOfferedRequest request);
  // `busy` when this shard keeps too many holds, or when the rules change again and again meanwhile.
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentHoldResult>> hold(
      core::Caller caller, protocol::AppointmentHoldRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentExtendResult>> extend(
      core::Caller caller, protocol::AppointmentExtendRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentReleaseResult>> release(
      core::Caller caller, protocol::AppointmentReleaseRequest request);
  // Gives back the hold that the connection has, if it has one.
  [[nodiscard]] core::Task<core::Result<void>> connection_ended(std::uint64_t connection);

  // booking.cpp, proposing.cpp

  // `not_found` for a conversation that is not the caller's or in which the advisor takes no part;
  // `rate_limited` when too many of its appointments are still to come.
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentBookResult>> book(
      core::Caller caller, protocol::AppointmentBookRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentMoveResult>> move(
      core::Caller caller, protocol::AppointmentMoveRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentCancelResult>> cancel(
      core::Caller caller, protocol::AppointmentCancelRequest request);
  // As book(); `invalid_params` for a time that ends before it begins or is too long.
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentProposeResult>> propose(
      core::Caller caller, protocol::AppointmentProposeRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentProposeMoveResult>> propose_move(
      core::Caller caller, protocol::AppointmentProposeMoveRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentAnswerResult>> answer(
      core::Caller caller, protocol::AppointmentAnswerRequest request);

  // waiting_service.cpp

  // `not_found` for a conversation that is not the caller's or in which the advisor takes no part;
  // `rate_limited` when the list is full.
  [[nodiscard]] core::Task<core::Result<protocol::WaitingPutResult>> waiting_put(
      core::Caller caller, protocol::WaitingPutRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::WaitingGetResult>> waiting_get(
      core::Caller caller, protocol::WaitingGetRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::WaitingRemoveResult>> waiting_remove(
      core::Caller caller, protocol::WaitingRemoveRequest request);
  // Keeps free times for those who wait, at most once in a while for all shards together; how many.
  [[nodiscard]] core::Task<core::Result<std::int64_t>> sweep_waiting();
  // The same, now.
  [[nodiscard]] core::Task<core::Result<std::int64_t>> offer_to_all();

  // feed_service.cpp

  [[nodiscard]] core::Task<core::Result<protocol::AgendaFeedGetResult>> feed_get(
      core::Caller caller, protocol::AgendaFeedGetRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::AgendaFeedPutResult>> feed_put(
      core::Caller caller, protocol::AgendaFeedPutRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::AgendaFeedRemoveResult>> feed_remove(
      core::Caller caller, protocol::AgendaFeedRemoveRequest request);
  // The calendar (RFC 5545) behind a token; nothing when nobody has it, or its advisor is not approved.
  [[nodiscard]] core::Task<core::Result<std::optional<std::string>>> calendar(crypto::Secret<32> token);

  // listing.cpp

  [[nodiscard]] core::Task<core::Result<protocol::AppointmentListResult>> list(
      core::Caller caller, protocol::AppointmentListRequest request);
  // Cancels what is to come, whose time is free at once, and forgets that the rest was this conversation's.
  [[nodiscard]] core::Task<core::Result<void>> erase(core::ConversationId conversation) override;
  // Numbers that grow with every change of what list() answers, and with every change of the rules: the
  // cursor of appointment.changed. The topics' hints are published with each.
  [[nodiscard]] core::Task<core::Result<std::int64_t>> changes(core::AdvisorId advisor);
  [[nodiscard]] core::Task<core::Result<std::int64_t>> changes(core::ConversationId conversation);

 private:
  // Those that the rules offer in the period and that nobody has taken.
  [[nodiscard]] core::Task<core::Result<std::vector<Offer>>> free_offers(core::AdvisorId advisor, Rules rules,
                                                                         Period period);
  // Nothing when the rules changed since they were read: ask again.
  [[nodiscard]] core::Task<core::Result<std::optional<protocol::AppointmentHoldResult>>> try_hold(
      core::Caller caller, protocol::AppointmentHoldRequest request);
  // Remembers what the connection has, and gives back what it had.
  [[nodiscard]] core::Task<core::Result<void>> keep_hold(std::uint64_t connection, Hold hold,
                                                         std::optional<Hold> ended, sys_seconds expires_at);
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentHoldResult>> refuse_hold(
      protocol::HoldOutcome outcome, protocol::AppointmentHoldRequest request, Rules rules);
  [[nodiscard]] core::Task<core::Result<protocol::AppointmentBookResult>> book_again(
      core::Caller caller, protocol::AppointmentBookRequest request);
  [[nodiscard]] core::Task<core::Result<void>> check_owner(core::Caller caller,
                                                           core::ConversationId conversation);
  [[nodiscard]] core::Task<core::Result<void>> forget_waiting(core::ConversationId conversation);
  // With what is kept for it.
  [[nodiscard]] core::Task<core::Result<void>> stop_waiting(Waiting waiting);
  [[nodiscard]] core::Task<core::Result<std::int64_t>> offer_to(core::AdvisorId advisor);
  // Whether something was kept; what is, leaves `offers`. Both references must outlive the task.
  [[nodiscard]] core::Task<core::Result<bool>> serve_waiting(Waiting waiting, const Rules& rules,
                                                             std::vector<Offer>& offers);
  [[nodiscard]] core::Task<core::Result<bool>> keep_for(Waiting waiting, const Rules& rules, Offer offer);
  // `not_found` unless it is the caller's.
  [[nodiscard]] core::Task<core::Result<StoredAppointment>> own(core::Caller caller,
                                                                core::AppointmentId appointment);

  RulesStore rules_store_;
  HoldStore hold_store_;
  Store store_;
  WaitingStore waiting_store_;
  FeedStore feed_store_;
  const core::Clock& clock_;
  LocalTime local_;
  LiveHolds live_holds_;
};

}  // namespace kiezel::appointment
