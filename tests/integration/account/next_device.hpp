// A browser that wants to become a device of a TestAdvisor, and how far it gets.
#pragma once

#include "crypto/device_bundle.hpp"
#include "crypto/device_offer.hpp"
#include "crypto/recovery_card.hpp"
#include "protocol/limits.hpp"
#include "tests/support/domains.hpp"

namespace kiezel::support {

struct NextDevice {
  explicit NextDevice(const std::string& name)
      : key(named_key(name)),
        id(named_bytes<crypto::OfferId>(name)),
        token(named_bytes<crypto::Digest>(name)) {}

  [[nodiscard]] core::DeviceId device_id() const { return core::device_id(key.verify_key()); }
  [[nodiscard]] core::Caller caller(const TestAdvisor& advisor) const {
    core::Caller caller = advisor.caller();
    caller.device = device_id();
    return caller;
  }
  [[nodiscard]] protocol::DeviceOfferRequest offer() const {
    protocol::DeviceOfferRequest request;
    request.id = id.bytes;
    std::ranges::copy(crypto::sign_device_offer(
                          {.device_key = {}, .kem_key = named_bytes<crypto::KemPublicKey>("kem")}, key),
                      request.offer.begin());
    request.unlock_token_hash = crypto::sha256(token).bytes;
    return request;
  }
  [[nodiscard]] protocol::DeviceBundlePutRequest part(std::int64_t index, std::int64_t parts) const {
    return {id.bytes, index, parts, std::vector<std::uint8_t>(64, static_cast<std::uint8_t>(index + 1))};
  }
  [[nodiscard]] protocol::DeviceAdmitRequest admission(const crypto::Bytes& certificate) const {
    protocol::DeviceAdmitRequest request;
    request.id = id.bytes;
    std::ranges::copy(certificate, request.certificate.begin());
    request.head.fill(5);
    return request;
  }
  [[nodiscard]] protocol::DeviceBundleGetRequest get(std::int64_t index = 0) const {
    return {id.bytes, token.bytes, index};
  }
  [[nodiscard]] crypto::Bytes prekey(const TestAdvisor& advisor, std::uint64_t now_s) const {
    return crypto::sign_prekey({.advisor = advisor.identity.id(),
                                .device = {},
                                .number = 1,
                                .not_before_s = now_s,
                                .not_after_s = now_s + 35 * 86'400,
                                .kem_key = named_bytes<crypto::KemPublicKey>("kem")},
                               key);
  }
  [[nodiscard]] protocol::DeviceJoinRequest join(const TestAdvisor& advisor, std::uint64_t now_s) const {
    protocol::DeviceJoinRequest request;
    request.id = id.bytes;
    request.unlock_token = token.bytes;
    std::ranges::copy(prekey(advisor, now_s), request.prekey.begin());
    request.device_share = named_bytes<crypto::Digest>("share of the next device").bytes;
    return request;
  }

  crypto::SigningKey key;
  crypto::OfferId id;
  crypto::Digest token;
};

/// Offered, given a bundle of one part, admitted and joined.
inline void add_device(Shard& shard, const TestAdvisor& advisor, const NextDevice& next) {
  const auto certificate = advisor.certify(next.key, shard.now_s(), shard.now_s() + 90 * 86'400);
  const bool done =
      shard.run(shard.devices.offer({}, next.offer())) &&
      shard.run(shard.devices.bundle_put(advisor.caller(), next.part(0, 1))) &&
      shard.run(shard.devices.admit(advisor.proven(shard.now_s()), next.admission(certificate))) &&
      shard.run(shard.devices.join({}, next.join(advisor, shard.now_s())));
  if (!done) throw std::runtime_error("device was not added");
  shard.refresh();
}

[[nodiscard]] inline protocol::DeviceRevokeRequest revocation(const crypto::SigningKey& identity,
                                                              core::DeviceId device, std::uint64_t at_s) {
  return {device.bytes, static_cast<std::int64_t>(at_s),
          crypto::sign_revocation(crypto::KeyId{device.bytes}, at_s, identity).bytes};
}

}  // namespace kiezel::support
