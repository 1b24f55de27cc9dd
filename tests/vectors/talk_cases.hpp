// Values of MESSAGE tag 8 that are right, and each way in which one can be wrong.
#pragma once

#include <string>
#include <vector>

#include "crypto/talk.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {

struct TalkCase {
  std::string name;
  std::string expect;
  crypto::Bytes value;
};

/// A mediation that says everything.
[[nodiscard]] crypto::Talk whole_talk();
[[nodiscard]] std::vector<TalkCase> talk_cases();
/// Every bound reached and passed, and every field left out.
[[nodiscard]] std::vector<TalkCase> talk_bound_cases();
[[nodiscard]] Json json_of(const crypto::Talk& talk);

}  // namespace kiezel::vectors
