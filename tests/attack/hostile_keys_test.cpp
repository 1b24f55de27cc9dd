// A malicious server and the keys it hands out: a new client trusts two of three roots and what follows from
// them, and nothing that the server makes (crypto/ARGUMENT.md, "Directory trust").
#include <catch2/catch.hpp>
#include <string>

#include "crypto/device_certificate.hpp"
#include "crypto/prekey.hpp"
#include "server/core/advisors.hpp"
#include "tests/attack/case_scene.hpp"
#include "tests/client/trust.hpp"

using namespace kiezel;
using attack::CaseScene;

namespace {

constexpr std::uint64_t day_s = 86'400;

// What keeps a new pupil from writing to the advisor; "nothing" when the keys are believed.
std::string what_stops_a_new_pupil(CaseScene& scene) {
  client::Wire wire(scene.endpoint);
  try {
    static_cast<void>(client::fetch_devices(wire, scene.advisor.identity()));
  } catch (const client::Failure& failure) {
    return failure.what();
  }
  return "nothing";
}

crypto::Bytes keys_of(const crypto::SigningKey& identity, const crypto::SigningKey& device,
                      const crypto::KemPublicKey& kem_key, std::uint64_t from_s) {
  const crypto::Bytes certificate = crypto::sign_device_certificate({.advisor = {},
                                                                     .device_key = device.verify_key(),
                                                                     .not_before_s = from_s,
                                                                     .not_after_s = from_s + 30 * day_s},
                                                                    identity);
  const crypto::Bytes prekey = crypto::sign_prekey({.advisor = identity.id(),
                                                    .device = {},
                                                    .number = 2,
                                                    .not_before_s = from_s,
                                                    .not_after_s = from_s + 30 * day_s,
                                                    .kem_key = kem_key},
                                                   device);
  return crypto::join({certificate, prekey});
}

crypto::SigningKey new_key(CaseScene& scene) {
  return *crypto::SigningKey::from_seed(scene.random.secret<32>());
}

}  // namespace

TEST_CASE("attack: keys that the advisor did not certify are not written to", "[attack]") {
  CaseScene scene;
  const core::AdvisorId advisor = core::advisor_id(scene.advisor.identity());
  const core::DeviceId device = core::device_id(scene.advisor.device_key().verify_key());
  const auto servers_kem = crypto::KemKeyPair::from_seed(scene.random.secret<32>());
  const crypto::SigningKey servers = new_key(scene);
  const std::uint64_t now_s = client::now_s();
  const auto serve = [&](const crypto::Bytes& keys) { scene.server.set_device_keys(advisor, device, keys); };
  REQUIRE(what_stops_a_new_pupil(scene) == "nothing");

  SECTION("a certificate by the server itself") {
    serve(keys_of(servers, servers, servers_kem->public_key(), now_s - 60));
  }
  SECTION("the advisor's certificate with a prekey of the server") {
    const crypto::Bytes honest = scene.server.device_keys(advisor, device);
    const crypto::Bytes forged = keys_of(servers, servers, servers_kem->public_key(), now_s - 60);
    serve(crypto::join({crypto::BytesView(honest).first(crypto::device_certificate_bytes),
                        crypto::BytesView(forged).subspan(crypto::device_certificate_bytes)}));
  }
  SECTION("the keys of a colleague") {
    client::Advisor colleague = scene.another_advisor();
    serve(scene.server.device_keys(core::advisor_id(colleague.identity()),
                                   core::device_id(colleague.device_key().verify_key())));
  }
  SECTION("an old prekey of the advisor's own, long after its time") {
    serve(keys_of(scene.advisor.identity_key(), scene.advisor.device_key(), servers_kem->public_key(),
                  now_s - 60 * day_s));
  }
  SECTION("one bit flipped") {
    crypto::Bytes keys = scene.server.device_keys(advisor, device);
    keys[300] ^= 1U;
    serve(keys);
  }

  // An honest server would notice some of these itself; a pupil believes none.
  CHECK(what_stops_a_new_pupil(scene) != "nothing");
}

TEST_CASE("attack: a directory that two roots did not sign is not believed", "[attack]") {
  CaseScene scene;
  const auto organisation = client::fetch_organisation(scene.endpoint);
  const auto file = client::http_get(scene.endpoint, "/api/directory").body;
  const auto believed = [&organisation](crypto::BytesView bytes, std::uint64_t now_s) {
    auto parsed = crypto::parse_directory(bytes);
    return parsed && crypto::verify(*std::move(parsed), organisation.root_keys, now_s).has_value();
  };
  const crypto::Bytes honest = crypto::to_bytes(crypto::as_bytes(file));
  auto parsed = crypto::parse_directory(honest);
  REQUIRE(believed(honest, client::now_s()));

  SECTION("signed by the server's own roots") {
    const crypto::SigningKey one = new_key(scene);
    const crypto::SigningKey two = new_key(scene);
    const std::vector<crypto::RootSignature> forged{crypto::sign_directory(parsed->header, one),
                                                    crypto::sign_directory(parsed->header, two)};
    CHECK_FALSE(believed(crypto::encode_directory(parsed->header, forged, parsed->records), client::now_s()));
  }
  SECTION("one root twice") {
    const std::vector<crypto::RootSignature> twice{parsed->signatures[0], parsed->signatures[0]};
    CHECK_FALSE(believed(crypto::encode_directory(parsed->header, twice, parsed->records), client::now_s()));
  }
  SECTION("an advisor's key swapped") {
    for (crypto::DirectoryRecord& record : parsed->records) {
      auto* advisor = std::get_if<crypto::AdvisorRecord>(&record);
      if (advisor != nullptr) advisor->identity_key = new_key(scene).verify_key();
    }
    CHECK_FALSE(believed(crypto::encode_directory(parsed->header, parsed->signatures, parsed->records),
                         client::now_s()));
  }
  SECTION("an old one, after its end") {
    CHECK_FALSE(believed(honest, parsed->header.expires_s));
  }
  SECTION("every fiftieth byte flipped, one at a time") {
    for (std::size_t at = 0; at < honest.size(); at += 50) {
      crypto::Bytes changed = honest;
      changed[at] ^= 0x40U;
      INFO("byte " << at);
      CHECK_FALSE(believed(changed, client::now_s()));
    }
  }
}
