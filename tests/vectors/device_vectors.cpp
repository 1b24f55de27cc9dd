#include "crypto/device_bundle.hpp"
#include "crypto/device_offer.hpp"
#include "crypto/safety_number.hpp"
#include "tests/vectors/scene.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

Bytes with_flipped(Bytes bytes, std::size_t index) {
  bytes.at(index) ^= 1;
  return bytes;
}

Json offer_vector(std::string_view name, std::string_view expect, BytesView offer) {
  Json result = vector(name, expect);
  result["op"] = "offer";
  result["offer"] = hex(offer);
  return result;
}

struct BundleScene {
  SeededRandom random{"device bundle"};
  AdvisorActor device = make_advisor(random);
  BundlePlace place{.advisor = random.fixed<KeyId>(), .device = device.device_key.id()};
  Bytes content = to_bytes(as_bytes("what the next device needs"));
};

Json bundle_vector(std::string_view name, std::string_view expect, const BundleScene& scene,
                   const SealedBundle& bundle) {
  Json result = vector(name, expect);
  result["kem_seed"] = hex(scene.device.prekey.seed());
  result["advisor"] = hex(scene.place.advisor);
  result["device"] = hex(scene.place.device);
  result["head"] = hex(bundle.head);
  result["parts"] = Json::array();
  for (const Bytes& part : bundle.parts) result["parts"].push_back(hex(part));
  return result;
}

}  // namespace

VectorFile make_device_offer() {
  Json content = file_content("A device asks to be let in (KZ1 4.3). op digits: what people compare.");
  Json& vectors = content["vectors"];
  SeededRandom random("device offer");
  const AdvisorActor device = make_advisor(random);
  const Bytes offer =
      sign_device_offer({.device_key = {}, .kem_key = device.prekey.public_key()}, device.device_key);
  Json accepted = offer_vector("an offer", "accept", offer);
  accepted["seed"] = hex(device.device_key.seed());
  accepted["kem_key"] = hex(device.prekey.public_key());
  vectors.push_back(accepted);
  vectors.push_back(offer_vector("cut short", "syntax", BytesView(offer).first(offer.size() - 1)));
  vectors.push_back(offer_vector("another magic", "shape", with_flipped(offer, 1)));
  vectors.push_back(offer_vector("another device key", "signature", with_flipped(offer, 2)));
  vectors.push_back(offer_vector("another KEM key", "signature", with_flipped(offer, 40)));
  vectors.push_back(offer_vector("another signature", "signature", with_flipped(offer, offer.size() - 1)));

  Json digits = vector("the digits of a device", "accept");
  digits["op"] = "digits";
  digits["device_key"] = hex(device.device_key.verify_key());
  const std::string number = device_digits(device.device_key.verify_key()).value();
  digits["digits"] = number;
  digits["offer_id"] = hex(offer_id(number));
  vectors.push_back(digits);
  return {.name = "device_offer.json", .content = std::move(content)};
}

VectorFile make_device_bundle() {
  Json content = file_content("What one device gives to the next (KZ1 4.3). `random` is drawn in order.");
  Json& vectors = content["vectors"];
  BundleScene scene;
  (void)scene.random.take_used();
  const auto bundle =
      seal_bundle(scene.content, scene.place, scene.device.prekey.public_key(), scene.random).value();
  Json accepted = bundle_vector("one part", "accept", scene, bundle);
  accepted["random"] = hex(scene.random.take_used());
  accepted["content"] = hex(scene.content);
  vectors.push_back(accepted);

  const auto refused = [&](std::string_view name, const SealedBundle& other) {
    vectors.push_back(bundle_vector(name, "decrypt", scene, other));
  };
  refused("another advisor", {with_flipped(bundle.head, 2), bundle.parts});
  refused("another device", {with_flipped(bundle.head, 18), bundle.parts});
  refused("another magic", {with_flipped(bundle.head, 0), bundle.parts});
  refused("a changed wrap", {with_flipped(bundle.head, bundle.head.size() - 1), bundle.parts});
  refused("a changed part", {bundle.head, {with_flipped(bundle.parts[0], 30)}});
  refused("a part twice", {bundle.head, {bundle.parts[0], bundle.parts[0]}});
  refused("no parts", {bundle.head, {}});
  return {.name = "device_bundle.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
