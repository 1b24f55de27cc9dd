// A pupil who keeps, books, moves and cancels times at random, and knows what it was promised.
#pragma once

#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "tests/client/family.hpp"
#include "tests/integration/chaos/stubborn.hpp"

namespace kiezel::chaos {

using Id = std::array<std::uint8_t, 16>;

// What somebody was told about an appointment of its own.
struct Promised {
  std::int64_t start = 0;
  std::int64_t end = 0;
  protocol::AppointmentState state{};
  std::int64_t revision = 0;

  friend bool operator==(const Promised&, const Promised&) = default;
};
using Promises = std::map<Id, Promised>;

// Those of a list that this role made.
[[nodiscard]] Promises promises_in(const std::vector<protocol::Appointment>& list, protocol::Role made_by);

class Pupil {
 public:
  using Question = std::variant<protocol::AppointmentHoldRequest, protocol::AppointmentExtendRequest,
                                protocol::AppointmentReleaseRequest, protocol::AppointmentBookRequest,
                                protocol::AppointmentMoveRequest, protocol::AppointmentCancelRequest>;
  using Answer = std::variant<protocol::AppointmentHoldResult, protocol::AppointmentExtendResult,
                              protocol::AppointmentReleaseResult, protocol::AppointmentBookResult,
                              protocol::AppointmentMoveResult, protocol::AppointmentCancelResult>;

  // Begins a conversation with the advisor.
  Pupil(const client::Endpoint& endpoint, const crypto::VerifyKey& advisor, std::uint64_t seed);

  // The times that it is after, and how many appointments it may have made by the end of a round.
  void begin_round(const std::vector<protocol::Slot>& wanted, std::size_t made_max);

  [[nodiscard]] Question next();
  // Throws Wrong for an answer that no good server gives.
  void hear(const Question& question, const Answer& answer);
  void reconnect();
  [[nodiscard]] client::Wire& wire() { return family_.wire(); }

  [[nodiscard]] const Promises& promises() const { return promises_; }
  // The hold that must stand.
  [[nodiscard]] std::optional<Id> kept() const;
  // Holds that may stand until they end by themselves: their connection was killed.
  [[nodiscard]] const std::set<Id>& left_behind() const { return left_behind_; }
  [[nodiscard]] const crypto::ConversationId& conversation() const { return family_.conversation(); }

  [[nodiscard]] std::vector<protocol::Appointment> list();
  // Gives everything back.
  void give_up();

 private:
  struct Kept {
    Id hold{};
    std::int64_t expires_at = 0;
    // Which of its connections it belongs to.
    int connection = 0;
  };

  void hear_one(const protocol::AppointmentHoldRequest& request,
                const protocol::AppointmentHoldResult& answer);
  void hear_one(const protocol::AppointmentExtendRequest& request,
                const protocol::AppointmentExtendResult& answer);
  void hear_one(const protocol::AppointmentReleaseRequest& request,
                const protocol::AppointmentReleaseResult& answer);
  void hear_one(const protocol::AppointmentBookRequest& request,
                const protocol::AppointmentBookResult& answer);
  void hear_one(const protocol::AppointmentMoveRequest& request,
                const protocol::AppointmentMoveResult& answer);
  void hear_one(const protocol::AppointmentCancelRequest& request,
                const protocol::AppointmentCancelResult& answer);
  void no_longer_kept(const Id& hold);
  [[nodiscard]] Question with_a_hold(unsigned roll);
  [[nodiscard]] Question want_a_time();
  [[nodiscard]] std::optional<Id> some_booked();
  [[nodiscard]] Id fresh();

  crypto::SystemRandom random_;
  std::mt19937_64 dice_;
  client::Family family_;
  Id advisor_;
  std::vector<protocol::Slot> wanted_;
  std::size_t made_max_ = 0;
  std::optional<Kept> kept_;
  bool is_extended_ = false;
  std::set<Id> left_behind_;
  Promises promises_;
  int connection_ = 0;
};

}  // namespace kiezel::chaos
