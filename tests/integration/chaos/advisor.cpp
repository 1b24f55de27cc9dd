#include "tests/integration/chaos/advisor.hpp"

#include "tests/client/trust.hpp"

namespace kiezel::chaos {

using protocol::AppointmentState;
using protocol::CancelOutcome;
using protocol::ProposeOutcome;

namespace {

constexpr std::int64_t kept_after_s = 900;

}  // namespace

Advisor::Advisor(const client::Endpoint& endpoint, std::string_view invitation, std::uint64_t seed)
    : dice_(seed), advisor_(endpoint, random_) {
  advisor_.enrol(invitation);
}

void Advisor::begin() {
  advisor_.wait_for_approval();
  advisor_.log_in();
  advisor_.offer_every_day();
}

void Advisor::begin_round(const std::vector<protocol::Slot>& wanted,
                          const std::vector<crypto::ConversationId>& conversations, std::size_t made_max) {
  wanted_ = wanted;
  conversations_ = conversations;
  made_max_ = made_max;
}

Advisor::Question Advisor::next() {
  std::vector<Id> standing;
  for (const auto& [id, promised] : promises_) {
    if (promised.state != AppointmentState::cancelled) standing.push_back(id);
  }
  const auto roll = static_cast<unsigned>(dice_() % 100);
  const protocol::Slot& slot = some_time();
  if (promises_.size() < made_max_ && (standing.empty() || roll < 40)) {
    // In turn, so that none gets more than the server lets a conversation have.
    protocol::AppointmentProposeRequest request{
        .conversation = conversations_[promises_.size() % conversations_.size()].bytes,
        .start = slot.start,
        .end = slot.end,
        .before_s = 0,
        .after_s = kept_after_s};
    random_.fill(request.request);
    return request;
  }
  if (standing.empty()) return protocol::SessionPingRequest{};
  const Id& one = standing[dice_() % standing.size()];
  if (roll < 50) return protocol::AppointmentCancelRequest{.appointment = one};
  return protocol::AppointmentProposeMoveRequest{.appointment = one,
                                                 .revision = promises_.at(one).revision,
                                                 .start = slot.start,
                                                 .end = slot.end,
                                                 .before_s = 0,
                                                 .after_s = kept_after_s};
}

void Advisor::hear(const Question& question, const Answer& answer) {
  std::visit(
      [this, &answer]<class Request>(const Request& request) {
        hear_one(request, std::get<protocol::ResultOf<Request>>(answer));
      },
      question);
}

void Advisor::hear_one(const protocol::AppointmentProposeRequest& request,
                       const protocol::AppointmentProposeResult& answer) {
  if (answer.outcome == ProposeOutcome::taken) return;
  if (answer.outcome != ProposeOutcome::proposed)
    throw Wrong("not proposed: " + std::string(protocol::name(answer.outcome)));
  promises_[*answer.appointment] = {
      .start = request.start, .end = request.end, .state = AppointmentState::proposed};
}

// Nobody says yes here, so a new appointment simply gets the other time.
void Advisor::hear_one(const protocol::AppointmentProposeMoveRequest& request,
                       const protocol::AppointmentProposeMoveResult& answer) {
  if (answer.outcome == ProposeOutcome::taken) return;
  if (answer.outcome != ProposeOutcome::proposed)
    throw Wrong("not proposed: " + std::string(protocol::name(answer.outcome)));
  Promised& promised = promises_.at(request.appointment);
  promised.start = request.start;
  promised.end = request.end;
  promised.revision = request.revision + 1;
}

void Advisor::hear_one(const protocol::AppointmentCancelRequest& request,
                       const protocol::AppointmentCancelResult& answer) {
  if (answer.outcome == CancelOutcome::past) throw Wrong("what is to come is past");
  Promised& promised = promises_.at(request.appointment);
  const bool is_repeat = promised.state == AppointmentState::cancelled;
  if (answer.revision != promised.revision + (is_repeat ? 0 : 1))
    throw Wrong("a cancellation was made more or less than once");
  promised.state = AppointmentState::cancelled;
  promised.revision = answer.revision;
}

std::vector<protocol::Slot> Advisor::offered(std::int64_t from, int days) {
  return insist(wire(),
                protocol::AppointmentOfferedRequest{
                    .advisor = id(), .from = from, .until = from + std::int64_t{days} * 86'400})
      .slots;
}

std::vector<protocol::Appointment> Advisor::list() {
  const auto now = static_cast<std::int64_t>(client::now_s());
  return insist(wire(), protocol::AppointmentListRequest{.from = now, .until = now + 30 * 86'400})
      .appointments;
}

void Advisor::give_up() {
  for (const auto& [id, promised] : promises_)
    static_cast<void>(insist(wire(), protocol::AppointmentCancelRequest{.appointment = id}));
}

}  // namespace kiezel::chaos
