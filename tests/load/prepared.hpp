// Everything that can be made before the clock runs: conversations, logged-in connections, sealed entries as
// frames.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/client/advisor.hpp"
#include "tests/client/family.hpp"
#include "tests/load/raw_connection.hpp"

namespace kiezel::load {

/// One sender: a conversation of its own, a connection that is logged in, and its next entries in order.
struct Sender {
  client::Family family;
  RawConnection connection;
  std::vector<std::string> frames;
  /// One of the entries, for measuring what verifying it costs.
  crypto::Bytes sample;
  crypto::VerifyKey signer;
};

/// Entries are about 700 bytes: a message in the smallest size class.
[[nodiscard]] Sender prepare_sender(const client::Endpoint& endpoint, const crypto::VerifyKey& advisor,
                                    std::size_t entries, crypto::Random& random);

/// CPU seconds of one Ed25519 verification with its hash, over these bytes: the floor of an accepted append.
[[nodiscard]] double verification_cpu_s(const std::vector<Sender>& senders, std::size_t rounds);

[[nodiscard]] double thread_cpu_s();

}  // namespace kiezel::load
