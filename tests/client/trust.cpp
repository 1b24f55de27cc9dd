#include "tests/client/trust.hpp"

#include <chrono>
#include <nlohmann/json.hpp>

#include "crypto/device_certificate.hpp"
#include "crypto/encoding.hpp"
#include "crypto/prekey.hpp"

namespace kiezel::client {

std::uint64_t now_s() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

Organisation fetch_organisation(const Endpoint& endpoint) {
  const HttpAnswer answer = http_get(endpoint, "/organisation.json");
  const auto json = nlohmann::json::parse(answer.body, nullptr, false);
  if (answer.status != 200 || !json.is_object()) throw Failure("there is no organisation at this address");
  Organisation organisation{.deployment_id = json.value("deployment_id", "")};
  for (std::size_t i = 0; i < organisation.root_keys.size(); ++i) {
    const auto bytes = crypto::from_base64url(json.at("root_keys").at(i).get<std::string>());
    const auto key = bytes ? crypto::VerifyKey::from(*bytes) : std::nullopt;
    if (!key) throw Failure("the organisation's root keys are not keys");
    organisation.root_keys[i] = *key;
  }
  return organisation;
}

crypto::Directory fetch_directory(const Endpoint& endpoint, const Organisation& organisation) {
  const HttpAnswer answer = http_get(endpoint, "/api/directory");
  if (answer.status != 200) throw Failure("the server has no directory");
  auto parsed = crypto::parse_directory(crypto::as_bytes(answer.body));
  if (!parsed) throw Failure("the directory is malformed");
  auto directory = crypto::verify(*std::move(parsed), organisation.root_keys, now_s());
  if (!directory) throw Failure("the directory is not signed by two roots, or has expired");
  return *std::move(directory);
}

std::vector<TrustedDevice> fetch_devices(Wire& wire, const crypto::VerifyKey& advisor_key) {
  protocol::AdvisorKeysRequest request;
  request.advisor = crypto::key_id(advisor_key).bytes;
  std::vector<TrustedDevice> trusted;
  for (const protocol::Device& offered : wire.must(request).devices) {
    const auto certificate = crypto::parse_device_certificate(offered.certificate);
    const auto device = certificate ? crypto::verify(*certificate, advisor_key) : std::nullopt;
    const auto parsed = crypto::parse_prekey(offered.prekey);
    const auto prekey = device && parsed ? crypto::verify(*parsed, *device) : std::nullopt;
    if (!prekey || !device->is_valid_at(now_s()) || !prekey->is_valid_at(now_s())) continue;
    trusted.push_back({device->device(), prekey->fields().kem_key});
  }
  if (trusted.empty()) throw Failure("the advisor has no device that may be trusted");
  return trusted;
}

}  // namespace kiezel::client
