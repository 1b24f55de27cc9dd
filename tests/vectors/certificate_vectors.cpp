#include "crypto/device_certificate.hpp"
#include "crypto/prekey.hpp"
#include "tests/vectors/scene.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

constexpr std::uint64_t day_s = 86'400;

Bytes with_flipped(Bytes bytes, std::size_t index) {
  bytes.at(index) ^= 1;
  return bytes;
}

Json certificate_vector(std::string_view name, std::string_view expect, BytesView bytes,
                        const VerifyKey& identity, std::uint64_t at_s) {
  Json result = vector(name, expect);
  result["identity_key"] = hex(identity);
  result["at_s"] = at_s;
  result["certificate"] = hex(bytes);
  return result;
}

Json accepted_certificate(std::string_view name, const DeviceCertificateFields& fields,
                          const SigningKey& identity, std::uint64_t at_s) {
  Json result = certificate_vector(name, "accept", sign_device_certificate(fields, identity),
                                   identity.verify_key(), at_s);
  result["seed"] = hex(identity.seed());
  result["advisor"] = hex(identity.id());
  result["device_key"] = hex(fields.device_key);
  result["not_before_s"] = fields.not_before_s;
  result["not_after_s"] = fields.not_after_s;
  return result;
}

struct PrekeyScene {
  SeededRandom random{"prekey"};
  AdvisorActor advisor = make_advisor(random);
  AdvisorActor other = make_advisor(random);
  DeviceCertificateFields certificate_fields{.advisor = {},
                                             .device_key = advisor.device_key.verify_key(),
                                             .not_before_s = scene_now_s - day_s,
                                             .not_after_s = scene_now_s + 100 * day_s};
  Bytes certificate = sign_device_certificate(certificate_fields, advisor.identity_key);
  PrekeyFields fields{.advisor = advisor.identity_key.id(),
                      .device = {},
                      .number = 3,
                      .not_before_s = scene_now_s - day_s,
                      .not_after_s = scene_now_s + 34 * day_s,
                      .kem_key = advisor.prekey.public_key()};
};

Json prekey_vector(std::string_view name, std::string_view expect, const PrekeyScene& scene, BytesView prekey,
                   std::uint64_t at_s = scene_now_s) {
  Json result = vector(name, expect);
  result["identity_key"] = hex(scene.advisor.identity_key.verify_key());
  result["certificate"] = hex(scene.certificate);
  result["at_s"] = at_s;
  result["prekey"] = hex(prekey);
  return result;
}

Json accepted_prekey(const PrekeyScene& scene) {
  const Bytes bytes = sign_prekey(scene.fields, scene.advisor.device_key);
  Json result = prekey_vector("a prekey", "accept", scene, bytes);
  result["seed"] = hex(scene.advisor.device_key.seed());
  result["advisor"] = hex(scene.fields.advisor);
  result["device"] = hex(scene.advisor.device_key.id());
  result["number"] = scene.fields.number;
  result["not_before_s"] = scene.fields.not_before_s;
  result["not_after_s"] = scene.fields.not_after_s;
  result["kem_key"] = hex(scene.fields.kem_key);
  return result;
}

}  // namespace

VectorFile make_device_certificate() {
  Json content = file_content(
      "An advisor's identity key vouches for a device (KZ1 5.7). Valid: not_before <= at < not_after.");
  Json& vectors = content["vectors"];
  SeededRandom random("device certificate");
  const AdvisorActor advisor = make_advisor(random);
  const AdvisorActor other = make_advisor(random);
  const VerifyKey identity = advisor.identity_key.verify_key();
  const DeviceCertificateFields fields{.advisor = {},
                                       .device_key = advisor.device_key.verify_key(),
                                       .not_before_s = scene_now_s - day_s,
                                       .not_after_s = scene_now_s + 150 * day_s};
  const Bytes good = sign_device_certificate(fields, advisor.identity_key);
  const auto add = [&](std::string_view name, std::string_view expect, BytesView bytes,
                       std::uint64_t at_s = scene_now_s) {
    vectors.push_back(certificate_vector(name, expect, bytes, identity, at_s));
  };
  const auto changed = [&](auto change) {
    DeviceCertificateFields altered = fields;
    change(altered);
    return sign_device_certificate(altered, advisor.identity_key);
  };

  vectors.push_back(accepted_certificate("a certificate", fields, advisor.identity_key, scene_now_s));
  add("its first second", "accept", good, fields.not_before_s);
  add("its last second", "accept", good, fields.not_after_s - 1);
  add("not yet", "rule", good, fields.not_before_s - 1);
  add("no longer", "rule", good, fields.not_after_s);
  add("foreign", "signature", sign_device_certificate(fields, other.identity_key));
  add("another device key", "signature", with_flipped(good, 20));
  add("a later end", "signature", with_flipped(good, 65));
  add("another advisor", "signature", with_flipped(good, 2));
  add("one byte short", "syntax", BytesView(good).first(129));
  add("one byte more", "syntax", join({good, Bytes(1)}));
  add("another magic", "shape", with_flipped(good, 1));
  add("a zero device key", "shape",
      changed([](DeviceCertificateFields& altered) { altered.device_key = {}; }));
  add("ends when it starts", "shape",
      changed([](DeviceCertificateFields& altered) { altered.not_after_s = altered.not_before_s; }));
  add("180 days", "accept", changed([](DeviceCertificateFields& altered) {
        altered.not_after_s = altered.not_before_s + 180 * day_s;
      }));
  add("a second over 180 days", "limit", changed([](DeviceCertificateFields& altered) {
        altered.not_after_s = altered.not_before_s + 180 * day_s + 1;
      }));
  return {.name = "device_certificate.json", .content = std::move(content)};
}

VectorFile make_prekey() {
  Json content = file_content("A device's weekly X-Wing key, under its certificate (KZ1 5.7).");
  Json& vectors = content["vectors"];
  const PrekeyScene scene;
  const Bytes good = sign_prekey(scene.fields, scene.advisor.device_key);
  const auto add = [&](std::string_view name, std::string_view expect, BytesView bytes,
                       std::uint64_t at_s = scene_now_s) {
    vectors.push_back(prekey_vector(name, expect, scene, bytes, at_s));
  };
  const auto changed = [&](auto change) {
    PrekeyFields altered = scene.fields;
    change(altered);
    return sign_prekey(altered, scene.advisor.device_key);
  };

  vectors.push_back(accepted_prekey(scene));
  add("no longer", "rule", good, scene.fields.not_after_s);
  add("not yet", "rule", good, scene.fields.not_before_s - 1);
  add("signed by another device", "signature", sign_prekey(scene.fields, scene.other.device_key));
  add("another KEM key", "signature", with_flipped(good, 100));
  add("another advisor's", "signature",
      changed([&](PrekeyFields& altered) { altered.advisor = scene.other.identity_key.id(); }));
  add("one byte short", "syntax", BytesView(good).first(1333));
  add("another magic", "shape", with_flipped(good, 0));
  add("a zero KEM key", "shape", changed([](PrekeyFields& altered) { altered.kem_key = {}; }));
  add("ends before it starts", "shape", changed([](PrekeyFields& altered) { altered.not_after_s = 1; }));
  add("a second over 35 days", "limit", changed([](PrekeyFields& altered) { altered.not_after_s += 1; }));
  return {.name = "prekey.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
