// An advisor who proposes times to its pupils, proposes others and takes them back at random, and knows what
// it was promised.
#pragma once

#include <map>
#include <memory>
#include <random>
#include <variant>
#include <vector>

#include "tests/client/advisor.hpp"
#include "tests/integration/chaos/pupil.hpp"

namespace kiezel::chaos {

class Advisor {
 public:
  using Question = std::variant<protocol::AppointmentProposeRequest, protocol::AppointmentProposeMoveRequest,
                                protocol::AppointmentCancelRequest, protocol::SessionPingRequest>;
  using Answer = std::variant<protocol::AppointmentProposeResult, protocol::AppointmentProposeMoveResult,
                              protocol::AppointmentCancelResult, protocol::SessionPingResult>;

  // Enrolled, not yet approved.
  Advisor(const client::Endpoint& endpoint, std::string_view invitation, std::uint64_t seed);
  // Waits for the approval and offers its hours.
  void begin();

  void begin_round(const std::vector<protocol::Slot>& wanted,
                   const std::vector<crypto::ConversationId>& conversations, std::size_t made_max);

  [[nodiscard]] Question next();
  // Throws Wrong for an answer that no good server gives.
  void hear(const Question& question, const Answer& answer);
  void reconnect() { advisor_.reconnect(); }
  [[nodiscard]] client::Wire& wire() { return advisor_.wire(); }

  [[nodiscard]] const crypto::VerifyKey& identity() const { return advisor_.identity(); }
  [[nodiscard]] Id id() const { return crypto::key_id(identity()).bytes; }
  [[nodiscard]] const Promises& promises() const { return promises_; }

  // The free times from tomorrow on, for as many days.
  [[nodiscard]] std::vector<protocol::Slot> offered(std::int64_t from, int days);
  [[nodiscard]] std::vector<protocol::Appointment> list();
  void give_up();

 private:
  void hear_one(const protocol::AppointmentProposeRequest& request,
                const protocol::AppointmentProposeResult& answer);
  void hear_one(const protocol::AppointmentProposeMoveRequest& request,
                const protocol::AppointmentProposeMoveResult& answer);
  void hear_one(const protocol::AppointmentCancelRequest& request,
                const protocol::AppointmentCancelResult& answer);
  void hear_one(const protocol::SessionPingRequest&, const protocol::SessionPingResult&) {}
  [[nodiscard]] const protocol::Slot& some_time() { return wanted_[dice_() % wanted_.size()]; }

  crypto::SystemRandom random_;
  std::mt19937_64 dice_;
  client::Advisor advisor_;
  std::vector<protocol::Slot> wanted_;
  std::vector<crypto::ConversationId> conversations_;
  std::size_t made_max_ = 0;
  Promises promises_;
};

}  // namespace kiezel::chaos
