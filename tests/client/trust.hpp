// What a client knows before it trusts anybody: the organisation's root keys, the directory they signed, and
// the devices of an advisor that follow from it (crypto/KZ1.md 5.7).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crypto/commit_rules.hpp"
#include "crypto/commit_seal.hpp"
#include "crypto/directory.hpp"
#include "tests/client/wire.hpp"

namespace kiezel::client {

struct Organisation {
  std::string deployment_id;
  crypto::RootKeys root_keys{};
};

[[nodiscard]] std::uint64_t now_s();

/// Each throws Failure when the server offers something that must not be trusted.
[[nodiscard]] Organisation fetch_organisation(const Endpoint& endpoint);
[[nodiscard]] crypto::Directory fetch_directory(const Endpoint& endpoint, const Organisation& organisation);

struct TrustedDevice {
  crypto::Device device;
  crypto::KemPublicKey prekey;
};

/// The devices of this advisor whose certificates and prekeys are right and in time; at least one.
[[nodiscard]] std::vector<TrustedDevice> fetch_devices(Wire& wire, const crypto::VerifyKey& advisor_key);

}  // namespace kiezel::client
