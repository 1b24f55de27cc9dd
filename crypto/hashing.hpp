// SHA-256 of what comes piece by piece, such as a file that is too large to hold (crypto/KZ1.md 2.3).
#pragma once

#include <memory>

#include "crypto/bytes.hpp"
#include "crypto/ids.hpp"

namespace kiezel::crypto {

class Hashing {
 public:
  Hashing();
  ~Hashing();
  Hashing(const Hashing&) = delete;
  Hashing& operator=(const Hashing&) = delete;

  void update(BytesView bytes);
  /// H of everything so far; ends the hashing.
  [[nodiscard]] Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kiezel::crypto
