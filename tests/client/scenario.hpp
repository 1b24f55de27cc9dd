// The main job, played by native clients: a pupil writes, an advisor answers, a parent books a call and
// cancels it. What was said is kept, so that a caller can look for it in every place where it must not be.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/bytes.hpp"
#include "crypto/random.hpp"
#include "tests/client/wire.hpp"

namespace kiezel::client {

struct ScenarioPlan {
  Endpoint endpoint;
  /// What stands behind `#uitnodiging=` in an unused invitation link.
  std::string invitation;
  /// Called once in the middle of the conversation: stops the server and starts it again. May be empty.
  std::function<void()> restart_server;
};

struct ScenarioResult {
  /// Everything that only the people in the conversation may know: texts, names, words, numbers, keys. Each
  /// as the bytes that would betray it.
  std::vector<std::pair<std::string, crypto::Bytes>> secrets;
  std::size_t messages = 0;
  double milliseconds_to_arrive_p50 = 0;
};

/// A conversation of `messages` (at least 1), by a pupil and an advisor in turn, and the words that open it:
/// something to measure with. Throws Failure.
[[nodiscard]] std::string converse(const Endpoint& endpoint, std::string_view invitation, int messages,
                                   crypto::Random& random);

/// Throws Failure at the first thing that is not as it should be.
[[nodiscard]] ScenarioResult play(const ScenarioPlan& plan, crypto::Random& random);

}  // namespace kiezel::client
