#include "tests/integration/chaos/pupil.hpp"

#include <algorithm>

#include "crypto/ids.hpp"
#include "tests/client/trust.hpp"

namespace kiezel::chaos {

using protocol::AppointmentState;
using protocol::BookOutcome;
using protocol::CancelOutcome;
using protocol::ExtendOutcome;
using protocol::HoldOutcome;
using protocol::MoveOutcome;

Promises promises_in(const std::vector<protocol::Appointment>& list, protocol::Role made_by) {
  Promises result;
  for (const protocol::Appointment& one : list) {
    if (one.proposed_by != made_by) continue;
    result[one.appointment] = {
        .start = one.start, .end = one.end, .state = one.state, .revision = one.revision};
  }
  return result;
}

Pupil::Pupil(const client::Endpoint& endpoint, const crypto::VerifyKey& advisor, std::uint64_t seed)
    : dice_(seed), family_(endpoint, random_), advisor_(crypto::key_id(advisor).bytes) {
  family_.write_first({.advisor = advisor, .roster = {}, .text = "begin"});
}

void Pupil::begin_round(const std::vector<protocol::Slot>& wanted, std::size_t made_max) {
  wanted_ = wanted;
  made_max_ = made_max;
}

Id Pupil::fresh() {
  Id id{};
  random_.fill(id);
  return id;
}

Pupil::Question Pupil::next() {
  const auto roll = static_cast<unsigned>(dice_() % 100);
  if (kept_) return with_a_hold(roll);
  const auto booked = some_booked();
  if (booked && roll < 15) return protocol::AppointmentCancelRequest{.appointment = *booked};
  return want_a_time();
}

Pupil::Question Pupil::with_a_hold(unsigned roll) {
  const auto booked = some_booked();
  const bool may_book = promises_.size() < made_max_;
  if (may_book && roll < 50)
    return protocol::AppointmentBookRequest{
        .hold = kept_->hold, .conversation = conversation().bytes, .proposal = roll < 10, .request = fresh()};
  if (booked && roll < 75)
    return protocol::AppointmentMoveRequest{.appointment = *booked, .hold = kept_->hold, .request = fresh()};
  if (!is_extended_ && roll < 85) return protocol::AppointmentExtendRequest{.hold = kept_->hold};
  if (roll < 92) return protocol::AppointmentReleaseRequest{.hold = kept_->hold};
  return want_a_time();
}

Pupil::Question Pupil::want_a_time() {
  const protocol::Slot& slot = wanted_[dice_() % wanted_.size()];
  return protocol::AppointmentHoldRequest{
      .advisor = advisor_, .start = slot.start, .end = slot.end, .request = fresh()};
}

std::optional<Id> Pupil::some_booked() {
  std::vector<Id> standing;
  for (const auto& [id, promised] : promises_) {
    if (promised.state != AppointmentState::cancelled) standing.push_back(id);
  }
  if (standing.empty()) return std::nullopt;
  return standing[dice_() % standing.size()];
}

void Pupil::hear(const Question& question, const Answer& answer) {
  std::visit(
      [this, &answer]<class Request>(const Request& request) {
        hear_one(request, std::get<protocol::ResultOf<Request>>(answer));
      },
      question);
}

void Pupil::hear_one(const protocol::AppointmentHoldRequest&, const protocol::AppointmentHoldResult& answer) {
  if (answer.outcome == HoldOutcome::closed) throw Wrong("a time that is offered is closed");
  if (answer.outcome == HoldOutcome::taken) return;
  if (kept_ && kept_->hold == *answer.hold) {
    kept_->connection = connection_;
    return;
  }
  // The new one releases what this connection had. What another had, nobody releases.
  if (kept_ && kept_->connection != connection_) left_behind_.insert(kept_->hold);
  kept_ = Kept{.hold = *answer.hold, .expires_at = *answer.expires_at, .connection = connection_};
  is_extended_ = false;
}

void Pupil::hear_one(const protocol::AppointmentExtendRequest&,
                     const protocol::AppointmentExtendResult& answer) {
  if (answer.outcome == ExtendOutcome::expired) throw Wrong("a hold that was given is gone");
  kept_->expires_at = *answer.expires_at;
  is_extended_ = true;
}

void Pupil::hear_one(const protocol::AppointmentReleaseRequest& request,
                     const protocol::AppointmentReleaseResult&) {
  no_longer_kept(request.hold);
}

void Pupil::hear_one(const protocol::AppointmentBookRequest& request,
                     const protocol::AppointmentBookResult& answer) {
  if (answer.outcome != BookOutcome::booked)
    throw Wrong("a hold that was given cannot be booked: " + std::string(protocol::name(answer.outcome)));
  const auto state = request.proposal ? AppointmentState::proposed : AppointmentState::booked;
  promises_[*answer.appointment] = {.start = *answer.start, .end = *answer.end, .state = state};
  no_longer_kept(request.hold);
}

void Pupil::hear_one(const protocol::AppointmentMoveRequest& request,
                     const protocol::AppointmentMoveResult& answer) {
  if (answer.outcome != MoveOutcome::moved)
    throw Wrong("a hold that was given cannot be moved to: " + std::string(protocol::name(answer.outcome)));
  Promised& promised = promises_.at(request.appointment);
  const std::int64_t expected = kept_ ? promised.revision + 1 : promised.revision;
  if (*answer.revision != expected) throw Wrong("a move was made more or less than once");
  promised.start = *answer.start;
  promised.end = *answer.end;
  promised.revision = *answer.revision;
  no_longer_kept(request.hold);
}

void Pupil::hear_one(const protocol::AppointmentCancelRequest& request,
                     const protocol::AppointmentCancelResult& answer) {
  if (answer.outcome == CancelOutcome::past) throw Wrong("what is to come is past");
  Promised& promised = promises_.at(request.appointment);
  const bool is_repeat = promised.state == AppointmentState::cancelled;
  if (answer.revision != promised.revision + (is_repeat ? 0 : 1))
    throw Wrong("a cancellation was made more or less than once");
  promised.state = AppointmentState::cancelled;
  promised.revision = answer.revision;
}

void Pupil::no_longer_kept(const Id& hold) {
  if (kept_ && kept_->hold == hold) kept_.reset();
}

void Pupil::reconnect() {
  ++connection_;
  family_.reconnect();
}

std::optional<Id> Pupil::kept() const {
  const bool stands = kept_ && kept_->expires_at > static_cast<std::int64_t>(client::now_s());
  return stands ? std::optional(kept_->hold) : std::nullopt;
}

std::vector<protocol::Appointment> Pupil::list() {
  const auto now = static_cast<std::int64_t>(client::now_s());
  return insist(wire(), protocol::AppointmentListRequest{.from = now, .until = now + 30 * 86'400})
      .appointments;
}

void Pupil::give_up() {
  if (kept_) left_behind_.insert(kept_->hold);
  for (const Id& hold : left_behind_)
    static_cast<void>(insist(wire(), protocol::AppointmentReleaseRequest{.hold = hold}));
  for (const auto& [id, promised] : promises_)
    static_cast<void>(insist(wire(), protocol::AppointmentCancelRequest{.appointment = id}));
}

}  // namespace kiezel::chaos
