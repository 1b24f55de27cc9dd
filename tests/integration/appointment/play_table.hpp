// A game with an agenda: random steps of a few people, and a simple model of who has which quarter.
#pragma once

#include <catch2/catch.hpp>
#include <optional>
#include <random>
#include <vector>

#include "tests/integration/appointment/agenda.hpp"
#include "tests/integration/appointment/agenda_model.hpp"
#include "tests/integration/appointment/on_record.hpp"

namespace kiezel::support {

using NumberBytes = std::array<std::uint8_t, 16>;

inline constexpr std::uint8_t play_clients = 4;
inline constexpr std::size_t play_slots = 10;

// Every other game is played around midnight, where one claim lies on two days of the calendar and of Redis.
[[nodiscard]] inline protocol::Availability play_hours(std::uint64_t seed) {
  auto hours = wide_hours();
  if (seed % 2 != 0) return hours;
  for (auto& window : hours.weekly) {
    window.from_min = 0;
    window.until_min = 120;
  }
  return hours;
}

// What lies on the table of a game, and the dice: an agenda, who plays, and what the model says of it.
class PlayTable {
 public:
  explicit PlayTable(std::uint64_t seed) : seed_(seed), random_(seed) {
    agenda_.set(play_hours(seed));
    for (std::uint8_t number = 1; number <= play_clients; ++number) people_.push_back(agenda_.client(number));
    const auto offered = agenda_.offered();
    // Away from now, so that no minute that passes closes one.
    slots_.assign(offered.begin() + 20, offered.begin() + 20 + play_slots);
  }

  // Everything that is claimed is somebody's, and everything that is somebody's is claimed.
  void check() {
    INFO("seed " << seed_ << ", step " << steps_);
    REQUIRE(claims_on_record(agenda_.redis()) == model_.taken());
  }

  [[nodiscard]] std::size_t talks() const { return model_.talks.size(); }

 protected:
  core::Caller& person() { return people_[random_() % people_.size()]; }
  const protocol::Slot& slot() { return slots_[random_() % slots_.size()]; }
  std::uint32_t request() { return ++requests_; }

  NumberBytes some_talk() {
    if (model_.talks.empty()) return {};
    auto at = model_.talks.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(random_() % model_.talks.size()));
    return at->first;
  }
  NumberBytes some_hold() {
    if (model_.holds.empty()) return {};
    auto at = model_.holds.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(random_() % model_.holds.size()));
    return at->first;
  }

  std::optional<protocol::Appointment> listed(const NumberBytes& id) {
    for (const protocol::Appointment& one : agenda_.list(agenda_.advisor())) {
      if (one.appointment == id) return one;
    }
    return std::nullopt;
  }

  // What is on record is what must be claimed.
  void learn() {
    model_.talks.clear();
    model_.holds = holds_on_record(agenda_.redis());
    for (const protocol::Appointment& one : agenda_.list(agenda_.advisor())) {
      AgendaModel::Talk talk{.owner = owner_of(one), .span = quarters(*one.busy_from, *one.busy_until)};
      talk.cancelled = one.state == protocol::AppointmentState::cancelled;
      if (one.moved_start) talk.moved = quarters(*one.moved_start, *one.moved_end + 900);
      model_.talks[one.appointment] = talk;
    }
  }

  core::Caller owner_of(const protocol::Appointment& one) {
    for (std::uint8_t number = 1; number <= play_clients; ++number) {
      if (Agenda::conversation_of(number).bytes == one.conversation) return people_[number - 1U];
    }
    return people_[0];
  }

  std::uint64_t seed_;
  std::mt19937_64 random_;
  Agenda agenda_;
  appointment::Service other_{
      {agenda_.redis().client(), agenda_.redis().client(), agenda_.keys(), agenda_.clock()}};
  std::vector<core::Caller> people_;
  std::vector<protocol::Slot> slots_;
  AgendaModel model_;
  std::uint32_t requests_ = 0;
  int steps_ = 0;
};

}  // namespace kiezel::support
