// The second factor of advisors: passkeys and an authenticator app (protocol/README.md, "Second factor").
#pragma once

#include <string>

#include "crypto/random.hpp"
#include "protocol/messages.hpp"
#include "server/core/caller.hpp"
#include "server/core/clock.hpp"
#include "server/core/device_gate.hpp"
#include "server/core/result.hpp"
#include "server/core/sealing_key.hpp"
#include "server/core/task.hpp"
#include "server/factor/passkey.hpp"
#include "server/factor/store.hpp"

namespace kiezel::factor {

/// The references must outlive the service.
struct Dependencies {
  redis::Client& vault_link;
  const redis::KeySpace& keys;
  core::DeviceGate& gate;
  const core::Clock& clock;
  crypto::Random& random;
  const core::SealingKey& sealing_key;
  /// Empty where there can be no passkeys (relying_party.hpp).
  std::string rp_id;
};

/// What a passkey's answer on this connection must be about: a challenge that was just used up, and the
/// origin.
struct Ceremony {
  crypto::Challenge challenge;
  std::string origin;
};

/// One per shard. Every method asks the gate first, so that only who stands at one of the advisor's devices
/// can try a factor, and nobody else can use its tries up.
class Service {
 public:
  explicit Service(const Dependencies& dependencies);

  /// Everything but the nonce, which is the session's.
  [[nodiscard]] core::Task<core::Result<protocol::FactorChallengeResult>> facts(
      protocol::FactorChallengeRequest request);

  [[nodiscard]] core::Task<core::Result<core::ProvenFactor>> prove_passkey(
      Ceremony ceremony, protocol::FactorProvePasskeyRequest request);
  /// A code counts once. Wrong ones are counted per device and hour; over the bound also the right one hears
  /// `rate_limited`, because six digits can be guessed. A passkey still opens.
  [[nodiscard]] core::Task<core::Result<core::ProvenFactor>> prove_code(
      protocol::FactorProveCodeRequest request);

  /// The first needs nothing else; a further one needs that `caller` has proven a factor lately.
  [[nodiscard]] core::Task<core::Result<core::ProvenFactor>> add_passkey(
      core::Caller caller, Ceremony ceremony, protocol::FactorAddPasskeyRequest request);
  [[nodiscard]] core::Task<core::Result<core::ProvenFactor>> add_app(core::Caller caller,
                                                                     protocol::FactorAddAppRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::FactorRemoveResult>> remove(
      core::Caller caller, protocol::FactorRemoveRequest request);

 private:
  [[nodiscard]] core::Task<core::Result<void>> count_code(core::DeviceId device);
  [[nodiscard]] core::Task<core::Result<core::ProvenFactor>> keep(Store::Addition addition);
  [[nodiscard]] core::ProvenFactor proven(core::AdvisorId advisor) const;
  [[nodiscard]] Expected expected(const Ceremony& ceremony) const;
  [[nodiscard]] std::uint64_t now_s() const;

  Store store_;
  core::DeviceGate& gate_;
  const core::Clock& clock_;
  crypto::Random& random_;
  const core::SealingKey& sealing_key_;
  std::string rp_id_;
};

}  // namespace kiezel::factor
