// What every attack begins with: the real service, an advisor who enrolled, and a pupil with a conversation
// of a few entries that both have read.
#pragma once

#include "tests/attack/hostile_server.hpp"
#include "tests/client/advisor.hpp"
#include "tests/client/family.hpp"

namespace kiezel::attack {

class CaseScene {
 public:
  CaseScene();

  /// Another advisor of the organisation, enrolled and logged in.
  [[nodiscard]] client::Advisor another_advisor();
  [[nodiscard]] client::Family another_pupil();

  /// Whether the six words bring the conversation back, as they should when nobody attacks.
  [[nodiscard]] bool words_open_it();
  /// Whether the pupil's reader refuses what the server now serves. Any other failure fails the test.
  [[nodiscard]] bool returning_pupil_refuses();
  /// Whether the advisor's reader, reading from the start, refuses it.
  [[nodiscard]] bool advisor_refuses();

  support::ServiceProcess service;
  crypto::SystemRandom random;
  client::Endpoint endpoint;
  client::Advisor advisor;
  client::Family pupil;
  crypto::ConversationId conversation{};
  HostileServer server;
};

/// Founding, "eerste", "antwoord" by the advisor, "tweede": entries 0 to 3.
inline constexpr std::size_t scene_entries = 4;

}  // namespace kiezel::attack
