// What a monitor concludes from one look at a service: pure, so that every lie a service can tell is tested
// without a network (crypto/KZ1.md 5.7).
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "crypto/directory.hpp"
#include "server/watch/watch_state.hpp"

namespace kiezel::watch {

/// As the service answered. Nothing of it is believed.
struct Observation {
  /// From /organisation.json.
  crypto::RootKeys root_keys{};
  /// /api/directory.
  crypto::Bytes directory{};
  /// /api/directory/heads from the remembered version on, or from 1; the pages one after the other.
  std::vector<crypto::Bytes> history_pages{};
};

struct Question {
  /// Unix seconds.
  std::uint64_t now_s = 0;
  /// Warn when the directory has less than this left.
  std::uint64_t warn_before_s = 0;
  /// Ids in hexadecimal of the advisors to watch from now on; those of the state are watched anyway.
  std::set<std::string> advisors{};
};

struct Judgement {
  /// One sentence each; empty when all is well.
  std::vector<std::string> alarms{};
  /// To be kept. As it was when the past cannot be believed, so that the alarm comes again.
  WatchState next{};
  /// One line for a log when all is well.
  std::string summary{};
};

[[nodiscard]] Judgement judge(const Observation& seen, const WatchState& state, const Question& question);

}  // namespace kiezel::watch
