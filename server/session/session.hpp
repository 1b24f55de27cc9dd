// Who is at the other end of one connection (protocol/README.md, "Login"). Pure: no I/O, time and chance are
// arguments.
//
//   anonymous --challenge--> challenged --proof--> authenticated --challenge--> authenticated, challenged
//   again any state --close--> closing
#pragma once

#include <chrono>
#include <optional>
#include <variant>

#include "crypto/login.hpp"
#include "crypto/random.hpp"
#include "server/core/caller.hpp"
#include "server/core/result.hpp"

namespace kiezel::session {

// A nonce to sign, bound to the connection that asked for it.
struct IssuedChallenge {
  crypto::Challenge nonce;
  std::chrono::sys_seconds expires_at;
};

class Session {
 public:
  // `connection` numbers the connections of this process.
  explicit Session(std::uint64_t connection);

  // Replaces a challenge that is still open. A closing session gives one too; nobody can use it.
  [[nodiscard]] IssuedChallenge challenge(std::chrono::sys_seconds now, crypto::Random& random);

  // Uses the challenge up, whatever becomes of the proof: one challenge, one try. `challenge_expired` when
  // there is none or its time is over.
  [[nodiscard]] core::Result<IssuedChallenge> take_challenge(std::chrono::sys_seconds now);

  // Counts from now on in caller(), whoever that is by then.
  void prove_factor(const core::ProvenFactor& factor) { factor_ = factor; }

  // What a proof was for. A connection is one person for its whole life.
  [[nodiscard]] bool may_become(core::Role role, const core::MailboxId& mailbox) const;
  void authenticate_client(const core::MailboxId& mailbox);
  void authenticate_advisor(const core::AdvisorId& advisor, const core::DeviceId& device);

  void close() { state_ = Closing{}; }

  [[nodiscard]] bool closing() const { return std::holds_alternative<Closing>(state_); }
  // Role::any until a proof was accepted, and again when closing.
  [[nodiscard]] core::Caller caller() const;

 private:
  struct Anonymous {};
  struct Challenged {
    IssuedChallenge open;
  };
  struct Authenticated {
    core::Caller caller;
    // For founding another conversation (conversation.create proves its mailbox each time).
    std::optional<IssuedChallenge> open;
  };
  struct Closing {};

  std::uint64_t connection_;
  std::optional<core::ProvenFactor> factor_;
  std::variant<Anonymous, Challenged, Authenticated, Closing> state_;
};

}  // namespace kiezel::session
